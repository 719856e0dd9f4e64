/** An error inside a state machine: a name that Retry and Catch match, and a cause for people. */
export class StatesError extends Error {
  constructor(
    /** `States.Timeout`, `Lambda.Unknown`, or the name that a function gave. */
    readonly error: string,
    readonly causeText: string,
  ) {
    super(causeText);
    this.name = error;
  }
}

/** Errors of the machine itself. Neither `States.ALL` nor `States.TaskFailed` matches them. */
const TERMINAL = new Set(['States.Runtime', 'States.DataLimitExceeded']);

/** Whether the names of a Retry or Catch entry match the error. */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (TERMINAL.has(error)) return false;
    if (name === 'States.ALL') return true;
    return name === 'States.TaskFailed' && error !== 'States.Timeout';
  });
}

/** A mistake of the definition or the data that only shows when the state runs. */
export function runtimeError(message: string): StatesError {
  return new StatesError('States.Runtime', message);
}
