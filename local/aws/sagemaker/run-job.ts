import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ContainerRunner } from '../../engine/container/container-runner';
import { TransformOutcome } from '../../engine/ports';
import { runTransform } from '../../engine/run-transform';
import { Services } from '../../services';
import { refusedPull } from './image-pull';
import { JobFailure } from './job-failure';
import { jobLog } from './job-log';
import { joinNetwork } from './job-network';
import { loadModelArtifact } from './model-artifact';
import { SERVICE_NETWORK } from './network';
import { objectSink, objectSource } from './object-ports';
import { SageMakerOptions } from './options';
import { containersOf, TransformJobRecord } from './records';
import { RoleSessions, sessionOn } from './role-session';
import { modelFolder, startInstances } from './start-instances';
import { grantVolumeKey } from './volume-key';

export interface JobPorts extends Pick<Services, 'identity' | 'clock' | 'report' | 'authority' | 'kms' | 's3' | 'ec2' | 'logs'> {
  readonly roles: RoleSessions;
  readonly runner: ContainerRunner;
  readonly options: SageMakerOptions;
}

/** What the job's record learns on the way. */
export interface JobProgress {
  interfacesMade(ids: string[]): void;
  /** The instances work: TransformStartTime. */
  started(): void;
}

/**
 * A job from its creation to its end: network, keys, image, artifact, containers, data. Each step is done as the model's
 * role and refused as the deployed policies say. Throws a JobFailure, a ContainerFailure, or the signal's reason.
 */
export async function runJob(job: TransformJobRecord, ports: JobPorts, progress: JobProgress, signal: AbortSignal): Promise<TransformOutcome> {
  const { identity, clock, authority, s3, options } = ports;
  const { ExecutionRoleArn: roleArn } = job.model;
  const about = { TransformJobName: job.name };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'transform-job-'));
  const stops: Array<() => Promise<void>> = [];
  try {
    await clock.sleep(options.delays.provisioning, signal);
    signal.throwIfAborted();
    const role = ports.roles.assume(roleArn, job.arn);
    const agent = sessionOn(role, SERVICE_NETWORK);
    const caller = sessionOn(role, await joinNetwork(job, role, ports.ec2, progress.interfacesMade));
    await grantVolumeKey(job, role, ports.kms, identity);

    const { log, isAllowed } = jobLog(job.name, agent, ports);
    if (!isAllowed) ports.report({ source: 'sagemaker', type: 'logs-denied', detail: { ...about, role: roleArn } });
    for (const [index, { Image: image, ModelDataUrl: url }] of containersOf(job.model).entries()) {
      const refusal = refusedPull(image, agent, roleArn, { authority, identity });
      if (refusal) throw new JobFailure(refusal);
      await loadModelArtifact(url, modelFolder(folder, index), s3, caller);
      signal.throwIfAborted();
    }

    const instances = await startInstances({ job, folder, runner: ports.runner, log, now: clock.now(), signal, running: (stop) => stops.push(stop) });
    progress.started();
    return await runTransform(
      job.spec,
      {
        source: objectSource(s3, caller),
        sink: objectSink(s3, caller, job.spec.TransformOutput.KmsKeyId),
        instances, log, clock,
        report: ({ type, ...detail }) => ports.report({ source: 'sagemaker', type, detail: { ...about, ...detail } }),
      },
      signal,
      options.choices,
    );
  } finally {
    await Promise.all(stops.map((stop) => stop()));
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
