/**
 * The JSONPath subset of `DataProcessing`. The service refuses every other character when the job is created;
 * an underscore is among them. Slices include their end, unlike in every JSONPath library.
 *
 *     path  = "$" step*
 *     step  = "." name | "." "*" | ["."] "[" items "]"
 *     items = "*" | [int] ":" [int] | int *("," int) | quoted *("," quoted)
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html
 */
export type Step =
  | { readonly kind: 'name'; readonly names: readonly string[] }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'index'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number };

export type JsonPath = readonly Step[];
export type ParsedJsonPath = { readonly path: JsonPath } | { readonly error: string };

const ALLOWED = /[^$[\]*. ,:\-'A-Za-z0-9]/;
const OPERATORS = `['$', '[', ']', '*', '.', ' ', ',', ':', '-', ''']`;
const DOTTED = /^\.(?:(\*)|([A-Za-z0-9 -]+))/;
const BRACKET = /^\.?\[\s*([^\]]*?)\s*\]/;
const INTEGER = /^-?\d+$/;
const QUOTED = /^'([^']+)'$/;
const RANGE = /^(-?\d+)?\s*:\s*(-?\d+)?$/;

/** Reads a filter; the error is worded as the service's recorded texts are. */
export function parseJsonPath(text: string): ParsedJsonPath {
  const stray = ALLOWED.exec(text);
  if (stray) return { error: `Unexpected "${stray[0]}" in JsonPath. Supported operators are ${OPERATORS}` };
  if (!text.startsWith('$')) return { error: 'a JsonPath starts with "$"' };
  const path: Step[] = [];
  let rest = text.slice(1);
  while (rest) {
    const dotted = DOTTED.exec(rest);
    const bracket = dotted ? null : BRACKET.exec(rest);
    const step = dotted ? dottedStep(dotted) : bracket ? bracketStep(bracket[1], text) : undefined;
    if (!step) return { error: `cannot read "${rest}" in JsonPath "${text}"` };
    if ('error' in step) return step;
    path.push(step);
    rest = rest.slice((dotted ?? bracket)![0].length);
  }
  return { path };
}

function dottedStep(match: RegExpExecArray): Step {
  return match[1] ? { kind: 'wildcard' } : { kind: 'name', names: [match[2]] };
}

function bracketStep(content: string, whole: string): Step | { readonly error: string } | undefined {
  if (content === '*') return { kind: 'wildcard' };
  const range = RANGE.exec(content);
  if (range) return { kind: 'slice', from: optionalInt(range[1]), to: optionalInt(range[2]) };
  const items = content.split(',').map((item) => item.trim());
  if (items.every((item) => INTEGER.test(item))) return { kind: 'index', indexes: items.map(Number) };
  if (items.every((item) => QUOTED.test(item))) return { kind: 'name', names: items.map((item) => QUOTED.exec(item)![1]) };
  if (items.some((item) => RANGE.test(item))) {
    return { error: `Invalid JsonPath: ${whole}: only single range filters of format (eg: [1:5]) are supported. Format [${content}] is not supported` };
  }
  return undefined;
}

function optionalInt(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
