import { AwsError, notEmulated } from '../wire/aws-error';
import { s3Error } from './s3-errors';

type Headers = Readonly<Record<string, string>>;

const KEPT = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires', 'x-amz-website-redirect-location'] as const;
const METADATA = 'x-amz-meta-';

/** Headers that come back with the object. */
export function keptHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = Object.fromEntries(KEPT.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
  const encoding = (headers['content-encoding'] ?? '').split(',').map((one) => one.trim()).filter((one) => one && one !== 'aws-chunked').join(',');
  return { 'content-type': 'binary/octet-stream', ...kept, ...(encoding ? { 'content-encoding': encoding } : {}) };
}

export function userMetadata(headers: Headers): Record<string, string> {
  const metadata = Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (name.startsWith(METADATA) ? [[name.slice(METADATA.length), value]] : [])));
  const size = Object.entries(metadata).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (size > 2048) throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', 400, { Size: String(size), MaxSizeAllowed: '2048' });
  return metadata;
}

export function metadataHeaders(metadata: Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [METADATA + name, value]));
}

/** Tags of the x-amz-tagging header, which is written like a query. */
export function headerTags(headers: Headers): Record<string, string> {
  return checkedTags([...new URLSearchParams(headers['x-amz-tagging'] ?? '')], 10);
}

export function checkedTags(pairs: ReadonlyArray<readonly [string, string]>, max: number): Record<string, string> {
  if (pairs.length > max) throw new AwsError('BadRequest', `Object tags cannot be greater than ${max}`, 400);
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key', 400);
  return Object.fromEntries(pairs);
}

export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long', 400, { Size: String(bytes), MaxSizeAllowed: '1024' });
}

/** ACLs that say something else than "the bucket's owner" do not exist under BucketOwnerEnforced; other features are refused by name. */
export function refuseUnsupportedHeaders(headers: Headers): void {
  const acl = headers['x-amz-acl'];
  if ((acl !== undefined && acl !== 'private' && acl !== 'bucket-owner-full-control') || Object.keys(headers).some((name) => name.startsWith('x-amz-grant-'))) {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400);
  }
  const storageClass = headers['x-amz-storage-class'];
  if (storageClass !== undefined && storageClass !== 'STANDARD') throw notEmulated(`storage class ${storageClass}`);
  const lock = Object.keys(headers).find((name) => name.startsWith('x-amz-object-lock-'));
  if (lock) throw notEmulated(`S3 Object Lock (header ${lock})`);
  if (headers['x-amz-write-offset-bytes'] !== undefined) throw notEmulated('appending to S3 objects');
  if (Number(headers['x-amz-decoded-content-length'] ?? headers['content-length'] ?? 0) > 5 * 2 ** 30) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.', 400, { MaxSizeAllowed: String(5 * 2 ** 30) });
  }
  if (headers['content-length'] !== undefined && !/^\d+$/.test(headers['content-length'])) throw s3Error.invalidArgument('Content-Length must be a number', 'Content-Length', headers['content-length']);
}
