import { requireAccess } from '../../functions/require-access';
import { Authority } from '../../services';
import { AwsError } from '../wire/aws-error';
import { OperationContext, Operations } from '../wire/http';
import { filterPattern } from './filter-pattern';
import { LogEvent, LogGroup } from './log-record';
import { LogsService } from './logs-service';
import { eventPage } from './event-page';

/** Days that a retention may have. */
const RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** CloudWatch Logs on the wire (JSON 1.1, `Logs_20140328`). */
export function logsOperations(logs: LogsService, authority: Authority): Operations {
  const allow = (context: OperationContext, action: string, group: string, stream?: string): void => {
    const resource = stream === undefined ? logs.arn(group) : logs.arn(group).replace(/\*$/, `log-stream:${stream}`);
    requireAccess(authority, { caller: context.caller, action: `logs:${action}`, resource });
  };
  return {
    CreateLogGroup: (input, context) => {
      const name = text(input, 'logGroupName');
      allow(context, 'CreateLogGroup', name);
      logs.createGroup(name, { kmsKeyId: input.kmsKeyId, tags: input.tags ?? {} });
      return {};
    },
    DeleteLogGroup: (input, context) => {
      const name = text(input, 'logGroupName');
      allow(context, 'DeleteLogGroup', name);
      logs.deleteGroup(name);
      return {};
    },
    CreateLogStream: (input, context) => {
      const name = groupName(input);
      allow(context, 'CreateLogStream', name);
      logs.createStream(name, text(input, 'logStreamName'));
      return {};
    },
    PutLogEvents: (input, context) => {
      const [group, stream] = [groupName(input), text(input, 'logStreamName')];
      allow(context, 'PutLogEvents', group, stream);
      logs.put(group, stream, input.logEvents ?? []);
      return { nextSequenceToken: '0' };
    },
    PutRetentionPolicy: (input, context) => {
      const name = groupName(input);
      allow(context, 'PutRetentionPolicy', name);
      logs.changeGroup(name, { retentionInDays: retentionDays(input.retentionInDays) });
      return {};
    },
    DescribeLogGroups: (input, context) => {
      allow(context, 'DescribeLogGroups', '');
      const all = logs.allGroups().filter(({ logGroupName }) => (
        logGroupName.startsWith(input.logGroupNamePrefix ?? '') && logGroupName.includes(input.logGroupNamePattern ?? '')
      ));
      const { rows, nextToken } = page(all, input);
      return { logGroups: rows.map(groupView), nextToken };
    },
    DescribeLogStreams: (input, context) => {
      const group = groupName(input);
      allow(context, 'DescribeLogStreams', group);
      const byTime = input.orderBy === 'LastEventTime';
      const all = logs.streamsOf(group)
        .filter(({ logStreamName }) => logStreamName.startsWith(input.logStreamNamePrefix ?? ''))
        .map((stream) => ({ ...stream, arn: logs.arn(group).replace(/\*$/, `log-stream:${stream.logStreamName}`), ...times(logs.eventsOf(group, stream.logStreamName)) }))
        .sort((left, right) => (byTime ? (left.lastEventTimestamp ?? 0) - (right.lastEventTimestamp ?? 0) : left.logStreamName < right.logStreamName ? -1 : 1));
      const { rows, nextToken } = page(input.descending ? all.reverse() : all, input);
      return { logStreams: rows, nextToken };
    },
    GetLogEvents: (input, context) => {
      const [group, stream] = [groupName(input), text(input, 'logStreamName')];
      allow(context, 'GetLogEvents', group, stream);
      return eventPage(within(logs.eventsOf(group, stream), input), input);
    },
    FilterLogEvents: (input, context) => {
      const group = groupName(input);
      allow(context, 'FilterLogEvents', group);
      const matches = filterPattern(input.filterPattern);
      const wanted = (stream: string): boolean => stream.startsWith(input.logStreamNamePrefix ?? '') && (!input.logStreamNames || input.logStreamNames.includes(stream));
      const { rows, nextToken } = page(within(logs.allEvents(group, wanted), input).filter(({ message }) => matches(message)), input, 10_000);
      return { events: rows, nextToken, searchedLogStreams: [] };
    },
    TagResource: (input, context) => {
      const group = logs.groupOfArn(text(input, 'resourceArn'));
      allow(context, 'TagResource', group.logGroupName);
      logs.changeGroup(group.logGroupName, { tags: { ...group.tags, ...input.tags } });
      return {};
    },
    ListTagsForResource: (input, context) => {
      const group = logs.groupOfArn(text(input, 'resourceArn'));
      allow(context, 'ListTagsForResource', group.logGroupName);
      return { tags: group.tags };
    },
  };
}

/** A retention that the service knows, or a refusal that lists them. */
export function retentionDays(value: unknown): number {
  const days = Number(value);
  if (!RETENTIONS.includes(days)) throw new AwsError('InvalidParameterException', `retentionInDays must be one of ${RETENTIONS.join(', ')}, got ${JSON.stringify(value)}`);
  return days;
}

function text(input: Record<string, unknown>, member: string): string {
  const value = input[member];
  if (typeof value !== 'string' || !value) throw new AwsError('InvalidParameterException', `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`);
  return value;
}

/** Some operations take the ARN of a group as its identifier. */
function groupName(input: Record<string, unknown>): string {
  if (typeof input.logGroupIdentifier === 'string') return input.logGroupIdentifier.split(':log-group:')[1]?.replace(/:\*$/, '') ?? input.logGroupIdentifier;
  return text(input, 'logGroupName');
}

function groupView({ logGroupName, arn, creationTime, retentionInDays, kmsKeyId }: LogGroup): Record<string, unknown> {
  return { logGroupName, arn, logGroupArn: arn.replace(/:\*$/, ''), creationTime, retentionInDays, kmsKeyId, metricFilterCount: 0, storedBytes: 0, logGroupClass: 'STANDARD' };
}

function times(events: readonly LogEvent[]): { firstEventTimestamp?: number; lastEventTimestamp?: number; lastIngestionTime?: number } {
  const [first, last] = [events[0], events.at(-1)];
  return { firstEventTimestamp: first?.timestamp, lastEventTimestamp: last?.timestamp, lastIngestionTime: last?.ingestionTime };
}

/** Start included, end excluded. */
function within<T extends LogEvent>(events: readonly T[], { startTime, endTime }: { startTime?: number; endTime?: number }): T[] {
  return events.filter(({ timestamp }) => timestamp >= (startTime ?? 0) && timestamp < (endTime ?? Infinity));
}

function page<T>(rows: readonly T[], { limit, nextToken }: { limit?: number; nextToken?: string }, most = 50): { rows: T[]; nextToken?: string } {
  const from = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidParameterException', `The specified nextToken is invalid: ${nextToken}`);
  const to = from + Math.min(limit ?? most, most);
  return { rows: rows.slice(from, to), nextToken: to < rows.length ? String(to) : undefined };
}
