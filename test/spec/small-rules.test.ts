import { canonicalJson } from '../../lib/spec/canonical-json';
import { hasLocalStorage, isKnownInstanceType } from '../../lib/spec/instance-type';
import { parseJsonPath } from '../../lib/spec/json-path';
import { formatOf } from '../../lib/spec/media-type';
import { roomForOwnTags } from '../../lib/spec/own-tags';
import { parseS3Uri, s3Uri } from '../../lib/spec/s3-uri';
import { SERVICE_MESSAGE, ServiceMessageId } from '../../lib/spec/service-messages';
import { isTerminal } from '../../lib/spec/status';

describe('instance types', () => {
  test.each(['ml.g4dn.xlarge', 'ml.g5.xlarge', 'ml.g6.48xlarge', 'ml.trn1.2xlarge', 'ml.m5d.large', 'ml.p5.48xlarge'])('%s has local storage', (type) => expect(hasLocalStorage(type)).toBe(true));
  test.each(['ml.c5.xlarge', 'ml.m5.large', 'ml.p3.2xlarge', 'ml.inf2.xlarge', 'ml.m7i.large', 'g5.xlarge'])('%s is taken as EBS only', (type) => expect(hasLocalStorage(type)).toBe(false));
  test.each([['ml.c5.xlarge', true], ['ml.r7i.48xlarge', true], ['ml.c5.large', false], ['ml.t3.medium', false], ['c5.xlarge', false], ['ml.c5', false]])('%s is known: %s', (type, known) => expect(isKnownInstanceType(type)).toBe(known));
});

describe('the JSONPath subset', () => {
  test.each<[string, unknown]>([
    ['$', []],
    ['$.a.b', [{ kind: 'name', names: ['a'] }, { kind: 'name', names: ['b'] }]],
    ["$['x','y z']", [{ kind: 'name', names: ['x', 'y z'] }]],
    ["$.a.['x']", [{ kind: 'name', names: ['a'] }, { kind: 'name', names: ['x'] }]],
    ['$[1:4]', [{ kind: 'slice', from: 1, to: 4 }]],
    ['$[5:]', [{ kind: 'slice', from: 5, to: undefined }]],
    ['$[:-2]', [{ kind: 'slice', from: undefined, to: -2 }]],
    ['$[6, -1]', [{ kind: 'index', indexes: [6, -1] }]],
    ['$.a.*', [{ kind: 'name', names: ['a'] }, { kind: 'wildcard' }]],
    ['$[*]', [{ kind: 'wildcard' }]],
  ])('reads %s', (text, path) => expect(parseJsonPath(text)).toEqual({ path }));
  test.each([['$.a_b', 'Unexpected "_"'], ['a.b', 'starts with "$"'], ['$[0:2,246:]', 'only single range'], ['$["a"]', 'Unexpected """'], ['$[1', 'cannot read'], ['$..a', 'cannot read'], ["$['a',1]", 'cannot read'], ['$?', 'Unexpected "?"']])('refuses %s', (text, says) => {
    expect(parseJsonPath(text)).toEqual({ error: expect.stringContaining(says) });
  });
});

test.each([['text/csv; charset=utf-8', 'csv'], ['Application/JSON', 'json'], ['application/jsonlines', 'jsonlines'], ['image/jpeg', undefined], [undefined, undefined]])('the format of %s is %s', (type, format) => {
  expect(formatOf(type)).toBe(format);
});

test.each([['s3://b/k/x', { bucket: 'b', key: 'k/x' }], ['s3://b', { bucket: 'b', key: '' }], ['https://b/k', { bucket: 'b', key: 'k' }], ['b/k', undefined], ['s3:///k', undefined]])('%s is the location %j', (uri, location) => {
  expect(parseS3Uri(uri)).toEqual(location);
  if (location && uri.startsWith('s3://b/')) expect(s3Uri(location.bucket, location.key)).toBe(uri);
});

test.each([['InProgress', false], ['Stopping', false], ['Completed', true], ['Failed', true], ['Stopped', true]])('%s is terminal: %s', (status, terminal) => expect(isTerminal(status)).toBe(terminal));

test('canonical JSON sorts names at every level and leaves absent members out', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: null })).toBe('{"a":null,"b":[{"d":1}]}');
});

test.each(Object.keys(SERVICE_MESSAGE) as ServiceMessageId[])('the service message %s is found by its own pattern', (id) => {
  const { say, pattern } = SERVICE_MESSAGE[id];
  const text = (say as (...values: string[]) => string)('ml.m5.large', '0', '0', '1', '');
  expect(text).toMatch(pattern);
});

describe("room for the launcher's own tags", () => {
  const tags = (count: number) => ({ Tags: Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' })) });
  test.each([[47, 0], [48, 1], [50, 1], [51, 0]])('%s tags break the rule %s times (what the service itself refuses is another rule)', (count, broken) => {
    expect(roomForOwnTags(tags(count))).toHaveLength(broken);
  });
});
