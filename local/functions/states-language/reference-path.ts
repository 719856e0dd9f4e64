import { InvalidPathError, parsePath } from './json-path';
import { StatesError } from './states-error';

/** Names and indexes of a path that leads to one place: what ResultPath may be. */
export function referenceKeys(text: string): (string | number)[] {
  const path = parsePath(text);
  if (!path.definite || path.ofContext) {
    throw new InvalidPathError(`${JSON.stringify(text)} must be a reference path: names and indexes only, starting at $`);
  }
  return path.steps.map((step) => (step.kind === 'keys' ? step.keys[0] : ''));
}

/** Puts a value at the path into a copy of the input, making objects on the way (ResultPath). */
export function insertAt(text: string | null | undefined, input: unknown, value: unknown): unknown {
  if (text === null) return input;
  const keys = referenceKeys(text ?? '$');
  return place(input, keys, value, text ?? '$');
}

function place(input: unknown, [key, ...rest]: readonly (string | number)[], value: unknown, text: string): unknown {
  if (key === undefined) return value;
  if (typeof key === 'number') {
    if (!Array.isArray(input) || key < 0 || key >= input.length) throw mismatch(text, input);
    return input.map((item, index) => (index === key ? place(item, rest, value, text) : item));
  }
  if (input !== undefined && (typeof input !== 'object' || input === null || Array.isArray(input))) throw mismatch(text, input);
  const object = (input ?? {}) as Record<string, unknown>;
  return { ...object, [key]: place(Object.hasOwn(object, key) ? object[key] : undefined, rest, value, text) };
}

function mismatch(text: string, input: unknown): StatesError {
  return new StatesError('States.ResultPathMatchFailure', `Unable to apply ReferencePath ${text} to input ${JSON.stringify(input)}`);
}
