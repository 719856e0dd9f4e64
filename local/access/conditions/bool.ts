import { textOf } from '../pattern';
import { ConditionOperator } from './operator';

export const boolOperators: ConditionOperator[] = [
  {
    name: 'Bool',
    compile: (value) => {
      const expected = readBool(textOf(value));
      return expected === undefined ? undefined : (actual) => readBool(actual!) === expected;
    },
  },
  {
    name: 'Null',
    asksPresence: true,
    compile: (value) => {
      const expected = readBool(textOf(value));
      return expected === undefined ? undefined : (actual) => (actual === undefined) === expected;
    },
  },
];

function readBool(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}
