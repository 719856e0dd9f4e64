import { requireAccess } from '../../functions/require-access';
import { Authority } from '../../services';
import { notEmulated } from '../wire/aws-error';
import { OperationContext, Operations } from '../wire/http';
import { EventsService } from './events-service';
import { RuleRecord } from './rule-record';

const REQUIRED = ['Source', 'DetailType', 'Detail'] as const;

/** EventBridge on the wire (JSON 1.1, `AWSEvents`). */
export function eventsOperations(events: EventsService, authority: Authority): Operations {
  const allow = (context: OperationContext, action: string, resource: string): void => requireAccess(authority, { caller: context.caller, action: `events:${action}`, resource });
  return {
    PutEvents: (input, context) => {
      allow(context, 'PutEvents', events.arn('').replace(/rule\/$/, 'event-bus/default'));
      const results = ((input.Entries ?? []) as Array<Record<string, any>>).map((entry) => putEvent(events, entry));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
    ListRules: (input, context) => {
      allow(context, 'ListRules', events.arn('*'));
      return { Rules: events.allRules().filter(({ Name }) => Name.startsWith(input.NamePrefix ?? '')).map(ruleView) };
    },
    DescribeRule: (input, context) => {
      allow(context, 'DescribeRule', events.arn(input.Name));
      return ruleView(events.rule(input.Name));
    },
    ListTargetsByRule: (input, context) => {
      allow(context, 'ListTargetsByRule', events.arn(input.Rule));
      return { Targets: events.rule(input.Rule).Targets };
    },
  };
}

function putEvent(events: EventsService, entry: Record<string, any>): Record<string, string> {
  if ((entry.EventBusName ?? 'default') !== 'default') throw notEmulated(`the event bus ${entry.EventBusName}: only default`);
  const missing = REQUIRED.find((name) => entry[name] === undefined);
  if (missing) return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.` };
  if (String(entry.Source).startsWith('aws.')) return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  let detail: Record<string, unknown>;
  try {
    detail = JSON.parse(entry.Detail);
  } catch {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return { EventId: events.publish({ source: entry.Source, detailType: entry.DetailType, resources: entry.Resources ?? [], detail }) };
}

function ruleView({ Name, Arn, State, Description, EventPattern }: RuleRecord): Record<string, unknown> {
  return { Name, Arn, State, Description, EventPattern: JSON.stringify(EventPattern), EventBusName: 'default' };
}
