import { compileConditions } from '../../../../local/access/conditions/condition';
import { conditionOperators } from '../../../../local/access/conditions/registry';

const ROLE = 'arn:aws:iam::111122223333:role/jobs/JobRole';

/** Operator, the policy's value, the request's value, the answer. */
const CASES: ReadonlyArray<readonly [string, string, string, boolean]> = [
  ['StringEquals', 'photos', 'photos', true],
  ['StringEquals', 'photos', 'Photos', false],
  ['StringEquals', 'pho*', 'photos', false],
  ['StringEquals', 'pho*', 'pho*', true],
  ['StringNotEquals', 'photos', 'labels', true],
  ['StringNotEquals', 'photos', 'photos', false],
  ['StringEqualsIgnoreCase', 'Photos', 'pHOTOS', true],
  ['StringEqualsIgnoreCase', 'Photos', 'labels', false],
  ['StringNotEqualsIgnoreCase', 'Photos', 'pHOTOS', false],
  ['StringNotEqualsIgnoreCase', 'Photos', 'labels', true],
  ['StringLike', 'selfies/*', 'selfies/a.jpg', true],
  ['StringLike', 'selfies/*', 'selfies-private/a.jpg', false],
  ['StringLike', 'v?', 'v1', true],
  ['StringLike', 'v?', 'v12', false],
  ['StringNotLike', 'selfies/*', 'selfies/a.jpg', false],
  ['StringNotLike', 'selfies/*', 'other/a.jpg', true],
  ['NumericEquals', '10', '10.0', true],
  ['NumericEquals', '10', '11', false],
  ['NumericEquals', '10', 'ten', false],
  ['NumericNotEquals', '10', '11', true],
  ['NumericNotEquals', '10', '10', false],
  ['NumericLessThan', '10', '9.5', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericLessThanEquals', '10', '11', false],
  ['NumericGreaterThan', '1.2', '1.3', true],
  ['NumericGreaterThan', '1.2', '1.2', false],
  ['NumericGreaterThanEquals', '-1', '-1', true],
  ['NumericGreaterThanEquals', '-1', '-2', false],
  ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
  ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', false],
  ['DateNotEquals', '2026-01-01', '2026-01-02', true],
  ['DateNotEquals', '2026-01-01', '2026-01-01T00:00:00Z', false],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+00:00', false],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', 'yesterday', false],
  ['DateGreaterThanEquals', '1767225600', '2026-01-01T00:00:00Z', true],
  ['DateGreaterThanEquals', '1767225601', '2026-01-01T00:00:00Z', false],
  ['Bool', 'true', 'TRUE', true],
  ['Bool', 'true', 'false', false],
  ['Bool', 'false', 'false', true],
  ['Bool', 'false', 'no', false],
  ['BinaryEquals', 'cGhvdG9z', 'cGhvdG9z', true],
  ['BinaryEquals', 'cGhvdG9z', 'bGFiZWxz', false],
  ['IpAddress', '203.0.113.0/24', '203.0.113.255', true],
  ['IpAddress', '203.0.113.0/24', '203.0.114.1', false],
  ['IpAddress', '203.0.113.7', '203.0.113.7', true],
  ['IpAddress', '203.0.113.7', '203.0.113.8', false],
  ['IpAddress', '2001:db8::/32', '2001:db8:1::5', true],
  ['IpAddress', '2001:db8::/32', '2001:db9::5', false],
  ['IpAddress', '0.0.0.0/0', 's3.amazonaws.com', false],
  ['NotIpAddress', '203.0.113.0/24', '198.51.100.1', true],
  ['NotIpAddress', '203.0.113.0/24', '203.0.113.1', false],
  ['ArnEquals', ROLE, ROLE, true],
  ['ArnEquals', 'arn:aws:iam::*:role/jobs/*', ROLE, true],
  ['ArnEquals', 'arn:aws:iam::111122223333:role/JobRole', ROLE, false],
  ['ArnLike', 'arn:aws:sagemaker:us-east-1:111122223333:*', 'arn:aws:sagemaker:us-east-1:111122223333:transform-job/x', true],
  ['ArnLike', 'arn:aws:sagemaker:us-east-1:111122223333:*', 'arn:aws:sagemaker:us-east-1:444455556666:transform-job/x', false],
  ['ArnLike', 'arn:aws:sagemaker:*:transform-job/x:a:b', 'arn:aws:sagemaker:us-east-1:111122223333:transform-job/x:a:b', false],
  ['ArnLike', 'arn:aws:iam::*:role/aws:ec2-infrastructure', 'arn:aws:iam::111122223333:role/aws:ec2-infrastructure', true],
  ['ArnLike', '*', ROLE, true],
  ['ArnLike', '*:*:*:*:*:*', ROLE, true],
  ['ArnLike', '*:*:*:*:*:*', 'JobRole', false],
  ['ArnLike', 'arn:aws:iam::111122223333:role/*', 'JobRole', false],
  ['ArnNotEquals', ROLE, `${ROLE}2`, true],
  ['ArnNotEquals', ROLE, ROLE, false],
  ['ArnNotLike', 'arn:aws:iam::*:role/jobs/*', ROLE, false],
  ['ArnNotLike', 'arn:aws:iam::*:role/jobs/*', 'arn:aws:iam::111122223333:role/Other', true],
  ['Null', 'true', 'anything', false],
  ['Null', 'false', 'anything', true],
];

const holds = (operator: string, value: unknown, actual: readonly string[] | undefined) => {
  const [condition] = compileConditions({ [operator]: { 'test:key': value } }, true);
  return condition.holds(new Map(actual ? [['test:key', actual]] : []));
};

test.each(CASES)('%s %j on %j answers %j', (operator, value, actual, expected) => {
  expect(holds(operator, value, [actual])).toBe(expected);
});

test('every operator has a case that holds and one that does not', () => {
  for (const { name } of conditionOperators) {
    const answers = CASES.filter(([operator]) => operator === name).map(([, , , expected]) => expected);
    expect({ name, answers: new Set(answers) }).toEqual({ name, answers: new Set([true, false]) });
  }
});

test.each([
  ['NumericLessThan', 'ten'],
  ['DateLessThan', 'tomorrow'],
  ['Bool', 'yes'],
  ['Null', 'no'],
  ['BinaryEquals', '***'],
  ['IpAddress', '203.0.113.0/33'],
  ['IpAddress', 'localhost'],
  ['IpAddress', '10.0.0.0/8/8'],
  ['ArnEquals', 'JobRole'],
])('%s refuses the value %j by name', (operator, value) => {
  expect(() => holds(operator, value, ['x'])).toThrow(`condition ${operator} test:key: the value "${value}" is not of the operator's type`);
});

test.each(['StringEqual', 'stringequals', 'NullIfExists', 'ForAnyValue:Null', 'ForSomeValue:StringEquals', 'StringEqualsIfExist', ''])('the unknown operator %j is refused by name', (operator) => {
  expect(() => holds(operator, 'x', ['x'])).toThrow(`condition operator "${operator}" is unknown`);
});
