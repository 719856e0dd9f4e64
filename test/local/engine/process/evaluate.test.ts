import { parseJsonPath } from '../../../../lib/spec/json-path';
import { evaluate } from '../../../../local/engine/process/evaluate';

const ROW = ['a', 'b', 'c', 'd', 'e', 'f'];
const apply = (path: string, value: unknown) => {
  const parsed = parseJsonPath(path);
  if ('error' in parsed) throw new Error(parsed.error);
  return evaluate(parsed.path, value);
};

test.each([
  { path: '$', value: ROW, gives: ROW },
  { path: '$[0]', value: ROW, gives: 'a' },
  { path: '$[-1]', value: ROW, gives: 'f' },
  { path: '$[1:4]', value: ROW, gives: ['b', 'c', 'd', 'e'] },
  { path: '$[:4]', value: ROW, gives: ['a', 'b', 'c', 'd', 'e'] },
  { path: '$[4:]', value: ROW, gives: ['e', 'f'] },
  { path: '$[-2:]', value: ROW, gives: ['e', 'f'] },
  { path: '$[0:-1]', value: ROW, gives: ROW },
  { path: '$[:]', value: ROW, gives: ROW },
  { path: '$[3:1]', value: ROW, gives: [] },
  { path: '$[2, -1]', value: ROW, gives: ['c', 'f'] },
  { path: '$[*]', value: ROW, gives: ROW },
  { path: '$.a.b', value: { a: { b: 1 } }, gives: 1 },
  { path: "$['a b']", value: { 'a b': 1 }, gives: 1 },
  { path: "$.a['x','y']", value: { a: { x: 1, y: 2, z: 3 } }, gives: { x: 1, y: 2 } },
  { path: "$.a.['x','y']", value: { a: { x: 1, y: 2, z: 3 } }, gives: { x: 1, y: 2 } },
  { path: '$.*', value: { b: 2, a: 1, B: 0 }, gives: [0, 1, 2] },
  { path: '$.a[0:1].b', value: { a: [{ b: 1 }, { b: 2 }, { b: 3 }] }, gives: [1, 2] },
  { path: '$.a[0]', value: { a: [null] }, gives: null },
])('rules 46 to 52: $path of $value gives $gives', ({ path, value, gives }) => {
  expect(apply(path, value)).toEqual(gives);
});

test.each([
  { path: '$[6]', value: ROW, error: 'index 6 is outside of 6 elements' },
  { path: '$[-7]', value: ROW, error: 'index -7 is outside of 6 elements' },
  { path: '$[1:6]', value: ROW, error: 'index 6 is outside of 6 elements' },
  { path: '$[0]', value: {}, error: 'index 0 is asked of something that is no array' },
  { path: '$[0:1]', value: 'ab', error: 'a range is asked of something that is no array' },
  { path: '$.x', value: { y: 1 }, error: "there is no member 'x'" },
  { path: '$.toString', value: {}, error: "there is no member 'toString'" },
  { path: '$.x', value: null, error: "'x' is asked of something that has no members" },
  { path: '$.*', value: 1, error: '* is asked of something that has no elements' },
])('rules 49 and 53, 13.17: $path of $value fails', ({ path, value, error }) => {
  expect(() => apply(path, value)).toThrow(error);
});
