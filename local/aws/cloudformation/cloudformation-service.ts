import { randomUUID } from 'node:crypto';
import { Caller } from '../../access/model';
import { HandlerOf } from '../../deploy/findings';
import { ENDS, endInterrupted } from '../../deploy/interrupted';
import { GivenParameter, parameterRows } from '../../deploy/parameters';
import { Proposal, propose } from '../../deploy/proposal';
import { ReplacementOf, specifiedReplacement } from '../../deploy/replacement';
import { StackEngine } from '../../deploy/stack-engine';
import { StackEvents } from '../../deploy/stack-events';
import { Deployed, StackRow } from '../../deploy/stack-rows';
import { StackStore } from '../../deploy/stack-store';
import { isCustomResource, parseTemplate, validationError } from '../../deploy/template';
import { ResourceHandler } from '../../resources/handler';
import { Authority, CloudIdentity, Clock, Report } from '../../services';

export interface CloudFormationOptions {
  readonly folder?: string;
  readonly identity: CloudIdentity;
  readonly clock: Clock;
  readonly report: Report;
  readonly authority: Authority;
  readonly handlers: readonly ResourceHandler[];
  /** The handler for a `Custom::…` type: `customResourceHandler(…)`. */
  readonly customResources: (type: string) => ResourceHandler;
  /** Reads the text behind a TemplateURL, as the caller. */
  readonly readTemplate: (url: string, caller: Caller) => Promise<string>;
  readonly ssm: { get(name: string): { readonly value: string } | undefined };
  /** Default: `a`, `b` and `c` of the region. */
  readonly availabilityZones?: (region: string) => readonly string[];
  /** Default: the service specification. */
  readonly replacementOf?: ReplacementOf;
  /** Resources worked on at the same time; default 10. */
  readonly parallel?: number;
}

/** What CreateChangeSet, CreateStack and UpdateStack have in common. */
export interface DeployRequest {
  readonly caller: Caller;
  readonly templateBody?: string;
  readonly templateUrl?: string;
  readonly usePreviousTemplate?: boolean;
  readonly parameters: readonly GivenParameter[];
  /** Absent: the stack's own. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly notificationArns?: readonly string[];
  readonly roleArn?: string;
}

/** Stacks, their operations and what they remember. */
export class CloudFormationService {
  readonly store: StackStore;
  readonly engine: StackEngine;
  private readonly handlerOf: HandlerOf;
  private readonly replacementOf: ReplacementOf;
  private readonly availabilityZones: (region: string) => readonly string[];
  private readonly running = new Map<string, Promise<void>>();

  constructor(private readonly options: CloudFormationOptions) {
    const { folder, identity, clock, handlers, customResources, parallel = 10 } = options;
    const byType = new Map(handlers.map((handler) => [handler.type, handler]));
    this.handlerOf = (type) => (isCustomResource(type) ? customResources(type) : byType.get(type));
    this.replacementOf = options.replacementOf ?? specifiedReplacement();
    this.availabilityZones = options.availabilityZones ?? ((region) => ['a', 'b', 'c'].map((letter) => `${region}${letter}`));
    this.store = new StackStore(folder, identity);
    this.engine = new StackEngine({ store: this.store, clock, identity, parallel, handlerOf: this.handlerOf, replacementOf: this.replacementOf, availabilityZones: this.availabilityZones });
    endInterrupted(this.store, ({ stackId }) => this.events(stackId));
  }

  get clock(): Clock {
    return this.options.clock;
  }

  events(stackId: string, clientRequestToken?: string): StackEvents {
    const { clock, report } = this.options;
    return new StackEvents({ store: this.store, clock, report }, stackId, randomUUID(), clientRequestToken);
  }

  /** By name or ARN; throws in the service's words. */
  require(nameOrArn: string): StackRow {
    const row = this.store.find(nameOrArn);
    if (!row) throw validationError(`Stack with id ${nameOrArn} does not exist`);
    return row;
  }

  /** Template, parameters, tags and the rest that a request asks for. */
  async target(request: DeployRequest, current: Deployed | undefined): Promise<Deployed> {
    const templateBody = await this.templateText(request, current);
    const template = parseTemplate(templateBody);
    return {
      templateBody,
      parameters: parameterRows(template, request.parameters, current?.parameters ?? [], (name) => this.options.ssm.get(name)?.value),
      tags: request.tags ?? current?.tags ?? {},
      capabilities: request.capabilities,
      notificationArns: request.notificationArns ?? current?.notificationArns ?? [],
      roleArn: request.roleArn ?? current?.roleArn,
      outputs: [],
      imports: [],
    };
  }

  async templateText({ templateBody, templateUrl, usePreviousTemplate, caller }: Pick<DeployRequest, 'templateBody' | 'templateUrl' | 'usePreviousTemplate' | 'caller'>, current: Deployed | undefined): Promise<string> {
    if (templateBody !== undefined) {
      const size = Buffer.byteLength(templateBody);
      if (size > 51_200) throw validationError(`TemplateBody has ${size} bytes, the limit is 51200: upload it and give a TemplateURL`);
      return templateBody;
    }
    if (templateUrl !== undefined) {
      const text = await this.options.readTemplate(templateUrl, caller);
      if (Buffer.byteLength(text) > 1_000_000) throw validationError(`Template may not exceed 1000000 bytes in size.`);
      return text;
    }
    if (usePreviousTemplate && current) return current.templateBody;
    throw validationError('Either Template URL or Template Body must be specified.');
  }

  propose(stackId: string, stackName: string, target: Deployed, current: Deployed | undefined): Proposal {
    const importValue = (name: string) => {
      const found = this.store.exports().find((entry) => entry.name === name);
      if (!found) throw validationError(`No export named ${name} found.`);
      return found.output.value;
    };
    const { handlerOf, replacementOf, availabilityZones } = this;
    return propose({ stackId, stackName, target, current, rows: this.store.resourcesOf(stackId), identity: this.options.identity, handlerOf, replacementOf, availabilityZones, importValue });
  }

  /** Lets an operation run on after the answer. A defect of ours ends it with its own words, never silently. */
  start(stackId: string, operation: Promise<void>): void {
    const watched = operation
      .catch((error: unknown) => {
        const { status } = this.store.stack(stackId);
        this.events(stackId).stack(ENDS[status] ?? status, `defect of the local cloud: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      })
      .finally(() => {
        if (this.running.get(stackId) === watched) this.running.delete(stackId);
      });
    this.running.set(stackId, watched);
  }

  /** Resolves when no operation is under way. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }

  /** Throws unless an update (with or without rollback) may begin. */
  requireUpdatable(row: StackRow, disableRollback: boolean): void {
    if (row.status === 'CREATE_FAILED' || row.status === 'UPDATE_FAILED') {
      if (disableRollback) return;
      throw validationError(`This stack is currently in a non-terminal [${row.status}] state. To update the stack from this state, please use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the rollback-stack API`);
    }
    if (!['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'].includes(row.status)) {
      throw validationError(`Stack:${row.stackId} is in ${row.status} state and can not be updated.`);
    }
  }

  close(): void {
    this.store.close();
  }
}
