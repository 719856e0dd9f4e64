/** One step of a path: names and indexes lead to one place, the others to any number. */
type Step =
  | { readonly kind: 'keys'; readonly keys: readonly (string | number)[] }
  | { readonly kind: 'slice'; readonly start?: number; readonly end?: number }
  | { readonly kind: 'every' }
  | { readonly kind: 'descend' };

export interface JsonPath {
  readonly text: string;
  /** `$$`: the path reads the context object, not the state's input. */
  readonly ofContext: boolean;
  readonly steps: readonly Step[];
  /** True when the path can lead to one value only; else it gives a list. */
  readonly definite: boolean;
}

export class InvalidPathError extends Error {}

const NAME = /^[^.[\]()'"\s,?@*]+/;
const BRACKET = /^\[\s*(?:(\*)|(-?\d*)\s*:\s*(-?\d*)|((?:-?\d+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*(?:-?\d+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*))\s*\]/;
const ELEMENT = /-?\d+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;

/** Reads `$.a['b'][0]`, `$..c`, `$.list[*].x`, `$.list[1:3]`. Filters are refused by name. */
export function parsePath(text: string): JsonPath {
  const ofContext = text.startsWith('$$');
  if (!text.startsWith('$')) throw new InvalidPathError(`the path ${JSON.stringify(text)} must start with $`);
  let rest = text.slice(ofContext ? 2 : 1);
  const steps: Step[] = [];
  while (rest) {
    let step: Step | undefined;
    let length = 0;
    if (rest.startsWith('..')) {
      [step, length] = [{ kind: 'descend' }, rest[2] === '[' ? 2 : 1];
    } else if (rest.startsWith('.*')) {
      [step, length] = [{ kind: 'every' }, 2];
    } else if (rest.startsWith('.')) {
      const name = NAME.exec(rest.slice(1));
      if (name) [step, length] = [{ kind: 'keys', keys: [name[0]] }, 1 + name[0].length];
    } else if (rest.startsWith('[?')) {
      throw new InvalidPathError(`the local cloud does not emulate filter expressions in paths: ${JSON.stringify(text)}`);
    } else {
      const bracket = BRACKET.exec(rest);
      if (bracket) [step, length] = [bracketStep(bracket), bracket[0].length];
    }
    if (!step) throw new InvalidPathError(`the path ${JSON.stringify(text)} cannot be read at ${JSON.stringify(rest)}`);
    steps.push(step);
    rest = rest.slice(length);
  }
  return { text, ofContext, steps, definite: steps.every((step) => step.kind === 'keys' && step.keys.length === 1) };
}

function bracketStep([, every, start, end, elements]: RegExpExecArray): Step {
  if (every) return { kind: 'every' };
  if (elements !== undefined) return { kind: 'keys', keys: elements.match(ELEMENT)!.map(bracketKey) };
  return { kind: 'slice', start: start ? Number(start) : undefined, end: end ? Number(end) : undefined };
}

function bracketKey(text: string): string | number {
  return /^['"]/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : Number(text);
}

/** All places that the path leads to. */
export function selectAll(path: JsonPath, root: unknown): unknown[] {
  return path.steps.reduce<unknown[]>((places, step) => places.flatMap((place) => follow(step, place)), [root]);
}

function follow(step: Step, place: unknown): unknown[] {
  switch (step.kind) {
    case 'keys': return step.keys.flatMap((key) => member(place, key));
    case 'every': return children(place);
    case 'slice': return Array.isArray(place) ? place.slice(step.start, step.end) : [];
    case 'descend': return [place, ...children(place).flatMap((child) => follow(step, child))];
  }
}

function children(place: unknown): unknown[] {
  return typeof place === 'object' && place !== null ? Object.values(place) : [];
}

function member(place: unknown, key: string | number): unknown[] {
  if (Array.isArray(place)) {
    const index = typeof key === 'number' ? (key < 0 ? place.length + key : key) : -1;
    return index >= 0 && index < place.length ? [place[index]] : [];
  }
  if (typeof place !== 'object' || place === null) return [];
  return Object.hasOwn(place, key) ? [(place as Record<string, unknown>)[key]] : [];
}
