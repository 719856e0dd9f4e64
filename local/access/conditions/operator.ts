import { Pattern } from '../pattern';

/** One condition operator, without its `ForAnyValue:` and `IfExists`, which work alike for all. */
export interface ConditionOperator {
  /** `StringLike`. */
  readonly name: string;
  /** True when none of the policy's values matches; therefore true on an absent key as well. */
  readonly negated?: boolean;
  /** `${aws:username}` is filled in. Numbers, dates, booleans, binaries and addresses know no variables. */
  readonly variables?: boolean;
  /** Asks whether the key is there, so it is asked on an absent key too, and takes neither `IfExists` nor a set qualifier. */
  readonly asksPresence?: boolean;
  /** Prepares one value of the policy; `undefined` when the operator cannot read it. */
  compile(value: Pattern): Test | undefined;
}

/** Tests one value of the request; `undefined` is an absent key and is only seen by operators that ask for presence. */
export type Test = (actual: string | undefined) => boolean;

/** The operator and its `Not` twin. */
export function withNegation(operator: ConditionOperator, negatedName: string): ConditionOperator[] {
  return [operator, { ...operator, name: negatedName, negated: true }];
}
