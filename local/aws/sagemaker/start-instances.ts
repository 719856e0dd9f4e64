import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { jobEnvironment } from '../../engine/container/container-environment';
import { ContainerFailure, ContainerRunner } from '../../engine/container/container-runner';
import { TransformInstance, TransformLog } from '../../engine/ports';
import { containersOf, TransformJobRecord } from './records';

/** Folder of the artifact of the n-th container of a job. */
export function modelFolder(folder: string, index: number): string {
  return path.join(folder, `model-${index + 1}`);
}

interface Start {
  readonly job: TransformJobRecord;
  readonly folder: string;
  readonly runner: ContainerRunner;
  readonly log: TransformLog;
  readonly now: number;
  readonly signal: AbortSignal;
  /** Given every container that has come up, also when another one has not. */
  readonly running: (stop: () => Promise<void>) => void;
}

/** Starts the model's containers on each of the job's instances, all at once. */
export async function startInstances({ job, folder, runner, log, now, signal, running }: Start): Promise<TransformInstance[]> {
  const giveUp = new AbortController();
  const definitions = containersOf(job.model);
  const start = async (instance: string, index: number): Promise<string> => {
    const { Image: image, Environment: environment, ContainerHostname: hostname } = definitions[index];
    const stream = definitions.length === 1 ? instance : `${hostname ?? `container-${index + 1}`}/${instance}`;
    try {
      const { url, stop } = await runner.start({
        image,
        environment: jobEnvironment(job.spec, environment),
        modelFolder: modelFolder(folder, index),
        onLine: (line) => log.line(stream, line),
        signal: AbortSignal.any([signal, giveUp.signal]),
      });
      running(stop);
      return url;
    } catch (error) {
      if (error instanceof ContainerFailure && !giveUp.signal.aborted) log.line(stream, error.detail);
      giveUp.abort(error);
      throw error;
    }
  };
  const started = Array.from({ length: job.spec.TransformResources.InstanceCount }, (_, number) => {
    const name = instanceName(job.name, number, now);
    return { name, urls: definitions.map((_definition, index) => start(name, index)) };
  });
  // All have to settle before the first failure is told: a container that comes up late must be stopped too.
  await Promise.allSettled(started.flatMap(({ urls }) => urls));
  if (giveUp.signal.aborted) throw giveUp.signal.reason;
  return Promise.all(started.map(async ({ name, urls }) => ({ name, containers: await Promise.all(urls) })));
}

/** `<instance id>-<epoch>`: the part of a log stream's name behind the job's. */
function instanceName(jobName: string, number: number, now: number): string {
  return `i-${createHash('sha256').update(`${jobName}/${number}`).digest('hex').slice(0, 17)}-${Math.floor(now / 1000)}`;
}
