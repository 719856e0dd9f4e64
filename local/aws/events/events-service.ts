import { randomUUID } from 'node:crypto';
import { Caller } from '../../access/model';
import { serviceCaller } from '../../functions/service-caller';
import { Events, Services } from '../../services';
import { Table } from '../../store/table';
import { AwsError, notEmulated } from '../wire/aws-error';
import { eventPattern, InvalidPattern } from './event-pattern';
import { RuleRecord, RuleTarget } from './rule-record';
import { targetInput } from './target-input';
import { TargetRegistry } from './target-registry';

export interface EventsOptions extends Pick<Services, 'folder' | 'identity' | 'clock' | 'sts' | 'report'> {
  readonly targets: TargetRegistry;
}

export interface PublishedEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** EventBridge with its default bus. */
export class EventsService implements Events {
  private readonly rules: Table<RuleRecord>;

  constructor(private readonly options: EventsOptions) {
    this.rules = Table.open(options.folder, 'events-rules');
  }

  /** Hands the event to the targets of all rules that match. Nobody waits for them. */
  publish(event: PublishedEvent): string {
    const { identity, clock, report } = this.options;
    const id = randomUUID();
    const envelope = {
      'version': '0', id, 'detail-type': event.detailType, 'source': event.source, 'account': identity.accountId,
      'time': new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'), 'region': identity.region, 'resources': event.resources, 'detail': event.detail,
    };
    const matching = this.rules.values().filter((rule) => rule.State === 'ENABLED' && eventPattern(rule.EventPattern)(envelope));
    report({ source: 'events', type: 'event', detail: { id, source: event.source, detailType: event.detailType, rules: matching.map(({ Name }) => Name) } });
    for (const rule of matching) for (const target of rule.Targets) void this.send(rule, target, envelope);
    return id;
  }

  putRule(rule: Omit<RuleRecord, 'Arn'>): RuleRecord {
    try {
      eventPattern(rule.EventPattern);
    } catch (error) {
      throw error instanceof InvalidPattern ? new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${error.message}`) : error;
    }
    for (const target of rule.Targets) this.checkTarget(target);
    const record = { ...rule, Arn: this.arn(rule.Name) };
    this.rules.put(rule.Name, record);
    return record;
  }

  hasRule(name: string): boolean {
    return this.rules.has(name);
  }

  rule(name: string): RuleRecord {
    const found = this.rules.get(name);
    if (!found) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
    return found;
  }

  allRules(): RuleRecord[] {
    return this.rules.values();
  }

  deleteRule(name: string): void {
    this.rules.delete(name);
  }

  arn(name: string): string {
    const { partition, region, accountId } = this.options.identity;
    return `arn:${partition}:events:${region}:${accountId}:rule/${name}`;
  }

  close(): void {
    this.rules.close();
  }

  private checkTarget(target: RuleTarget): void {
    const known = ['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer', 'DeadLetterConfig', 'RetryPolicy'];
    const strange = Object.keys(target).find((name) => !known.includes(name));
    if (strange) throw notEmulated(`AWS::Events::Rule with Targets.${strange}`);
    this.options.targets.check(target.Arn);
  }

  private async send(rule: RuleRecord, target: RuleTarget, event: Readonly<Record<string, unknown>>): Promise<void> {
    const { targets, report } = this.options;
    const body = targetInput(target, event);
    try {
      await targets.deliver({ arn: target.Arn, body, caller: this.callerFor(target), sourceArn: rule.Arn });
    } catch (error) {
      // Nobody waits for the delivery: whoever watches is told, and the dead letter queue gets the event.
      report({ source: 'events', type: 'delivery-failed', detail: { rule: rule.Name, target: target.Arn, error: String(error) } });
      if (!target.DeadLetterConfig?.Arn) return;
      await targets.deliver({ arn: target.DeadLetterConfig.Arn, body, caller: serviceCaller('events.amazonaws.com'), sourceArn: rule.Arn }).catch((failed: unknown) => {
        report({ source: 'events', type: 'delivery-failed', detail: { rule: rule.Name, target: target.DeadLetterConfig?.Arn, error: String(failed) } });
      });
    }
  }

  /** A target with a role is called as the role; one without must trust the service by its own policy. */
  private callerFor(target: RuleTarget): Caller {
    const caller = serviceCaller('events.amazonaws.com');
    if (!target.RoleArn) return caller;
    const { principal } = this.options.sts.assumeRole({ caller, roleArn: target.RoleArn, sessionName: randomUUID().replaceAll('-', '') });
    return { ...caller, principal };
  }
}
