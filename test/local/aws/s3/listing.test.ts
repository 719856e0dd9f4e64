import * as fc from 'fast-check';
import { compareKeys } from '../../../../local/aws/s3/key-order';
import { listPage, Listing } from '../../../../local/aws/s3/listing';

const keys = ['a', 'a/1', 'a/2', 'a/b/3', 'b', 'b/1', 'c'];

test.each<[string, Parameters<typeof listPage>[1], Partial<Listing>]>([
  ['all', { maxKeys: 10 }, { keys, commonPrefixes: [], truncated: false }],
  ['a prefix', { maxKeys: 10, prefix: 'a/' }, { keys: ['a/1', 'a/2', 'a/b/3'], truncated: false }],
  ['a delimiter', { maxKeys: 10, delimiter: '/' }, { keys: ['a', 'b', 'c'], commonPrefixes: ['a/', 'b/'], truncated: false }],
  ['prefix and delimiter', { maxKeys: 10, prefix: 'a/', delimiter: '/' }, { keys: ['a/1', 'a/2'], commonPrefixes: ['a/b/'], truncated: false }],
  ['a page', { maxKeys: 2 }, { keys: ['a', 'a/1'], truncated: true, last: { key: 'a/1' } }],
  ['a page that ends in a common prefix', { maxKeys: 2, delimiter: '/' }, { keys: ['a'], commonPrefixes: ['a/'], truncated: true, last: { commonPrefix: 'a/' } }],
  ['what follows a common prefix', { maxKeys: 2, delimiter: '/', after: { commonPrefix: 'a/' } }, { keys: ['b'], commonPrefixes: ['b/'], truncated: true }],
  ['what follows a key', { maxKeys: 10, after: { key: 'b' } }, { keys: ['b/1', 'c'], truncated: false }],
  ['a key that is not there', { maxKeys: 10, after: { key: 'a/9' } }, { keys: ['a/b/3', 'b', 'b/1', 'c'] }],
  ['a full page that is the last', { maxKeys: 7 }, { truncated: false }],
  ['no keys at all', { maxKeys: 0 }, { keys: [], truncated: false }],
])('a listing of %s', (_, request, expected) => {
  expect(listPage(keys, request)).toMatchObject(expected);
});

test('keys are ordered by the bytes of UTF-8, also beyond the first plane', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 500 },
  );
  expect(compareKeys('\uffee', '😀')).toBeLessThan(0);
});

test('pages of any size, put together, are the whole listing', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '/'), minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom(undefined, '/'), fc.constantFrom('', 'a', 'a/'), (unsorted, maxKeys, delimiter, prefix) => {
      const sorted = [...unsorted].sort(compareKeys);
      const whole = listPage(sorted, { prefix, delimiter, maxKeys: 1000 });
      const pages: Listing[] = [];
      do pages.push(listPage(sorted, { prefix, delimiter, maxKeys, after: pages.at(-1)?.last }));
      while (pages.at(-1)!.truncated);
      expect(pages.flatMap((page) => page.keys)).toEqual(whole.keys);
      expect(pages.flatMap((page) => page.commonPrefixes)).toEqual(whole.commonPrefixes);
    }),
  );
});
