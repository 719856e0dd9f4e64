import { lookUp, Scope } from './evaluate';
import { ChoiceRule } from './definition';
import { runtimeError } from './states-error';
import { parseTimestamp } from './timestamp';

type Compare = (left: any, right: any) => boolean;

const ORDER: Readonly<Record<string, Compare>> = {
  Equals: (left, right) => left === right,
  LessThan: (left, right) => left < right,
  GreaterThan: (left, right) => left > right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThanEquals: (left, right) => left >= right,
};

/** Turns a value into what its family compares; undefined: the value is not of the family, and nothing matches. */
const FAMILIES: Readonly<Record<string, (value: unknown) => unknown>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Timestamp: parseTimestamp,
};

const TESTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  IsNull: (value) => value === null,
  IsPresent: (value) => value !== undefined,
  IsNumeric: (value) => typeof value === 'number',
  IsString: (value) => typeof value === 'string',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => parseTimestamp(value) !== undefined,
};

/** Every comparison operator, by name. */
export const OPERATORS: readonly string[] = [
  ...Object.keys(TESTS),
  'StringMatches',
  ...Object.keys(FAMILIES).flatMap((family) => (family === 'Boolean' ? ['Equals'] : Object.keys(ORDER))
    .flatMap((order) => [`${family}${order}`, `${family}${order}Path`])),
];

/** Whether the rule of a Choice state matches. */
export function matchesRule(rule: ChoiceRule, scope: Scope): boolean {
  if (rule.And) return rule.And.every((inner) => matchesRule(inner, scope));
  if (rule.Or) return rule.Or.some((inner) => matchesRule(inner, scope));
  if (rule.Not) return !matchesRule(rule.Not, scope);
  const operator = OPERATORS.find((name) => name in rule);
  if (!operator || rule.Variable === undefined) throw runtimeError(`the choice rule ${JSON.stringify(rule)} has no comparison`);
  const value = lookUp(rule.Variable, scope);
  if (operator === 'IsPresent') return TESTS.IsPresent(value) === rule[operator];
  if (value === undefined) throw invalidPath(rule.Variable);
  if (operator in TESTS) return TESTS[operator](value) === rule[operator];
  return compare(operator, value, rule[operator], scope);
}

function compare(operator: string, value: unknown, operand: unknown, scope: Scope): boolean {
  if (operator === 'StringMatches') return typeof value === 'string' && wildcard(String(operand)).test(value);
  const [, family, order, path] = /^(String|Numeric|Boolean|Timestamp)([A-Za-z]+?)(Path)?$/.exec(operator)!;
  const other = path ? lookUp(String(operand), scope) : operand;
  if (other === undefined) throw invalidPath(String(operand));
  const left = FAMILIES[family](value);
  const right = FAMILIES[family](other);
  return left !== undefined && right !== undefined && ORDER[order](left, right);
}

/** `*` stands for any characters; `\*` for a star, `\\` for a backslash. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\[\\*]|[\s\S]/g, (part) => {
    if (part === '*') return '[\\s\\S]*';
    return (part.length === 2 ? part[1] : part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}

function invalidPath(path: string): Error {
  return runtimeError(`Invalid path '${path}': The choice state's condition path references an invalid value.`);
}
