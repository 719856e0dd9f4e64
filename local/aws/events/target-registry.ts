import { Caller, NamedPolicy } from '../../access/model';
import { Authority, CloudIdentity, Lambda } from '../../services';
import { requireAccess } from '../../functions/require-access';
import { notEmulated } from '../wire/aws-error';

/** One delivery to a target. */
export interface Delivery {
  readonly arn: string;
  readonly body: string;
  /** Who delivers: a service, or a role that it assumed. */
  readonly caller: Caller;
  /** `aws:SourceArn`: the rule or topic. */
  readonly sourceArn?: string;
}

/** A kind of target, known by its ARN. */
export interface TargetKind {
  /** `lambda`, `states`, `sqs`, `sns`, `logs`. */
  readonly service: string;
  /** Action that the deliverer needs; absent: nobody is asked. */
  readonly action?: string;
  /** The target's resource policy. */
  readonly policyOf?: (arn: string) => NamedPolicy[];
  readonly deliver: (delivery: Delivery) => Promise<void> | void;
}

/** Sends messages to whatever an ARN names, when the target's policy (or the role) allows it. */
export class TargetRegistry {
  constructor(
    private readonly kinds: readonly TargetKind[],
    private readonly authority: Authority,
    private readonly identity: CloudIdentity,
  ) {}

  /** Refuses a target that nothing here can deliver to. */
  check(arn: string): void {
    this.kindOf(arn);
  }

  async deliver(delivery: Delivery): Promise<void> {
    const kind = this.kindOf(delivery.arn);
    if (kind.action) {
      requireAccess(this.authority, {
        caller: delivery.caller,
        action: kind.action,
        resource: delivery.arn,
        resourcePolicy: kind.policyOf?.(delivery.arn) ?? [],
        context: { ...(delivery.sourceArn === undefined ? {} : { 'aws:SourceArn': delivery.sourceArn }), 'aws:SourceAccount': this.identity.accountId },
      }, 403);
    }
    await kind.deliver(delivery);
  }

  private kindOf(arn: string): TargetKind {
    const service = arn.split(':')[2];
    const kind = this.kinds.find((each) => each.service === service);
    if (!kind) throw notEmulated(`the target ${arn}`);
    return kind;
  }
}

/** Functions as targets: asynchronous invocations that the function's policy must allow. */
export function lambdaTarget(lambda: Lambda & { policyOf(arn: string): NamedPolicy[] }): TargetKind {
  return { service: 'lambda', action: 'lambda:InvokeFunction', policyOf: (arn) => lambda.policyOf(arn), deliver: ({ arn, body }) => lambda.invokeAsync(arn, body) };
}

/** State machines as targets. */
export function statesTarget(states: { start(arn: string, request: { readonly input: string }): unknown }): TargetKind {
  return { service: 'states', action: 'states:StartExecution', deliver: ({ arn, body }) => { states.start(arn, { input: body }); } };
}

/** Log groups as targets: one line an event. Their resource policies are recorded, not asked. */
export function logsTarget(logs: { write(group: string, stream: string, messages: readonly string[]): void }): TargetKind {
  return { service: 'logs', deliver: ({ arn, body, caller }) => logs.write(arn.split(':log-group:')[1].replace(/:\*$/, ''), caller.principal.kind === 'service' ? caller.principal.service : 'events', [body]) };
}

