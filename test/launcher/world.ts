import { SERVICE_MESSAGE } from '../../lib/spec/service-messages';
import { CustomResourceEvent, WatchEvent } from '../../lib/launcher/event';
import { onCustomResource } from '../../lib/launcher/lifecycle';
import { Ec2Port, JobDescription, KeyDescription, LauncherPorts, ModelDescription } from '../../lib/launcher/ports';
import { watchStep } from '../../lib/launcher/watch-step';
import { WatchState } from '../../lib/launcher/watch-state';
import { ACCOUNT, ANSWER_URL, ENVIRONMENT, error, event, REGION, REQUEST, SECRET } from './requests';

export interface Answer {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Record<string, string>;
}

const worlds: World[] = [];

/** On every path of every test: the answer URL is in no log line, execution, state, error or call where it can be read. */
afterEach(() => {
  for (const world of worlds.splice(0)) expect(world.leftBehind).not.toContain(SECRET);
});

type Call = readonly [name: string, ...values: unknown[]];

/** Fakes of all ports around one small account: they record each call, and fail when told to. */
export class World {
  now = Date.UTC(2026, 10, 22, 12);
  readonly calls: Call[] = [];
  readonly logLines: string[] = [];
  readonly bodies: string[] = [];
  readonly states: WatchState[] = [];
  readonly errors: string[] = [];
  readonly executions = new Map<string, { arn: string; input: string }>();
  readonly jobs = new Map<string, JobDescription & { tags: Record<string, string> }>();
  readonly keys = new Map<string, KeyDescription>();
  readonly models = new Map<string, ModelDescription>();
  interfaces: string[] = [];
  network: Partial<Ec2Port> = {};
  /** Errors to throw at the next calls of a name, oldest first. */
  private readonly faults = new Map<string, Error[]>();
  /** Errors to throw at every call of a name. */
  private readonly lasting = new Map<string, Error>();

  constructor() {
    worlds.push(this);
  }

  fail(call: string, ...errors: Error[]): this {
    this.faults.set(call, [...(this.faults.get(call) ?? []), ...errors]);
    return this;
  }
  failAlways(call: string, thrown: Error): this {
    this.lasting.set(call, thrown);
    return this;
  }
  heal(call: string): void {
    this.lasting.delete(call);
  }

  get answers(): Answer[] {
    return this.bodies.map((body) => JSON.parse(body) as Answer);
  }
  called(name: string): Call[] {
    return this.calls.filter(([call]) => call === name);
  }
  job(name: string, change: Partial<JobDescription> & { tags?: Record<string, string> } = {}): void {
    const present = this.jobs.get(name);
    this.jobs.set(name, {
      name, arn: `arn:aws:sagemaker:${REGION}:${ACCOUNT}:transform-job/${name}`, status: 'InProgress', modelName: REQUEST.ModelName, outputUri: REQUEST.TransformOutput.S3OutputPath, createdAt: this.now, tags: {},
      ...present, ...change,
    });
  }
  /** The name of the only job. */
  get jobName(): string {
    return [...this.jobs.keys()][0];
  }

  async request(change: Partial<CustomResourceEvent> = {}): Promise<void> {
    await this.overheard(onCustomResource(event(change), this.ports, ENVIRONMENT));
  }
  /** Runs the state machine as Step Functions would, one wait and one step at a time, until done or the number of steps is over. */
  async watch(steps: number, between: (state: WatchState, world: World) => void = () => undefined): Promise<WatchState> {
    const [, execution] = [...this.executions].at(-1)!;
    let { watch: state } = JSON.parse(execution.input) as WatchEvent;
    for (let step = 0; step < steps && !state.done; step += 1) {
      this.now += state.waitSeconds * 1000;
      between(state, this);
      state = JSON.parse(JSON.stringify(await this.overheard(watchStep(state, this.ports, ENVIRONMENT)))) as WatchState;
      this.states.push(state);
    }
    return state;
  }

  /** All that anybody could read afterwards. */
  get leftBehind(): string {
    return JSON.stringify([this.logLines, [...this.executions.values()], this.states, this.bodies, this.errors, this.calls.filter(([name]) => name !== 'put' && name !== 'encrypt')]);
  }

  /** An error that leaves the function is printed by Lambda and kept by Step Functions. */
  private async overheard<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      this.errors.push(String((thrown as Error).stack));
      throw thrown;
    }
  }

  readonly ports: LauncherPorts = {
    sagemaker: {
      createTransformJob: (request) => this.take('createTransformJob', [request], () => {
        const name = request.TransformJobName;
        const arn = `arn:aws:sagemaker:${REGION}:${ACCOUNT}:transform-job/${name}`;
        if (this.jobs.has(name)) throw error('ResourceInUse', SERVICE_MESSAGE.nameTaken.say(arn));
        this.job(name, { modelName: request.ModelName, tags: Object.fromEntries((request.Tags ?? []).map(({ Key, Value }) => [Key, Value])) });
        return { jobArn: arn };
      }),
      describeTransformJob: (name) => this.take('describeTransformJob', [name], () => {
        const job = this.jobs.get(name);
        if (!job) throw error('ValidationException', SERVICE_MESSAGE.jobNotFound.say(name));
        return job;
      }),
      stopTransformJob: (name) => this.take('stopTransformJob', [name], () => {
        const job = this.jobs.get(name);
        if (!job) throw error('ValidationException', SERVICE_MESSAGE.stopUnknown.say(name));
        if (['Completed', 'Failed', 'Stopped'].includes(job.status)) throw error('ValidationException', SERVICE_MESSAGE.stopTerminal.say(job.status));
        this.job(name, { status: 'Stopping' });
      }),
      listTags: (arn) => this.take('listTags', [arn], () => [...this.jobs.values()].find((job) => job.arn === arn)?.tags ?? {}),
      describeModel: (name) => this.take('describeModel', [name], () => {
        const model = this.models.get(name);
        if (!model) throw error('ValidationException', SERVICE_MESSAGE.modelNotFound.say(name));
        return model;
      }),
    },
    ec2: {
      subnets: (ids) => this.take('subnets', [ids], () => this.network.subnets?.(ids) ?? []),
      routeTables: (vpcId) => this.take('routeTables', [vpcId], () => this.network.routeTables?.(vpcId) ?? []),
      endpoint: (id) => this.take('endpoint', [id], () => this.network.endpoint?.(id)),
      securityGroups: (ids) => this.take('securityGroups', [ids], () => this.network.securityGroups?.(ids) ?? []),
      dhcpOptionKeys: (vpcId) => this.take('dhcpOptionKeys', [vpcId], () => this.network.dhcpOptionKeys?.(vpcId)),
      networkInterfaces: (ids) => this.take('networkInterfaces', [ids], () => this.interfaces),
      prefixListId: (name) => this.take('prefixListId', [name], () => (name === `com.amazonaws.${REGION}.s3` ? 'pl-s3' : undefined)),
    },
    kms: {
      encrypt: (keyArn, plaintext, context) => this.take('encrypt', [keyArn, plaintext, context], () => Buffer.from(`sealed ${[...plaintext].reverse().join('')}`).toString('base64')),
      decrypt: (keyArn, ciphertext, context) => this.take('decrypt', [keyArn, ciphertext, context], () => [...Buffer.from(ciphertext, 'base64').toString().slice('sealed '.length)].reverse().join('')),
      describeKey: (id) => this.take('describeKey', [id], () => {
        const key = this.keys.get(id);
        if (!key) throw error('NotFoundException', `Key '${id}' does not exist`);
        return key;
      }),
    },
    states: {
      startExecution: (arn, name, input) => this.take('startExecution', [arn, name], () => {
        if (this.executions.has(name)) return 'already' as const;
        this.executions.set(name, { arn, input });
        return 'started' as const;
      }),
    },
    answers: {
      put: (url, body) => this.take('put', [url], () => {
        // An HTTP client's error that quotes what it was called with, as they do.
        if (url !== ANSWER_URL) throw new Error(`403 for ${url}`);
        this.bodies.push(body);
      }),
    },
    clock: {
      now: () => this.now,
      sleep: (milliseconds, signal) => new Promise((resolve) => setImmediate(() => {
        if (!signal?.aborted) this.now += milliseconds;
        resolve();
      })),
    },
    log: (level, name, fields) => void this.logLines.push(JSON.stringify({ level, name, ...fields })),
  };

  private async take<T>(name: string, values: unknown[], effect: () => T | Promise<T>): Promise<T> {
    this.calls.push([name, ...values]);
    const fault = this.faults.get(name)?.shift() ?? this.lasting.get(name);
    if (fault) throw fault;
    return effect();
  }
}

