import { matcher, Pattern, split, textOf } from '../pattern';
import { ConditionOperator, Test, withNegation } from './operator';

/** `ArnEquals` and `ArnLike` are the same in AWS: six parts, wildcards in each, none beyond its colon. */
export const arnOperators: ConditionOperator[] = [
  ...withNegation({ name: 'ArnEquals', variables: true, compile: arnTest }, 'ArnNotEquals'),
  ...withNegation({ name: 'ArnLike', variables: true, compile: arnTest }, 'ArnNotLike'),
];

function arnTest(value: Pattern): Test | undefined {
  const parts = split(value, ':', 6);
  if (parts.length < 6) return textOf(value).includes('*') ? (actual) => matcher(value)(actual!) : undefined;
  const tests = parts.map(matcher);
  return (actual) => {
    const arn = actual!.split(':');
    if (arn.length < 6) return false;
    const six = [...arn.slice(0, 5), arn.slice(5).join(':')];
    return tests.every((test, i) => test(six[i]));
  };
}
