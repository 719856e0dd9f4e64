import { IConstruct } from 'constructs';
import { describeViolation, Violation } from '../spec/violation';

/** Throws one error that names the construct and every broken rule; does nothing when there is none. */
export function throwIfBroken(scope: IConstruct, violations: readonly Violation[]): void {
  if (violations.length === 0) return;
  throw new Error([`${scope.node.path}: ${violations.length === 1 ? 'a rule is broken' : `${violations.length} rules are broken`}`, ...violations.map((violation) => describeViolation(violation))].join('\n  - '));
}
