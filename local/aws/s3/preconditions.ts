import { s3Error } from './s3-errors';

type Headers = Readonly<Record<string, string>>;

interface State {
  readonly etag: string;
  readonly lastModified: number;
}

function matches(header: string, etag: string): boolean {
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '').replace(/^"|"$/g, '') === etag);
}

/** HTTP dates have whole seconds. A date that cannot be read is no condition. */
function modifiedSince(state: State, date: string): boolean | undefined {
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : Math.floor(state.lastModified / 1000) > Math.floor(time / 1000);
}

/**
 * Conditions of GET and HEAD (RFC 9110 §13.2.2): an entity tag outweighs a date.
 * @returns whether the client's copy is still good (304).
 */
export function isNotModified(headers: Headers, state: State): boolean {
  if (headers['if-match'] !== undefined) {
    if (!matches(headers['if-match'], state.etag)) throw s3Error.preconditionFailed('If-Match');
  } else if (headers['if-unmodified-since'] !== undefined && modifiedSince(state, headers['if-unmodified-since'])) {
    throw s3Error.preconditionFailed('If-Unmodified-Since');
  }
  if (headers['if-none-match'] !== undefined) return matches(headers['if-none-match'], state.etag);
  return headers['if-modified-since'] !== undefined && modifiedSince(state, headers['if-modified-since']) === false;
}

/** The same conditions on the source of a copy, where "not modified" is a failure too. */
export function requireCopySource(headers: Headers, state: State): void {
  const own: Record<string, string> = {};
  for (const name of ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since']) {
    const value = headers[`x-amz-copy-source-${name}`];
    if (value !== undefined) own[name] = value;
  }
  if (isNotModified(own, state)) throw s3Error.preconditionFailed('x-amz-copy-source-If-None-Match');
}

/** Conditions of a write: `If-None-Match: *` makes only, `If-Match` overwrites only what the client has seen. */
export function requireWritable(headers: Headers, key: string, existing: State | undefined): void {
  const none = headers['if-none-match'];
  if (none !== undefined) {
    if (none !== '*') throw s3Error.invalidArgument("A write takes If-None-Match with the value '*' only", 'If-None-Match', none);
    if (existing) throw s3Error.preconditionFailed('If-None-Match');
  }
  if (headers['if-match'] !== undefined) {
    if (!existing) throw s3Error.noSuchKey(key);
    if (!matches(headers['if-match'], existing.etag)) throw s3Error.preconditionFailed('If-Match');
  }
}
