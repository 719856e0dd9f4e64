import { literal, matcher, textOf } from '../pattern';
import { withNegation } from './operator';

export const stringOperators = [
  ...withNegation({
    name: 'StringEquals',
    variables: true,
    compile: (value) => equalTo(textOf(value)),
  }, 'StringNotEquals'),
  ...withNegation({
    name: 'StringEqualsIgnoreCase',
    variables: true,
    compile: (value) => {
      const expected = textOf(value).toLowerCase();
      return (actual) => actual!.toLowerCase() === expected;
    },
  }, 'StringNotEqualsIgnoreCase'),
  ...withNegation({
    name: 'StringLike',
    variables: true,
    compile: (value) => matcher(value) as (actual: string | undefined) => boolean,
  }, 'StringNotLike'),
];

function equalTo(expected: string): (actual: string | undefined) => boolean {
  return matcher(literal(expected)) as (actual: string | undefined) => boolean;
}
