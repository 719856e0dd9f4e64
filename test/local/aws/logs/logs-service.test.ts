import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { logsOperations } from '../../../../local/aws/logs/logs-operations';
import { LogsService } from '../../../../local/aws/logs/logs-service';
import { serviceCaller } from '../../../../local/functions/service-caller';
import { logsResources } from '../../../../local/resources/logs';
import { RecordingAuthority } from '../../functions/_authority';
import { CONTEXT, handlerOf } from '../../functions/_resource-context';
import { SteppingClock } from '../../functions/_stepping-clock';

const IDENTITY = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333', urlSuffix: 'amazonaws.com' };
const ARN = 'arn:aws:logs:eu-central-1:111122223333:log-group:g:*';

function world(folder?: string) {
  const clock = new SteppingClock();
  const authority = new RecordingAuthority();
  const logs = new LogsService({ folder, identity: IDENTITY, clock });
  const operations = logsOperations(logs, authority);
  const call = (operation: string, input: object): any => operations[operation](input, { caller: serviceCaller('test'), requestId: 'r' });
  return { clock, authority, logs, call };
}

/** A group `g` with a stream `s` of the messages m0 … m4, a second apart. */
function filled() {
  const made = world();
  const start = made.clock.time;
  made.call('CreateLogGroup', { logGroupName: 'g' });
  made.call('CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
  made.call('PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: [0, 1, 2, 3, 4].map((n) => ({ timestamp: start + n * 1000, message: `m${n}` })) });
  const get = (input: object = {}): any => made.call('GetLogEvents', { logGroupName: 'g', logStreamName: 's', ...input });
  return { ...made, start, get, messages: (input: object = {}): string[] => get(input).events.map(({ message }: any) => message) };
}

test('writing makes the group and the stream', () => {
  const { logs, call } = world();
  logs.write('/aws/lambda/f', '2026/01/31/[$LATEST]1', ['one', 'two']);
  expect(call('DescribeLogGroups', { logGroupNamePrefix: '/aws/lambda' }).logGroups).toMatchObject([{ logGroupName: '/aws/lambda/f', arn: 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/f:*' }]);
  expect(call('DescribeLogStreams', { logGroupName: '/aws/lambda/f' }).logStreams).toMatchObject([{ logStreamName: '2026/01/31/[$LATEST]1' }]);
  expect(call('GetLogEvents', { logGroupName: '/aws/lambda/f', logStreamName: '2026/01/31/[$LATEST]1' }).events.map(({ message }: any) => message)).toEqual(['one', 'two']);
});

describe('GetLogEvents', () => {
  test.each<[string, object, string[]]>([
    ['gives the newest by default', { limit: 2 }, ['m3', 'm4']],
    ['gives the oldest from the head', { limit: 2, startFromHead: true }, ['m0', 'm1']],
    ['starts at a time', { startTime: filled().start + 3000 }, ['m3', 'm4']],
    ['ends before a time', { endTime: filled().start + 1000 }, ['m0']],
  ])('%s', (_, input, expected) => {
    expect(filled().messages(input)).toEqual(expected);
  });

  test('goes forward to the end, where the token stays the same', () => {
    const { get } = filled();
    const pages: string[][] = [];
    let page = get({ limit: 2, startFromHead: true });
    for (let token = ''; token !== page.nextForwardToken;) {
      pages.push(page.events.map(({ message }: any) => message));
      token = page.nextForwardToken;
      page = get({ limit: 2, nextToken: token });
    }
    expect(pages).toEqual([['m0', 'm1'], ['m2', 'm3'], ['m4']]);
    expect(page.events).toEqual([]);
  });

  test('goes backward to the start, where the token stays the same', () => {
    const { get } = filled();
    const first = get({ limit: 3 });
    const second = get({ limit: 3, nextToken: first.nextBackwardToken });
    expect(second.events.map(({ message }: any) => message)).toEqual(['m0', 'm1']);
    expect(get({ limit: 3, nextToken: second.nextBackwardToken }).nextBackwardToken).toBe(second.nextBackwardToken);
  });

  test('sees what is written after the end was reached', () => {
    const { get, logs } = filled();
    const { nextForwardToken } = get({ startFromHead: true });
    logs.write('g', 's', ['new']);
    expect(get({ nextToken: nextForwardToken }).events.map(({ message }: any) => message)).toEqual(['new']);
  });
});

describe('FilterLogEvents', () => {
  const search = (filterPattern?: string): string[] => {
    const { logs, call } = world();
    logs.write('g', 'a', ['ERROR one', 'fine']);
    logs.write('g', 'b', ['an ERROR two']);
    return call('FilterLogEvents', { logGroupName: 'g', filterPattern }).events.map(({ logStreamName, message }: any) => `${logStreamName}: ${message}`);
  };
  test.each<[string | undefined, string[]]>([
    [undefined, ['a: ERROR one', 'a: fine', 'b: an ERROR two']],
    ['ERROR', ['a: ERROR one', 'b: an ERROR two']],
    ['ERROR two', ['b: an ERROR two']],
    ['"ERROR one"', ['a: ERROR one']],
  ])('finds %j', (pattern, expected) => {
    expect(search(pattern)).toEqual(expected);
  });

  test.each(['{ $.level = "error" }', '[a, b]', '?A ?B', '-debug', '%regex%', 'a*'])('refuses %j by name', (pattern) => {
    expect(() => search(pattern)).toThrow(expect.objectContaining({ code: 'NotImplemented', message: expect.stringContaining(pattern) }));
  });
});

test.each<[string, object, string]>([
  ['CreateLogGroup', { logGroupName: 'g' }, 'ResourceAlreadyExistsException'],
  ['CreateLogGroup', { logGroupName: 'no spaces' }, 'InvalidParameterException'],
  ['CreateLogStream', { logGroupName: 'g', logStreamName: 's' }, 'ResourceAlreadyExistsException'],
  ['CreateLogStream', { logGroupName: 'g', logStreamName: 'a:b' }, 'InvalidParameterException'],
  ['GetLogEvents', { logGroupName: 'x', logStreamName: 's' }, 'ResourceNotFoundException'],
  ['GetLogEvents', { logGroupName: 'g', logStreamName: 'x' }, 'ResourceNotFoundException'],
  ['GetLogEvents', { logGroupName: 'g', logStreamName: 's', nextToken: 'x' }, 'InvalidParameterException'],
  ['PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: [{ timestamp: 2, message: 'a' }, { timestamp: 1, message: 'b' }] }, 'InvalidParameterException'],
  ['PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 2 }, 'InvalidParameterException'],
  ['DeleteLogGroup', {}, 'InvalidParameterException'],
])('%s %j answers %s', (operation, input, code) => {
  expect(() => filled().call(operation, input)).toThrow(expect.objectContaining({ code }));
});

test.each<[string, object, string]>([
  ['CreateLogGroup', { logGroupName: 'new' }, ARN.replace(':g:', ':new:')],
  ['CreateLogStream', { logGroupName: 'g', logStreamName: 'new' }, ARN],
  ['PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: [] }, ARN.replace('*', 'log-stream:s')],
  ['DescribeLogGroups', {}, ARN.replace(':g:', '::')],
  ['DescribeLogStreams', { logGroupName: 'g' }, ARN],
  ['GetLogEvents', { logGroupIdentifier: ARN, logStreamName: 's' }, ARN.replace('*', 'log-stream:s')],
  ['FilterLogEvents', { logGroupName: 'g' }, ARN],
  ['PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 7 }, ARN],
  ['TagResource', { resourceArn: ARN, tags: { a: 'b' } }, ARN],
  ['ListTagsForResource', { resourceArn: ARN }, ARN],
  ['DeleteLogGroup', { logGroupName: 'g' }, ARN],
])('%s asks for its action on its resource', (operation, input, resource) => {
  const { call, authority } = filled();
  expect(() => call(operation, input)).not.toThrow();
  expect(authority.asked.at(-1)).toMatchObject({ action: `logs:${operation}`, resource });
  authority.denied.add(`logs:${operation}`);
  expect(() => call(operation, input)).toThrow(expect.objectContaining({ code: 'AccessDeniedException' }));
});

test('events older than the retention are gone', () => {
  const { call, clock, messages } = filled();
  clock.time += 3 * 86_400_000;
  expect(messages()).toHaveLength(5);
  call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 });
  expect(messages()).toEqual([]);
});

test('events survive a restart, but not a torn line', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'logs-'));
  const first = world(folder);
  first.logs.write('g', 's', ['kept']);
  first.logs.close();
  const [file] = fs.readdirSync(path.join(folder, 'logs'));
  fs.appendFileSync(path.join(folder, 'logs', file), '{"timestamp":1,"mess');
  const second = world(folder);
  second.logs.write('g', 's', ['more']);
  expect(second.logs.eventsOf('g', 's').map(({ message }) => message)).toEqual(['kept', 'more']);
  second.logs.close();
  expect(world(folder).logs.eventsOf('g', 's')).toHaveLength(2);
  second.logs.deleteGroup('g');
  expect(fs.readdirSync(path.join(folder, 'logs'))).toEqual([]);
  fs.rmSync(folder, { recursive: true });
});

test('CloudFormation makes, changes and deletes a group', async () => {
  const { logs } = world();
  const group = handlerOf(logsResources(logs), 'AWS::Logs::LogGroup');
  const properties = { LogGroupName: 'g', RetentionInDays: '7', KmsKeyId: 'arn:key', Tags: [{ Key: 'a', Value: 'b' }] };
  expect(await group.create(properties, CONTEXT)).toEqual({ physicalId: 'g', attributes: { Arn: ARN } });
  expect(logs.group('g')).toMatchObject({ retentionInDays: 7, kmsKeyId: 'arn:key', tags: { team: 'vision', a: 'b' } });
  await group.update!('g', { LogGroupName: 'g' }, properties, CONTEXT);
  expect(logs.group('g').retentionInDays).toBeUndefined();
  await group.delete('g', properties, CONTEXT);
  await group.delete('g', properties, CONTEXT);
  expect(logs.hasGroup('g')).toBe(false);
});
