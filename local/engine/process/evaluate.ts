import { JsonPath, Step } from '../../../lib/spec/json-path';
import { byBytes } from './write-json';

/** Thrown with words for the data log when a filter does not fit a record. */
export class PathMismatch extends Error {}

/**
 * Applies a filter (rules 46 to 53). One name or one index gives the bare value, several names an object,
 * several indexes, a range and `*` an array; steps behind those go on within each member.
 */
export function evaluate(path: JsonPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (!step) return value;
  switch (step.kind) {
    case 'name':
      if (step.names.length === 1) return evaluate(rest, member(value, step.names[0]));
      return Object.fromEntries(step.names.map((name) => [name, evaluate(rest, member(value, name))]));
    case 'index':
      if (step.indexes.length === 1) return evaluate(rest, element(value, step.indexes[0]));
      return step.indexes.map((index) => evaluate(rest, element(value, index)));
    case 'slice':
      return slice(array(value, 'a range'), step).map((item) => evaluate(rest, item));
    case 'wildcard':
      return everything(value).map((item) => evaluate(rest, item));
  }
}

/**
 * 13.1: from the first through the last index named, unlike in JSONPath libraries. `[a:-1]` therefore drops nothing.
 * Bounds outside the row are errors, as single indexes are (rule 49).
 */
function slice(row: readonly unknown[], { from, to }: Extract<Step, { kind: 'slice' }>): unknown[] {
  const first = from === undefined ? 0 : position(row, from);
  const last = to === undefined ? row.length - 1 : position(row, to);
  return row.slice(first, last + 1);
}

function element(value: unknown, index: number): unknown {
  const row = array(value, `index ${index}`);
  return row[position(row, index)];
}

/** Negative indexes count from the end (rule 48). */
function position(row: readonly unknown[], index: number): number {
  const at = index < 0 ? row.length + index : index;
  if (at < 0 || at >= row.length) throw new PathMismatch(`index ${index} is outside of ${row.length} elements`);
  return at;
}

/** 13.17: a missing member fails the object. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PathMismatch(`'${name}' is asked of something that has no members`);
  if (!Object.hasOwn(value, name)) throw new PathMismatch(`there is no member '${name}'`);
  return (value as Record<string, unknown>)[name];
}

function array(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new PathMismatch(`${what} is asked of something that is no array`);
  return value;
}

/** 13.18: members in the order in which they are written. */
function everything(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) throw new PathMismatch('* is asked of something that has no elements');
  return Object.keys(value).sort(byBytes).map((name) => (value as Record<string, unknown>)[name]);
}
