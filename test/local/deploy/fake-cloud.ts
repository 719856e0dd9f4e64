import { Caller } from '../../../local/access/model';
import { cloudFormationOperations } from '../../../local/aws/cloudformation/cloudformation-operations';
import { CloudFormationOptions, CloudFormationService } from '../../../local/aws/cloudformation/cloudformation-service';
import { CustomResourceAnswers } from '../../../local/deploy/custom-resource-answers';
import { CustomResourceRequest } from '../../../local/deploy/custom-resource-protocol';
import { customResourceHandler } from '../../../local/resources/custom-resource';
import { ResourceHandler } from '../../../local/resources/handler';
import { AccessCall, Authority, Clock, CloudEvent } from '../../../local/services';

export const identity = { partition: 'aws', region: 'us-east-1', accountId: '111122223333', urlSuffix: 'amazonaws.com' };
const caller: Caller = { principal: { kind: 'anonymous' }, network: { kind: 'internet', sourceIp: '127.0.0.1' }, secureTransport: true };

/** Time that passes only when told to. */
export class HandClock implements Clock {
  private time = 1_700_000_000_000;
  private readonly sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      if (signal?.aborted) return wake();
      signal?.addEventListener('abort', () => wake(), { once: true });
      this.sleepers.push({ at: this.time + milliseconds, wake });
    });
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
    for (const { at, wake } of this.sleepers) if (at <= this.time) wake();
  }
}

/** `Test::Thing`: keeps a log of what was done to it and fails where it is told to (`Fail: 'create'`). */
export class Things {
  readonly log: string[] = [];
  readonly alive = new Map<string, Record<string, unknown>>();
  /** `create Photos` or `delete Photos` to make just that call fail, whatever the properties. */
  readonly failing = new Set<string>();
  /** Creations that wait until the operation is cancelled or `release` is called. */
  release: () => void = () => undefined;
  private count = 0;

  handlers(): ResourceHandler[] {
    const { update: _no, ...fixed } = this.handler('Test::Fixed');
    return [this.handler('Test::Thing'), fixed];
  }

  private handler(type: string): Required<Omit<ResourceHandler, 'recordedOnly'>> & { recordedOnly: string[] } {
    const act = (verb: string, logicalId: string, properties: Record<string, any>) => {
      this.log.push(`${verb} ${logicalId}`);
      if (this.failing.has(`${verb} ${logicalId}`) || properties.Fail === verb) throw new Error(`${verb} of ${logicalId} went wrong`);
    };
    return {
      type,
      properties: ['Name', 'Size', 'From', 'Fail', 'Wait', 'Tags'],
      recordedOnly: ['Note'],
      create: async (properties, { logicalId, signal }) => {
        act('create', logicalId, properties);
        if (properties.Wait) {
          await new Promise<void>((done) => {
            this.release = done;
            signal.addEventListener('abort', () => done(), { once: true });
          });
        }
        this.count += 1;
        const physicalId = `${logicalId}-${this.count}`;
        this.alive.set(physicalId, properties);
        return { physicalId, attributes: { Arn: `arn:test:${physicalId}`, 'Deep.Value': 'deep' } };
      },
      update: async (physicalId, properties, old, { logicalId }) => {
        act('update', logicalId, properties);
        this.log.push(`  ${String(old.Size)} -> ${String(properties.Size)}`);
        this.alive.set(physicalId, properties);
        return { physicalId, attributes: { Arn: `arn:test:${physicalId}`, 'Deep.Value': 'deep' } };
      },
      delete: async (physicalId, properties, { logicalId }) => {
        act('delete', logicalId, properties);
        this.alive.delete(physicalId);
      },
    };
  }
}

type Answer = { Status?: string; PhysicalResourceId?: string; Reason?: string; Data?: Record<string, unknown>; NoEcho?: boolean } | 'silence' | string;

/** A local CloudFormation in memory (or in a folder), with fake things and a fake function behind custom resources. */
export class FakeCloud {
  readonly clock = new HandClock();
  readonly things = new Things();
  readonly events: Omit<CloudEvent, 'time'>[] = [];
  readonly asked: AccessCall[] = [];
  readonly parameters = new Map<string, string>();
  readonly requests: CustomResourceRequest[] = [];
  /** What the function answers; by default success with the id it was given or `job-1`. */
  answer: (request: CustomResourceRequest) => Answer = () => ({});
  readonly answers = new CustomResourceAnswers({ identity, report: (event) => this.events.push(event) });
  readonly service: CloudFormationService;
  readonly operations: ReturnType<typeof cloudFormationOperations>;

  constructor(options: Partial<CloudFormationOptions> = {}) {
    const decide = (call: AccessCall) => {
      this.asked.push(call);
      return { allowed: true, outcome: 'Allowed' as const, statements: [], explanation: 'test' };
    };
    const authority: Authority = { decide, require: decide };
    this.service = new CloudFormationService({
      identity, clock: this.clock, authority, report: (event) => this.events.push(event),
      handlers: this.things.handlers(),
      customResources: customResourceHandler({ lambda: { invokeAsync: (_arn, payload) => this.invoke(JSON.parse(payload)) }, answers: this.answers, identity, clock: this.clock }),
      readTemplate: async (url) => { throw new Error(`no template at ${url}`); },
      ssm: { get: (name) => (this.parameters.has(name) ? { value: this.parameters.get(name)! } : undefined) },
      replacementOf: (_type, property) => (property === 'Name' ? 'yes' : 'no'),
      ...options,
    });
    this.operations = cloudFormationOperations(this.service, authority);
  }

  async call(name: string, input: Record<string, unknown>): Promise<any> {
    return this.operations[name](input, { caller, requestId: 'request' });
  }

  /** Creates and executes a change set and waits for the end. Gives the status of the stack, or the reason why there was nothing to execute. */
  async deploy(stackName: string, template: unknown, input: Record<string, unknown> = {}, execute: Record<string, unknown> = {}): Promise<string> {
    const { Id, description } = await this.changeSet(stackName, template, input);
    if (description.Status === 'FAILED') return description.StatusReason;
    await this.call('ExecuteChangeSet', { ChangeSetName: Id, StackName: stackName, ...execute });
    await this.service.idle();
    return this.status(stackName);
  }

  async changeSet(stackName: string, template: unknown, input: Record<string, unknown> = {}): Promise<{ Id: string; StackId: string; description: any }> {
    const exists = this.service.store.find(stackName)?.deployed !== undefined;
    await this.call('DeleteChangeSet', { StackName: stackName, ChangeSetName: 'changes' });
    const { Id, StackId } = await this.call('CreateChangeSet', { StackName: stackName, ChangeSetName: 'changes', ChangeSetType: exists ? 'UPDATE' : 'CREATE', TemplateBody: JSON.stringify(template), ...input });
    return { Id, StackId, description: await this.call('DescribeChangeSet', { StackName: stackName, ChangeSetName: Id, IncludePropertyValues: 'true' }) };
  }

  async destroy(stackName: string, input: Record<string, unknown> = {}): Promise<string> {
    const { stackId } = this.service.require(stackName);
    await this.call('DeleteStack', { StackName: stackName, ...input });
    await this.service.idle();
    return this.status(stackId);
  }

  status(stackName: string): string {
    return this.service.require(stackName).status;
  }

  reason(stackName: string): string | undefined {
    return this.service.require(stackName).statusReason;
  }

  /** `Photos CREATE_COMPLETE`, oldest first; only what came after the last call. */
  history(stackName: string): string[] {
    const all = this.service.store.eventsOf(this.service.require(stackName).stackId);
    const seen = this.read.get(stackName) ?? 0;
    this.read.set(stackName, all.length);
    return all.slice(seen).map(({ logicalId, status }) => `${logicalId} ${status}`);
  }

  private readonly read = new Map<string, number>();

  resource(stackName: string, logicalId: string) {
    return this.service.store.resource(this.service.require(stackName).stackId, logicalId);
  }

  outputs(stackName: string): Record<string, string> {
    return Object.fromEntries((this.service.require(stackName).deployed?.outputs ?? []).map(({ key, value }) => [key, value]));
  }

  put(request: CustomResourceRequest, body: string, token?: string): Promise<{ status: number }> {
    const url = new URL(request.ResponseURL);
    if (token !== undefined) url.searchParams.set('X-Local-Token', token);
    return this.answers.receive({ path: url.pathname, query: url.searchParams, body });
  }

  private invoke(request: CustomResourceRequest): void {
    this.requests.push(request);
    const answer = this.answer(request);
    if (answer === 'silence') return;
    const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = 'job-1' } = request;
    const body = typeof answer === 'string' ? answer : JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId, StackId, RequestId, LogicalResourceId, ...answer });
    void this.put(request, body);
  }
}

export const thing = (properties: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) => ({ Type: 'Test::Thing', Properties: properties, ...rest });
export const getAtt = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
