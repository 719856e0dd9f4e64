/** A policy's text with its wildcards: character codes, or one of the two marks below. */
export type Pattern = readonly number[];

const ANY_RUN = -1; // *
const ANY_ONE = -2; // ?

/** Every character stands for itself. */
export function literal(text: string): Pattern {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

/** `*` and `?` are wildcards. */
export function wildcards(text: string): Pattern {
  return literal(text).map((code) => (code === 42 ? ANY_RUN : code === 63 ? ANY_ONE : code));
}

/** The text as it was written. */
export function textOf(pattern: Pattern): string {
  return pattern.map((code) => (code === ANY_RUN ? '*' : code === ANY_ONE ? '?' : String.fromCharCode(code))).join('');
}

/** Prepares the match of a whole text. The common forms (no wildcard, only a last `*`) need no walk. */
export function matcher(pattern: Pattern): (text: string) => boolean {
  const first = pattern.findIndex((code) => code < 0);
  if (first === -1) {
    const whole = textOf(pattern);
    return (text) => text === whole;
  }
  if (first === pattern.length - 1 && pattern[first] === ANY_RUN) {
    const head = textOf(pattern.slice(0, -1));
    return (text) => text.startsWith(head);
  }
  return (text) => walk(pattern, text);
}

/** Remembers the last `*` only, so that no pattern takes more than length times length. */
function walk(pattern: Pattern, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === ANY_RUN) {
      star = p++;
      retry = t;
    } else if (p < pattern.length && (pattern[p] === ANY_ONE || pattern[p] === text.charCodeAt(t))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.length && pattern[p] === ANY_RUN) p++;
  return p === pattern.length;
}

/** Parts between the separators; at most `limit`, the last one keeps the rest. */
export function split(pattern: Pattern, separator: string, limit: number): Pattern[] {
  const code = separator.charCodeAt(0);
  const parts: Pattern[] = [];
  let start = 0;
  while (parts.length < limit - 1) {
    const end = pattern.indexOf(code, start);
    if (end === -1) break;
    parts.push(pattern.slice(start, end));
    start = end + 1;
  }
  return [...parts, pattern.slice(start)];
}
