/** One broken rule: which property, what it held, what must hold, and what to change. */
export interface Violation {
  /** Stable id of the rule, for tests and for machines. */
  readonly rule: string;
  /** Where it is in the request, dotted: `TransformInput.SplitType`. */
  readonly path: string;
  /** The name the user typed: `input.splitType`. */
  readonly property: string;
  /** The value that was given, as text; absent when the point is that nothing was given. */
  readonly value?: string;
  /** What must hold, in the user's words, lower case, without a full stop. */
  readonly must: string;
  /** What to change. */
  readonly mend: string;
}

/** One line a violation: `'maxPayload' must be …, got: … (mend)`. The only place that words a violation. */
export function describeViolation({ property, value, must, mend }: Violation): string {
  const got = value === undefined ? '' : `, got: ${value}`;
  return `'${property}' ${must}${got}; ${mend}`;
}
