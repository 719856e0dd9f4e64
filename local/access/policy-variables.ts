import { RequestContext, valuesOf } from './request-context';
import { literal, Pattern, wildcards } from './pattern';

interface Variable {
  readonly key: string;
  readonly fallback?: string;
}

/** A policy value: fixed, or with `${variables}` that are filled from the request. */
export type Template = { readonly fixed: Pattern } | { readonly parts: ReadonlyArray<Pattern | Variable> };

const REFERENCE = /\$\{([^}]*)\}/g;
const ESCAPES: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };

/** Without `variables` (policies of version 2008-10-17, and elements that know none) `${…}` is plain text. */
export function template(text: string, variables: boolean): Template {
  if (!variables || !text.includes('${')) return { fixed: wildcards(text) };
  const parts: Array<Pattern | Variable> = [];
  let end = 0;
  for (const found of text.matchAll(REFERENCE)) {
    parts.push(wildcards(text.slice(end, found.index)), reference(found[1]));
    end = found.index + found[0].length;
  }
  parts.push(wildcards(text.slice(end)));
  return parts.every(isPattern) ? { fixed: parts.flat() } : { parts };
}

/** `undefined` when a variable has neither a single value nor a default: such a value matches nothing. */
export function resolve(value: Template, context: RequestContext): Pattern | undefined {
  if ('fixed' in value) return value.fixed;
  const resolved: number[] = [];
  for (const part of value.parts) {
    if (isPattern(part)) {
      resolved.push(...part);
      continue;
    }
    const values = valuesOf(context, part.key);
    const text = values?.length === 1 ? values[0] : values ? undefined : part.fallback;
    if (text === undefined) return undefined;
    resolved.push(...literal(text)); // a `*` in a tag's value is no wildcard
  }
  return resolved;
}

function reference(body: string): Pattern | Variable {
  if (Object.hasOwn(ESCAPES, body)) return literal(ESCAPES[body]);
  const [, key, fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(body) ?? [undefined, body];
  return { key, fallback };
}

function isPattern(part: Pattern | Variable): part is Pattern {
  return Array.isArray(part);
}
