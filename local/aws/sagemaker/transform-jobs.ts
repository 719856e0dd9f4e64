import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { isTerminal } from '../../../lib/spec/status';
import { TransformJobSpec } from '../../../lib/spec/transform-job-spec';
import { ContainerFailure } from '../../engine/container/container-runner';
import { cut } from '../../engine/object-failure';
import { TransformOutcome } from '../../engine/ports';
import { Services } from '../../services';
import { Table } from '../../store/table';
import { AwsError } from '../wire/aws-error';
import { JobFailure } from './job-failure';
import { ModelRecord, TransformJobRecord } from './records';
import { JobPorts, runJob } from './run-job';
import { stateChangeEvent } from './state-change-event';
import { TagStore } from './tag-store';
import { refused } from './validation';

interface Run {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** Why jobs of an earlier process failed. */
const INTERRUPTED = `${SERVICE_MESSAGE.internalError.say()} (The local cloud ended while the job was running.)`;

/** Transform jobs and their states. A job's name is never free again. */
export class TransformJobs {
  private readonly table: Table<TransformJobRecord>;
  private readonly runs = new Map<string, Run>();
  private readonly closing = new AbortController();

  constructor(private readonly ports: JobPorts & Pick<Services, 'folder' | 'events'>, private readonly tags: TagStore) {
    this.table = Table.open(ports.folder, 'sagemaker-transform-jobs');
    this.recover();
  }

  all(): TransformJobRecord[] {
    return this.table.values();
  }

  find(name: string): TransformJobRecord | undefined {
    return this.table.get(name.toLowerCase());
  }

  create(spec: TransformJobSpec & { readonly TransformJobName: string }, arn: string, model: ModelRecord): TransformJobRecord {
    const now = this.ports.clock.now();
    const { TransformJobName: name } = spec;
    const job: TransformJobRecord = { name, arn, spec, model, status: 'InProgress', creationTime: now, lastModifiedTime: now };
    this.store(job);
    this.announce(job);
    const stop = new AbortController();
    this.runs.set(arn, { stop, ended: this.run(job, stop.signal) });
    return job;
  }

  stop(name: string): void {
    const job = this.find(name);
    if (!job) throw refused(SERVICE_MESSAGE.stopUnknown.say(name));
    if (job.status !== 'InProgress') throw refused(SERVICE_MESSAGE.stopTerminal.say(job.status));
    this.change(name, { status: 'Stopping' });
    this.runs.get(job.arn)?.stop.abort(new Error('StopTransformJob'));
  }

  /** Instances of a type that jobs hold at this moment. */
  instancesInUse(instanceType: string): number {
    return this.all()
      .filter(({ status, spec }) => !isTerminal(status) && spec.TransformResources.InstanceType === instanceType)
      .reduce((sum, { spec }) => sum + spec.TransformResources.InstanceCount, 0);
  }

  /** Resolves when the job has ended; at once when there is no such job. */
  async ended(name: string): Promise<void> {
    const job = this.find(name);
    if (job) await this.runs.get(job.arn)?.ended;
  }

  /** Ends running jobs without a trace in their records: the next start tells them from finished ones. */
  async close(): Promise<void> {
    this.closing.abort(new Error('the local cloud is closing'));
    for (const { stop } of this.runs.values()) stop.abort(this.closing.signal.reason);
    await Promise.all([...this.runs.values()].map(({ ended }) => ended));
    this.table.close();
  }

  private async run(job: TransformJobRecord, signal: AbortSignal): Promise<void> {
    const { clock, options } = this.ports;
    const progress = {
      interfacesMade: (networkInterfaceIds: string[]) => this.store({ ...this.find(job.name)!, networkInterfaceIds }),
      started: () => this.store({ ...this.find(job.name)!, startTime: clock.now() }),
    };
    const outcome = await this.outcomeOf(job, () => runJob(job, this.ports, progress, signal));
    if (this.closing.signal.aborted) return;
    const isStopping = this.find(job.name)!.status === 'Stopping';
    if (isStopping) await clock.sleep(options.delays.stopping, this.closing.signal);
    if (this.closing.signal.aborted) return;
    this.change(job.name, isStopping ? { status: 'Stopped', endTime: clock.now() } : { status: outcome.status, failureReason: outcome.failureReason, endTime: clock.now() });
    this.runs.delete(job.arn);
    void this.releaseInterfacesLater(job.name);
  }

  private async outcomeOf(job: TransformJobRecord, work: () => Promise<TransformOutcome>): Promise<Pick<TransformOutcome, 'status' | 'failureReason'>> {
    try {
      return await work();
    } catch (error) {
      const { status } = this.find(job.name)!;
      if (status === 'Stopping' || this.closing.signal.aborted) return { status: 'Stopped' };
      const isWorded = error instanceof JobFailure || error instanceof ContainerFailure || error instanceof AwsError;
      const explanation = error instanceof JobFailure ? error.explanation : error instanceof ContainerFailure ? error.detail : undefined;
      const cause = isWorded ? explanation : `defect of the local cloud: ${(error as Error).stack ?? String(error)}`;
      if (cause !== undefined) this.ports.report({ source: 'sagemaker', type: 'job-failure-explained', detail: { TransformJobName: job.name, explanation: cause } });
      return { status: 'Failed', failureReason: cut(isWorded ? (error as Error).message : SERVICE_MESSAGE.internalError.say()) };
    }
  }

  private async releaseInterfacesLater(name: string): Promise<void> {
    const ids = this.find(name)?.networkInterfaceIds;
    if (!ids) return;
    await this.ports.clock.sleep(this.ports.options.delays.networkInterfaceRelease, this.closing.signal);
    if (!this.closing.signal.aborted) this.releaseInterfaces(name);
  }

  private releaseInterfaces(name: string): void {
    const { networkInterfaceIds: ids, ...job } = this.find(name)!;
    if (!ids) return;
    this.ports.ec2.deleteNetworkInterfaces(ids);
    this.store(job);
  }

  /** What an earlier process left: no job of it runs any more. The others are told when all services are there. */
  private recover(): void {
    for (const job of this.all()) {
      const left = !isTerminal(job.status);
      const endTime = this.ports.clock.now();
      if (left) this.store({ ...job, lastModifiedTime: endTime, endTime, ...(job.status === 'Stopping' ? { status: 'Stopped' } : { status: 'Failed', failureReason: INTERRUPTED }) });
      if (!left && !job.networkInterfaceIds) continue;
      setImmediate(() => {
        if (this.closing.signal.aborted) return;
        if (left) this.announce(this.find(job.name)!);
        this.releaseInterfaces(job.name);
      });
    }
  }

  private change(name: string, changed: Partial<TransformJobRecord>): void {
    const job = { ...this.find(name)!, ...changed, lastModifiedTime: this.ports.clock.now() };
    this.store(job);
    this.announce(job);
  }

  private store(job: TransformJobRecord): void {
    this.table.put(job.name.toLowerCase(), job);
  }

  private announce(job: TransformJobRecord): void {
    const { name, arn, status, failureReason, model } = job;
    this.ports.report({ source: 'sagemaker', type: 'job-status', detail: { TransformJobName: name, TransformJobArn: arn, TransformJobStatus: status, ModelName: model.ModelName, ...(failureReason !== undefined && { FailureReason: failureReason }) } });
    this.ports.events.publish(stateChangeEvent(job, this.tags.list(arn)));
  }
}
