import { textOf } from '../pattern';
import { ConditionOperator, withNegation } from './operator';

type Read = (text: string) => number | undefined;

const ORDERS: ReadonlyArray<readonly [string, (actual: number, expected: number) => boolean]> = [
  ['LessThan', (a, b) => a < b],
  ['LessThanEquals', (a, b) => a <= b],
  ['GreaterThan', (a, b) => a > b],
  ['GreaterThanEquals', (a, b) => a >= b],
];

export const numericOperators = comparisons('Numeric', (text) => {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text) : undefined;
});

/** ISO 8601, or seconds since 1970. */
export const dateOperators = comparisons('Date', (text) => {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}-\d{2}(-\d{2}(T.*)?)?$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
});

function comparisons(prefix: string, read: Read): ConditionOperator[] {
  const make = (name: string, holds: (actual: number, expected: number) => boolean): ConditionOperator => ({
    name: prefix + name,
    compile: (value) => {
      const expected = read(textOf(value));
      if (expected === undefined) return undefined;
      return (text) => {
        const actual = read(text!);
        return actual !== undefined && holds(actual, expected);
      };
    },
  });
  return [
    ...withNegation(make('Equals', (a, b) => a === b), `${prefix}NotEquals`),
    ...ORDERS.map(([name, holds]) => make(name, holds)),
  ];
}
