import { CloudIdentity, Clock } from '../services';
import { ResourceContext, ResourceHandler } from '../resources/handler';
import { attributeOf } from './change-plan';
import { HandlerOf } from './findings';
import { Scope } from './intrinsics';
import { parameterValues } from './parameters';
import { physicalName } from './physical-name';
import { ReplacementOf } from './replacement';
import { scopeOf } from './scope';
import { StackEvents } from './stack-events';
import { Deployed } from './stack-rows';
import { StackStore } from './stack-store';
import { isCustomResource, parseTemplate, Template, validationError } from './template';

export interface EnginePorts {
  readonly store: StackStore;
  readonly clock: Clock;
  readonly identity: CloudIdentity;
  readonly handlerOf: HandlerOf;
  readonly replacementOf: ReplacementOf;
  readonly availabilityZones: (region: string) => readonly string[];
  /** Resources that are worked on at the same time. */
  readonly parallel: number;
}

/** One operation under way on one stack. */
export class StackRun {
  readonly template: Template;
  readonly scope: Scope;
  readonly imports = new Set<string>();
  readonly failures: { readonly logicalId: string; readonly verb: 'create' | 'update' | 'delete' }[] = [];
  private readonly controller = new AbortController();

  constructor(readonly ports: EnginePorts, readonly stackId: string, readonly deployed: Deployed, readonly events: StackEvents) {
    const { store, identity, availabilityZones } = ports;
    this.template = parseTemplate(deployed.templateBody);
    this.scope = scopeOf({
      template: this.template,
      parameters: parameterValues(this.template, deployed.parameters),
      identity,
      stackId,
      stackName: store.stack(stackId).stackName,
      notificationArns: deployed.notificationArns,
      availabilityZones,
      resources: { ref: (id) => this.ref(id), getAtt: (id, attribute) => this.getAtt(id, attribute) },
      importValue: (name) => this.importValue(name),
    });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Tells the resources under way that it was all for nothing. */
  cancel(): void {
    this.controller.abort();
  }

  handler(type: string): ResourceHandler {
    const handler = this.ports.handlerOf(type);
    if (!handler) throw validationError(`the local cloud does not emulate the resource type ${type}`);
    return handler;
  }

  context(logicalId: string): ResourceContext {
    const { identity, store } = this.ports;
    const { stackName } = store.stack(this.stackId);
    return {
      stackId: this.stackId, stackName, logicalId, signal: this.signal,
      region: identity.region, accountId: identity.accountId, partition: identity.partition,
      stackTags: this.deployed.tags,
      physicalName: (options) => physicalName(stackName, logicalId, options),
    };
  }

  /** `The following resource(s) failed to create: [A, B]. ` */
  failureSummary(): string {
    return (['create', 'update', 'delete'] as const).map((verb) => {
      const ids = this.failures.filter((failure) => failure.verb === verb).map(({ logicalId }) => logicalId);
      return ids.length > 0 ? `The following resource(s) failed to ${verb}: [${ids.join(', ')}]. ` : '';
    }).join('');
  }

  private ref(logicalId: string): unknown {
    const id = this.ports.store.resource(this.stackId, logicalId)?.physicalId;
    if (id === undefined) throw validationError(`Template error: resource ${logicalId} has no physical id yet`);
    return id;
  }

  private getAtt(logicalId: string, attribute: string): unknown {
    const row = this.ports.store.resource(this.stackId, logicalId);
    const value = row && attributeOf(row.attributes, attribute);
    if (row && value !== undefined) return value;
    if (row && isCustomResource(row.type)) throw validationError(`Vendor response doesn't contain ${attribute} attribute in object ${this.stackId}|${logicalId}`);
    throw validationError(`Template error: resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`);
  }

  private importValue(name: string): unknown {
    const found = this.ports.store.exports().find((entry) => entry.name === name);
    if (!found) throw validationError(`No export named ${name} found.`);
    this.imports.add(name);
    return found.output.value;
  }
}
