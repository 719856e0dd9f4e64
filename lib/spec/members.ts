/** Reads a dotted member (`TransformInput.SplitType`) of a plain object; undefined where a part is missing. */
export function memberOf(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (isStructure(at) ? at[name] : undefined), value);
}

/** Whether the value is a plain object, and so may hold members. */
export function isStructure(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
