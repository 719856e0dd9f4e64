import * as path from 'node:path';
import { Logs, Services } from '../../services';
import { Table } from '../../store/table';
import { AwsError } from '../wire/aws-error';
import { EventStore } from './event-store';
import { LogEvent, LogGroup, LogStream, StreamedLogEvent } from './log-record';

export type LogsOptions = Pick<Services, 'folder' | 'identity' | 'clock'>;

/** CloudWatch Logs: groups, streams, events. */
export class LogsService implements Logs {
  private readonly groups: Table<LogGroup>;
  private readonly streams: Table<LogStream>;
  private readonly events: EventStore;

  constructor(private readonly options: LogsOptions) {
    this.groups = Table.open(options.folder, 'logs-groups');
    this.streams = Table.open(options.folder, 'logs-streams');
    this.events = new EventStore(options.folder && path.join(options.folder, 'logs'));
  }

  write(group: string, stream: string, messages: readonly string[]): void {
    if (!this.groups.has(group)) this.createGroup(group, {});
    if (!this.streams.has(streamKey(group, stream))) this.createStream(group, stream);
    const now = this.options.clock.now();
    this.events.append(group, stream, messages.map((message) => ({ timestamp: now, ingestionTime: now, message })));
  }

  createGroup(name: string, settings: Partial<Pick<LogGroup, 'retentionInDays' | 'kmsKeyId' | 'tags'>>): LogGroup {
    if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) throw invalid(`1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`);
    if (this.groups.has(name)) throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    return this.store({ logGroupName: name, arn: this.arn(name), creationTime: this.options.clock.now(), tags: {}, ...settings });
  }

  changeGroup(name: string, change: Partial<Pick<LogGroup, 'retentionInDays' | 'kmsKeyId' | 'tags'>>): LogGroup {
    return this.store({ ...this.group(name), ...change });
  }

  group(name: string): LogGroup {
    const found = this.groups.get(name);
    if (!found) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return found;
  }

  /** Group of an ARN, with or without the `:*` that some APIs put behind. */
  groupOfArn(arn: string): LogGroup {
    return this.group(arn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? arn);
  }

  hasGroup(name: string): boolean {
    return this.groups.has(name);
  }

  /** Sorted by name, as the service lists them. */
  allGroups(): LogGroup[] {
    return this.groups.values().sort((left, right) => (left.logGroupName < right.logGroupName ? -1 : 1));
  }

  deleteGroup(name: string): void {
    this.group(name);
    for (const { logStreamName } of this.streamsOf(name)) this.deleteStream(name, logStreamName);
    this.groups.delete(name);
  }

  createStream(group: string, name: string): void {
    this.group(group);
    if (!/^[^:*]{1,512}$/.test(name)) throw invalid(`Value '${name}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*`);
    if (this.streams.has(streamKey(group, name))) throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    this.streams.put(streamKey(group, name), { logStreamName: name, creationTime: this.options.clock.now() });
  }

  deleteStream(group: string, name: string): void {
    this.streams.delete(streamKey(group, name));
    this.events.remove(group, name);
  }

  streamsOf(group: string): LogStream[] {
    this.group(group);
    return this.streams.entries().filter(([key]) => key.startsWith(streamKey(group, ''))).map(([, stream]) => stream);
  }

  put(group: string, stream: string, events: ReadonlyArray<{ readonly timestamp: number; readonly message: string }>): void {
    this.requireStream(group, stream);
    if (events.some(({ timestamp }, at) => at > 0 && timestamp < events[at - 1].timestamp)) throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
    const ingestionTime = this.options.clock.now();
    this.events.append(group, stream, events.map(({ timestamp, message }) => ({ timestamp, ingestionTime, message })));
  }

  eventsOf(group: string, stream: string): readonly LogEvent[] {
    this.requireStream(group, stream);
    return this.retained(group, stream);
  }

  /** Events of several streams, oldest first. */
  allEvents(group: string, wanted: (streamName: string) => boolean): StreamedLogEvent[] {
    return this.streamsOf(group)
      .filter(({ logStreamName }) => wanted(logStreamName))
      .flatMap(({ logStreamName }) => this.retained(group, logStreamName).map((event, at) => ({ ...event, logStreamName, eventId: `${event.timestamp}${String(at).padStart(8, '0')}` })))
      .sort((left, right) => left.timestamp - right.timestamp);
  }

  arn(name: string): string {
    const { partition, region, accountId } = this.options.identity;
    return `arn:${partition}:logs:${region}:${accountId}:log-group:${name}:*`;
  }

  close(): void {
    this.groups.close();
    this.streams.close();
  }

  private store(group: LogGroup): LogGroup {
    this.groups.put(group.logGroupName, group);
    return group;
  }

  private requireStream(group: string, stream: string): void {
    this.group(group);
    if (!this.streams.has(streamKey(group, stream))) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }

  private retained(group: string, stream: string): readonly LogEvent[] {
    const days = this.group(group).retentionInDays;
    const all = this.events.read(group, stream);
    if (days === undefined) return all;
    const oldest = this.options.clock.now() - days * 86_400_000;
    return all.filter(({ timestamp }) => timestamp >= oldest);
  }
}

function streamKey(group: string, stream: string): string {
  return `${group}:${stream}`;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
