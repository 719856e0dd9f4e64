const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text that is safe inside an element or attribute; control characters that XML 1.0 forbids become `?`. */
export function xmlText(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '?');
}

/** The members of an object as elements. A list is wrapped: `<Tags><member>…</member></Tags>`; absent members are left out. */
export function xmlElements(value: unknown, listItem: 'member' | 'item'): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => `<${listItem}>${xmlElements(item, listItem)}</${listItem}>`).join('');
  if (typeof value !== 'object' || value instanceof Date) return xmlText(value);
  return Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([name, member]) => `<${name}>${xmlElements(member, listItem)}</${name}>`)
    .join('');
}
