import { ObjectEncryption, ObjectRecord } from './object-record';
import { metadataHeaders } from './object-description';
import { Reading } from './object-reader';
import { checksumElement } from './checksum-algorithm';

type Headers = Record<string, string>;

/** What answers say about encryption. */
export function encryptionHeaders(encryption: ObjectEncryption): Headers {
  return {
    'x-amz-server-side-encryption': encryption.algorithm,
    ...(encryption.kmsKeyArn ? { 'x-amz-server-side-encryption-aws-kms-key-id': encryption.kmsKeyArn } : {}),
    ...(encryption.bucketKeyEnabled ? { 'x-amz-server-side-encryption-bucket-key-enabled': 'true' } : {}),
  };
}

export function checksumHeaders({ checksum }: Pick<ObjectRecord, 'checksum'>): Headers {
  return checksum ? { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': checksum.type } : {};
}

export function checksumMembers({ checksum }: Pick<ObjectRecord, 'checksum'>): Record<string, string> {
  return checksum ? { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type } : {};
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}

/** Query parameters of a GET that replace headers of the answer. */
const OVERRIDES = ['content-type', 'content-language', 'expires', 'cache-control', 'content-disposition', 'content-encoding'] as const;

/** Status and headers of GetObject and HeadObject. */
export function readingHead({ record, range, notModified }: Reading, request: { readonly headers: Readonly<Record<string, string>>; readonly query: URLSearchParams }): { status: number; headers: Headers } {
  const validators = { etag: quoted(record.etag), 'last-modified': new Date(record.lastModified).toUTCString() };
  if (notModified) return { status: 304, headers: validators };
  const overrides = Object.fromEntries(OVERRIDES.flatMap((name) => (request.query.has(`response-${name}`) ? [[name, request.query.get(`response-${name}`)!]] : [])));
  const tags = Object.keys(record.tags).length;
  const byPart = request.query.has('partNumber');
  return {
    status: range ? 206 : 200,
    headers: {
      ...record.headers,
      ...overrides,
      ...metadataHeaders(record.metadata),
      ...validators,
      'accept-ranges': 'bytes',
      'content-length': String(range ? range.end - range.start + 1 : record.size),
      ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${record.size}` } : {}),
      ...encryptionHeaders(record.encryption),
      ...(request.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && !range ? checksumHeaders(record) : {}),
      ...(tags ? { 'x-amz-tagging-count': String(tags) } : {}),
      ...(byPart && record.segments.length > 1 ? { 'x-amz-mp-parts-count': String(record.segments.length) } : {}),
    },
  };
}
