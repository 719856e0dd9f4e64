import { compileConditions } from '../../../../local/access/conditions/condition';

/** Operator, the policy's values, the request's values (undefined: the key is absent), the answer. */
const CASES: ReadonlyArray<readonly [string, unknown, readonly string[] | undefined, boolean]> = [
  // several values of the policy are alternatives; for a negated operator none may match
  ['StringEquals', ['a', 'b'], ['b'], true],
  ['StringEquals', ['a', 'b'], ['c'], false],
  ['StringNotEquals', ['a', 'b'], ['b'], false],
  ['StringNotEquals', ['a', 'b'], ['c'], true],
  ['StringEquals', [], ['a'], false],
  ['Bool', true, ['true'], true],
  ['NumericLessThan', 5, ['4'], true],
  // absent keys
  ['StringEquals', 'a', undefined, false],
  ['StringNotEquals', 'a', undefined, true],
  ['StringNotLike', 'a', undefined, true],
  ['ArnNotLike', 'arn:aws:iam::1:role/x', undefined, true],
  ['NotIpAddress', '10.0.0.0/8', undefined, true],
  ['NumericNotEquals', '1', undefined, true],
  ['DateNotEquals', '2026-01-01', undefined, true],
  ['Bool', 'false', undefined, false],
  ['Null', 'true', undefined, true],
  ['Null', 'false', undefined, false],
  ['Null', 'true', [], true],
  // IfExists
  ['StringEqualsIfExists', 'a', undefined, true],
  ['StringEqualsIfExists', 'a', ['b'], false],
  ['BoolIfExists', 'false', undefined, true],
  ['BoolIfExists', 'false', ['true'], false],
  ['StringNotEqualsIfExists', 'a', undefined, true],
  ['StringNotEqualsIfExists', 'a', ['a'], false],
  // set qualifiers
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', ['a'], undefined, true],
  ['ForAllValues:StringEquals', ['a'], [], true],
  ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
  ['ForAllValues:StringNotEquals', ['a'], ['b', 'a'], false],
  ['ForAnyValue:StringEquals', ['a'], ['b', 'a'], true],
  ['ForAnyValue:StringEquals', ['a'], ['b', 'c'], false],
  ['ForAnyValue:StringEquals', ['a'], undefined, false],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
  ['ForAnyValue:StringNotEquals', ['a'], ['a'], false],
  ['ForAnyValue:StringNotEquals', ['a'], undefined, false],
  ['ForAnyValue:StringLikeIfExists', ['a*'], undefined, true],
  ['ForAnyValue:StringLikeIfExists', ['a*'], ['b'], false],
];

test.each(CASES)('%s %j on %j answers %j', (operator, values, actual, expected) => {
  const [condition] = compileConditions({ [operator]: { 'Test:Key': values } }, true);
  expect(condition.holds(new Map(actual ? [['test:key', actual]] : []))).toBe(expected);
});

test('a condition tells the values that it met', () => {
  const [condition] = compileConditions({ StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } }, true);
  expect(condition.describe(new Map())).toBe('StringNotEquals aws:SourceVpce (absent) vs "vpce-1", "vpce-2"');
  expect(condition.describe(new Map([['aws:sourcevpce', ['vpce-3']]]))).toBe('StringNotEquals aws:SourceVpce "vpce-3" vs "vpce-1", "vpce-2"');
});

test.each([
  [{ StringEquals: 'a' }, 'condition operator "StringEquals" needs an object of condition keys'],
  [{ StringEquals: { k: { a: 1 } } }, 'condition StringEquals k: a value must be a string, number or boolean, got {"a":1}'],
  [{ StringEquals: { k: null } }, 'got null'],
])('the block %j is refused', (block, message) => {
  expect(() => compileConditions(block as never, true)).toThrow(message);
});
