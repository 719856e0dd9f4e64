import { outputKey, relativeKey } from '../../../../local/engine/select/output-key';
import { parseManifest } from '../../../../local/engine/select/manifest';

test.each([
  { prefix: 'x/in', key: 'x/in/a.csv', out: 'a.csv' },
  { prefix: 'x/in/', key: 'x/in/a.csv', out: 'a.csv' },
  { prefix: 'x/in', key: 'x/in/d1/a.csv', out: 'd1/a.csv' },
  { prefix: 'x/in/a.csv', key: 'x/in/a.csv', out: 'a.csv' },
  { prefix: '', key: 'a/b.log', out: 'a/b.log' },
  { prefix: 'in/part-', key: 'in/part-1.csv', out: 'part-1.csv' },
  { prefix: 'test', key: 'test_small/a.csv', out: 'test_small/a.csv' },
  { prefix: 'top', key: 'top', out: 'top' },
])('rule 66, 13.23: of $key under $prefix the output keeps $out', ({ prefix, key, out }) => {
  expect(relativeKey(prefix, key)).toBe(out);
});

test.each([
  { prefix: 'r', key: 'r/a.csv.gz.out' },
  { prefix: 'r/', key: 'r/a.csv.gz.out' },
  { prefix: 'r//', key: 'r//a.csv.gz.out' },
  { prefix: '', key: 'a.csv.gz.out' },
])('rule 66, 13.25: under $prefix it is stored as $key', ({ prefix, key }) => {
  expect(outputKey(prefix, 'a.csv.gz')).toBe(key);
});

test('rule 15: prefix and names', () => {
  expect(parseManifest('[{"prefix": "s3://b/some/"}, "a", "d/b"]', 's3://b/m')).toEqual({ prefix: { bucket: 'b', key: 'some/' }, entries: ['a', 'd/b'] });
});

test.each([
  { text: 'x', error: /is no JSON/ },
  { text: '{}', error: /is no array/ },
  { text: '["a"]', error: /does not start with a prefix/ },
  { text: '[{"prefix": "b/some"}]', error: /"b\/some", which is no s3:\/\/ URI/ },
  { text: '[{"prefix": "s3://b/"}, {"prefix": "s3://c/"}]', error: /holds \{"prefix":"s3:\/\/c\/"\}/ },
  { text: '[{"prefix": "s3://b/"}, "a", "a"]', error: /names "a" twice/ },
])('a manifest $text is refused with what it must be', ({ text, error }) => {
  expect(() => parseManifest(text, 's3://b/m')).toThrow(error);
});
