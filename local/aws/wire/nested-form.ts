type Nested = string | Nested[] | { [name: string]: Nested };

/**
 * Reads the flat names of AWS Query into nested values: `Tags.member.1.Key=a` is `{Tags: [{Key: 'a'}]}`,
 * `Filter.1.Value.2=b` is `{Filter: [{Value: [, 'b']}]}` without the hole.
 */
export function nestedForm(form: URLSearchParams): { [name: string]: Nested } {
  const root: { [name: string]: Nested } = Object.create(null);
  for (const [name, value] of form) {
    const parts = name.split('.');
    const last = parts.pop()!;
    let at = root;
    for (const part of parts) {
      const next = at[part];
      at = (typeof next === 'object' ? next : (at[part] = Object.create(null))) as { [name: string]: Nested };
    }
    at[last] = value;
  }
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, withLists(value)]));
}

function withLists(value: Nested): Nested {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const names = Object.keys(value);
  if (names.length === 1 && names[0] === 'member') return withLists(value.member);
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) {
    return names.sort((a, b) => Number(a) - Number(b)).map((name) => withLists(value[name]));
  }
  return Object.fromEntries(names.map((name) => [name, withLists(value[name])]));
}
