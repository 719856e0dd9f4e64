import { kmsError } from './kms-errors';

/** A page of a KMS list: `Limit` rows after `Marker`. */
export function page<T>(rows: readonly T[], input: { Limit?: number; Marker?: string }): { rows: T[]; NextMarker?: string; Truncated: boolean } {
  const from = input.Marker === undefined ? 0 : Number(input.Marker);
  if (!Number.isInteger(from) || from < 0) throw kmsError.invalidMarker(input.Marker!);
  const limit = input.Limit ?? 100;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw kmsError.validation(`Limit must be between 1 and 1000, got: ${limit}`);
  const to = from + limit;
  return to < rows.length ? { rows: rows.slice(from, to), NextMarker: String(to), Truncated: true } : { rows: rows.slice(from), Truncated: false };
}
