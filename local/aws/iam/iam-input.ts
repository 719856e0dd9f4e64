import { AwsError } from '../wire/aws-error';
import { validationError } from './iam-errors';

/** A member that must be there. */
export function required(input: Readonly<Record<string, unknown>>, member: string): string {
  const value = input?.[member];
  if (typeof value === 'string' && value !== '') return value;
  throw validationError(`1 validation error detected: Value null at '${member[0].toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`);
}

/** The Tags member as a record. */
export function readTags(tags: unknown): Record<string, string> {
  const list = (tags || []) as ReadonlyArray<{ Key?: string; Value?: string }>;
  return Object.fromEntries(list.map((tag) => {
    if (tag.Key?.startsWith('aws:')) throw validationError(`tag "${tag.Key}": keys that begin with "aws:" are reserved`);
    return [required(tag as Record<string, unknown>, 'Key'), tag.Value ?? ''];
  }));
}

/** One page of a list; `Marker` is the number of the first entry. */
export function page<T>(items: readonly T[], input: { readonly MaxItems?: string; readonly Marker?: string }): { entries: T[]; IsTruncated: boolean; Marker?: string } {
  const start = Number(input.Marker ?? 0);
  const count = Number(input.MaxItems ?? 100);
  if (!Number.isInteger(count) || count < 1 || count > 1000) throw validationError(`Value '${input.MaxItems}' at 'maxItems' failed to satisfy constraint: a whole number from 1 to 1000`);
  if (!Number.isInteger(start) || start < 0) throw new AwsError('InvalidInput', `Invalid Marker "${input.Marker}"`, 400);
  const more = start + count < items.length;
  return { entries: items.slice(start, start + count), IsTruncated: more, Marker: more ? String(start + count) : undefined };
}
