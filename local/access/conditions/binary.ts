import { textOf } from '../pattern';
import { ConditionOperator } from './operator';

/** Compares the bytes that the base64 texts stand for. */
export const binaryOperators: ConditionOperator[] = [
  {
    name: 'BinaryEquals',
    compile: (value) => {
      const text = textOf(value);
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
      const expected = Buffer.from(text, 'base64');
      return (actual) => Buffer.from(actual!, 'base64').equals(expected);
    },
  },
];
