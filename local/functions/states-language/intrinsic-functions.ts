import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { unescape } from './intrinsic-syntax';
import { StatesError } from './states-error';

/** What intrinsic functions take from the world. */
export interface Chance {
  random(): number;
  uuid(): string;
}

type Kind = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'any';
interface Intrinsic {
  /** Kinds of the arguments; a trailing `…` repeats the one before. A `?` marks the last one as optional. */
  readonly takes: readonly (Kind | '…' | `${Kind}?`)[];
  readonly gives: (args: any[], chance: Chance) => unknown;
}

const HASHES: Readonly<Record<string, string>> = { 'MD5': 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

/** The intrinsic functions of the States Language. `States.Format` gets its template with the backslashes still in. */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'States.Format': { takes: ['string', 'any', '…'], gives: ([template, ...values]) => format(template, values) },
  'States.StringToJson': { takes: ['string'], gives: ([text]) => parseJson(text) },
  'States.JsonToString': { takes: ['any'], gives: ([value]) => JSON.stringify(value) },
  'States.Array': { takes: ['any', '…'], gives: (args) => args },
  'States.ArrayPartition': { takes: ['array', 'number'], gives: ([list, size]) => partition(list, size) },
  'States.ArrayContains': { takes: ['array', 'any'], gives: ([list, value]) => (list as unknown[]).some((item) => isDeepStrictEqual(item, value)) },
  'States.ArrayRange': { takes: ['number', 'number', 'number'], gives: ([first, last, step]) => range(first, last, step) },
  'States.ArrayGetItem': { takes: ['array', 'number'], gives: ([list, index]) => item(list, index) },
  'States.ArrayLength': { takes: ['array'], gives: ([list]) => list.length },
  'States.ArrayUnique': {
    takes: ['array'],
    gives: ([list]) => (list as unknown[]).filter((value, at) => list.findIndex((other: unknown) => isDeepStrictEqual(other, value)) === at),
  },
  'States.Base64Encode': { takes: ['string'], gives: ([text]) => Buffer.from(text, 'utf8').toString('base64') },
  'States.Base64Decode': { takes: ['string'], gives: ([text]) => Buffer.from(text, 'base64').toString('utf8') },
  'States.Hash': { takes: ['any', 'string'], gives: ([data, algorithm]) => hash(data, algorithm) },
  'States.JsonMerge': { takes: ['object', 'object', 'boolean'], gives: ([left, right, deep]) => merge(left, right, deep) },
  'States.MathRandom': { takes: ['number', 'number', 'number?'], gives: ([from, to], chance) => Math.floor(from + chance.random() * (to - from)) },
  'States.MathAdd': { takes: ['number', 'number'], gives: ([left, right]) => Math.round(left) + Math.round(right) },
  'States.StringSplit': { takes: ['string', 'string'], gives: ([text, splitter]) => split(text, splitter) },
  'States.UUID': { takes: [], gives: (_, chance) => chance.uuid() },
};

/** Calls a function by name with checked arguments. */
export function callIntrinsic(name: string, args: readonly unknown[], chance: Chance): unknown {
  const intrinsic = INTRINSICS[name];
  if (!intrinsic) throw failure(`${name} is not an intrinsic function`);
  checkArguments(name, intrinsic.takes, args);
  return intrinsic.gives([...args], chance);
}

function checkArguments(name: string, takes: Intrinsic['takes'], args: readonly unknown[]): void {
  const open = takes.at(-1) === '…';
  const kinds = takes.filter((kind) => kind !== '…');
  const least = open ? kinds.length - 1 : kinds.filter((kind) => !kind.endsWith('?')).length;
  if (args.length < least || (!open && args.length > kinds.length)) {
    throw failure(`${name} takes ${open ? `at least ${least}` : kinds.length} arguments and got ${args.length}`);
  }
  args.forEach((arg, at) => {
    const kind = (kinds[Math.min(at, kinds.length - 1)] as string).replace('?', '');
    if (kind !== 'any' && kindOf(arg) !== kind) throw failure(`${name}: argument ${at + 1} must be of type ${kind}, got ${JSON.stringify(arg)}`);
  });
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

function format(template: string, values: readonly unknown[]): string {
  let used = 0;
  const text = template.replace(/\\.|\{\}/gs, (found) => {
    if (found !== '{}') return unescape(found);
    if (used >= values.length) throw failure('States.Format has more {} than arguments');
    const value = values[used++];
    if (typeof value === 'object' && value !== null) throw failure(`States.Format takes strings, numbers, booleans and null, got ${JSON.stringify(value)}: wrap it in States.JsonToString`);
    return String(value);
  });
  if (used < values.length) throw failure('States.Format has fewer {} than arguments');
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw failure(`States.StringToJson: ${(error as Error).message}`);
  }
}

function partition(list: unknown[], size: number): unknown[][] {
  if (size < 1) throw failure('States.ArrayPartition needs a chunk size of 1 or more');
  return Array.from({ length: Math.ceil(list.length / Math.round(size)) }, (_, at) => list.slice(at * Math.round(size), (at + 1) * Math.round(size)));
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw failure('States.ArrayRange needs a step that is not 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > 1000) throw failure('States.ArrayRange gives at most 1000 elements');
  return Array.from({ length }, (_, at) => first + at * step);
}

function item(list: unknown[], index: number): unknown {
  if (index < 0 || index >= list.length) throw failure(`States.ArrayGetItem: there is no item ${index} in a list of ${list.length}`);
  return list[index];
}

function hash(data: unknown, algorithm: string): string {
  const known = HASHES[algorithm];
  if (!known) throw failure(`States.Hash knows ${Object.keys(HASHES).join(', ')}, not ${algorithm}`);
  return createHash(known).update(typeof data === 'string' ? data : JSON.stringify(data)).digest('hex');
}

function merge(left: object, right: object, deep: boolean): object {
  if (deep) throw failure('States.JsonMerge supports the shallow mode only: the third argument must be false');
  return { ...left, ...right };
}

/** Each character of the splitter splits; empty pieces are left out. */
function split(text: string, splitter: string): string[] {
  const at = new Set(splitter);
  const pieces: string[] = [''];
  for (const character of text) {
    if (at.has(character)) pieces.push('');
    else pieces[pieces.length - 1] += character;
  }
  return pieces.filter((piece) => piece !== '');
}

export function failure(message: string): StatesError {
  return new StatesError('States.IntrinsicFailure', message);
}
