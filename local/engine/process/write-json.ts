const HTML: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/** Compact JSON with members in byte order at every level (rules 60 to 62), as Go's marshaller writes maps. */
export function writeJson(value: unknown, escapeHtml = false): string {
  const text = write(value);
  return escapeHtml ? text.replace(/[<>&\u2028\u2029]/g, (character) => HTML[character]) : text;
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Record<string, unknown>;
  return `{${Object.keys(members).sort(byBytes).map((name) => `${JSON.stringify(name)}:${write(members[name])}`).join(',')}}`;
}

/** Order of the UTF-8 bytes. It differs from JavaScript's order of UTF-16 units where surrogates meet U+E000 and above. */
export function byBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    if (a[at] !== b[at]) return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
