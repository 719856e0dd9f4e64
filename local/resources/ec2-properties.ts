import { ResourceContext } from './handler';

/** Templates may write truths and numbers as strings. */
export function truth(value: unknown): boolean | undefined {
  return value === undefined ? undefined : value === true || value === 'true';
}

export function integer(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** The resource's own tags win over those of the stack. */
export function tagsOf(properties: { readonly Tags?: ReadonlyArray<{ Key: string; Value: string }> }, context: ResourceContext): Record<string, string> {
  return { ...context.stackTags, ...Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])) };
}
