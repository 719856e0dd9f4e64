import { notEmulated } from '../wire/aws-error';

/** Event patterns of EventBridge: a pure test of an event. */
type Pattern = Readonly<Record<string, unknown>>;
/** Everything that a test may see at its place. `undefined`: there is nothing. */
type Test = (value: unknown) => boolean;

const COMPARE: Readonly<Record<string, (value: number, operand: number) => boolean>> = {
  '=': (value, operand) => value === operand,
  '<': (value, operand) => value < operand,
  '<=': (value, operand) => value <= operand,
  '>': (value, operand) => value > operand,
  '>=': (value, operand) => value >= operand,
};

/** Filters by the name of their one member. Each reads its operand once, and refuses one that it cannot read. */
const FILTERS: Readonly<Record<string, (operand: any) => Test>> = {
  'prefix': (operand) => textTest('prefix', operand, (value, text) => value.startsWith(text)),
  'suffix': (operand) => textTest('suffix', operand, (value, text) => value.endsWith(text)),
  'equals-ignore-case': (operand) => (value) => typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase(),
  'wildcard': (operand) => {
    const pattern = wildcard(operand);
    return (value) => typeof value === 'string' && pattern.test(value);
  },
  'exists': (operand) => {
    if (typeof operand !== 'boolean') throw invalid('match type exists must be either true or false.');
    return (value) => (value !== undefined) === operand;
  },
  'numeric': numericTest,
  'anything-but': anythingBut,
};

/** Reads a pattern into a test. Throws InvalidEventPatternException, or refuses by name what is not read here. */
export function eventPattern(pattern: Pattern): (event: unknown) => boolean {
  const tests = Object.entries(pattern).map(([name, inner]): ((event: any) => boolean) => {
    if (name === '$or') return alternatives(inner);
    const test = Array.isArray(inner) ? leaf(inner, name) : nested(inner, name);
    return (event) => test(member(event, name));
  });
  if (tests.length === 0) throw invalid('Empty objects are not allowed.');
  return (event) => tests.every((test) => test(event));
}

function nested(inner: unknown, name: string): Test {
  if (typeof inner !== 'object' || inner === null) throw invalid(`"${name}" must be an object or an array.`);
  const test = eventPattern(inner as Pattern);
  // A list of objects matches when one of them does.
  return (value) => (Array.isArray(value) ? value.some((item) => test(item)) : test(value));
}

function alternatives(inner: unknown): (event: unknown) => boolean {
  if (!Array.isArray(inner) || inner.length < 2) throw invalid('There must have at least 2 Objects in $or relationship.');
  const tests = inner.map((each) => eventPattern(each as Pattern));
  return (event) => tests.some((test) => test(event));
}

/** A list of values and filters: one of them must match the value, or one of the values when it is a list. */
function leaf(options: readonly unknown[], name: string): Test {
  if (options.length === 0) throw invalid(`Empty arrays are not allowed at "${name}".`);
  const tests = options.map(option);
  return (value) => {
    const values = Array.isArray(value) ? (value.length ? value : [undefined]) : [value];
    return tests.some((test) => values.some((each) => test(each)));
  };
}

function option(value: unknown): Test {
  if (typeof value !== 'object' || value === null) return (other) => other === value;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length) throw invalid('Only one key allowed in match expression.');
  const filter = FILTERS[name];
  if (!filter) throw notEmulated(`the event pattern filter ${name}`);
  return filter((value as Pattern)[name]);
}

function textTest(name: string, operand: unknown, matches: (value: string, text: string) => boolean): Test {
  const ignoreCase = typeof operand === 'object' && operand !== null && 'equals-ignore-case' in operand;
  const text = ignoreCase ? (operand as Pattern)['equals-ignore-case'] : operand;
  if (typeof text !== 'string') throw invalid(`${name} match pattern must be a string.`);
  const fold = (each: string): string => (ignoreCase ? each.toLowerCase() : each);
  return (value) => typeof value === 'string' && matches(fold(value), fold(text));
}

function numericTest(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2) throw invalid('Value of numeric must be an array of operators and numbers.');
  const pairs = Array.from({ length: operand.length / 2 }, (_, at) => [operand[2 * at], operand[2 * at + 1]] as [string, number]);
  for (const [operator, number] of pairs) {
    if (!COMPARE[operator] || typeof number !== 'number') throw invalid(`Unrecognized numeric range operator: ${operator}`);
  }
  return (value) => typeof value === 'number' && pairs.every(([operator, number]) => COMPARE[operator](value, number));
}

/** Matches a value that is there and is none of these. */
function anythingBut(operand: unknown): Test {
  const tests = (Array.isArray(operand) ? operand : [operand]).flatMap((each) => {
    if (typeof each !== 'object' || each === null) return [option(each)];
    const [[name, inner]] = Object.entries(each as Pattern);
    if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name)) throw notEmulated(`the event pattern filter anything-but ${name}`);
    return (Array.isArray(inner) ? inner : [inner]).map((value) => FILTERS[name](value));
  });
  return (value) => value !== undefined && !tests.some((test) => test(value));
}

/** `*` stands for any characters; `\*` and `\\` for themselves. */
function wildcard(operand: unknown): RegExp {
  if (typeof operand !== 'string') throw invalid('wildcard match pattern must be a string.');
  const source = operand.replace(/\\[\\*]|[\s\S]/g, (part) => (part === '*' ? '[\\s\\S]*' : (part.at(-1)!).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${source}$`);
}

function member(event: unknown, name: string): unknown {
  return typeof event === 'object' && event !== null && Object.hasOwn(event, name) ? (event as Pattern)[name] : undefined;
}

export class InvalidPattern extends Error {}

function invalid(message: string): InvalidPattern {
  return new InvalidPattern(message);
}
