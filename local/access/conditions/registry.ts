import { arnOperators } from './arn';
import { binaryOperators } from './binary';
import { boolOperators } from './bool';
import { dateOperators, numericOperators } from './comparison';
import { ipAddressOperators } from './ip-address';
import { ConditionOperator } from './operator';
import { stringOperators } from './string';

/** Every condition operator there is. */
export const conditionOperators: readonly ConditionOperator[] = [
  ...stringOperators,
  ...numericOperators,
  ...dateOperators,
  ...boolOperators,
  ...binaryOperators,
  ...ipAddressOperators,
  ...arnOperators,
];

const byName = new Map(conditionOperators.map((operator) => [operator.name, operator]));

export type Qualifier = 'ForAllValues' | 'ForAnyValue';

/** An operator with what is written around it: `ForAnyValue:StringLikeIfExists`. */
export interface QualifiedOperator {
  readonly operator: ConditionOperator;
  readonly qualifier?: Qualifier;
  readonly ifExists: boolean;
}

/** `undefined` when there is no such operator. */
export function findOperator(written: string): QualifiedOperator | undefined {
  const [, qualifier, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  const operator = byName.get(name);
  if (!operator || (operator.asksPresence && (qualifier || ifExists))) return undefined;
  return { operator, qualifier: qualifier as Qualifier | undefined, ifExists: ifExists !== undefined };
}
