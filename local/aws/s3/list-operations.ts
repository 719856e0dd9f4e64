import { Caller } from '../../access/model';
import { listPage, Listing, ListingRequest } from './listing';
import { ObjectRecord } from './object-record';
import { quoted } from './object-response';
import { S3Operations, S3Request, XML } from './s3-request';
import { s3Error } from './s3-errors';
import { S3Service } from './s3-service';
import { xmlDocument } from './xml';

/** Condition keys of a listing: what was not asked is absent. */
function listContext(query: URLSearchParams) {
  return { 's3:prefix': query.get('prefix') ?? undefined, 's3:delimiter': query.get('delimiter') ?? undefined, 's3:max-keys': query.get('max-keys') ?? undefined };
}

function maxKeys(query: URLSearchParams): number {
  const text = query.get('max-keys') ?? '1000';
  if (!/^\d+$/.test(text)) throw s3Error.invalidArgument('Provided max-keys not an integer or within integer range', 'max-keys', text);
  return Math.min(Number(text), 1000);
}

/** The token of a page is opaque to clients: where the page ended. */
function writeToken(last: NonNullable<Listing['last']>): string {
  return Buffer.from(JSON.stringify(last)).toString('base64url');
}

function readToken(token: string): NonNullable<Listing['last']> {
  try {
    const last = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (typeof (last.key ?? last.commonPrefix) === 'string') return last;
  } catch {
    // not one of ours: said below
  }
  throw s3Error.invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}

/** A plain marker that ends in the delimiter stands for the whole common prefix, which the last page has shown. */
function markerOf(marker: string | null, delimiter: string | undefined): ListingRequest['after'] {
  if (!marker) return undefined;
  return delimiter && marker.endsWith(delimiter) ? { commonPrefix: marker } : { key: marker };
}

/** ListObjects, ListObjectsV2 and ListObjectVersions. */
export function listOperations(s3: S3Service): S3Operations {
  const pageOf = ({ caller, bucket, query }: { caller: Caller; bucket: string; query: URLSearchParams }, action: string, after: ListingRequest['after']) => {
    const record = s3.buckets.get(bucket);
    s3.access.requireBucket(caller, action, record, listContext(query));
    const asked = { prefix: query.get('prefix') ?? '', delimiter: query.get('delimiter') || undefined, maxKeys: maxKeys(query) };
    const page = listPage(s3.index.keys(bucket), { ...asked, after });
    return { ...asked, ...page, objects: page.keys.map((key) => s3.index.get(bucket, key)!) };
  };

  const answer = (root: string, { bucket, query }: S3Request, page: ReturnType<typeof pageOf>, members: (encode: (text: string | undefined) => string | undefined) => object) => {
    const asUrl = query.get('encoding-type') === 'url';
    const encode = (text: string | undefined) => (asUrl && text !== undefined ? encodeURIComponent(text).replace(/%2F/g, '/') : text);
    const body = xmlDocument(root, {
      Name: bucket,
      Prefix: encode(page.prefix),
      Delimiter: encode(page.delimiter),
      MaxKeys: page.maxKeys,
      EncodingType: asUrl ? 'url' : undefined,
      IsTruncated: page.truncated,
      ...members(encode),
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    });
    return { status: 200, headers: XML, body };
  };

  const contents = (record: ObjectRecord, encode: (text: string) => string | undefined, withOwner: boolean) => ({
    Key: encode(record.key),
    LastModified: new Date(record.lastModified),
    ETag: quoted(record.etag),
    ...(record.checksum ? { ChecksumAlgorithm: record.checksum.algorithm.toUpperCase(), ChecksumType: record.checksum.type } : {}),
    Size: record.size,
    StorageClass: 'STANDARD',
    Owner: withOwner ? s3.owner : undefined,
  });

  return {
    ListObjects: (request) => {
      const marker = request.query.get('marker');
      const page = pageOf(request, 's3:ListBucket', markerOf(marker, request.query.get('delimiter') || undefined));
      const next = page.truncated && page.delimiter && page.last ? Object.values(page.last)[0] : undefined;
      return answer('ListBucketResult', request, page, (encode) => ({
        Marker: encode(marker ?? ''),
        NextMarker: encode(next),
        Contents: page.objects.map((record) => contents(record, encode, true)),
      }));
    },

    ListObjectsV2: (request) => {
      const { query } = request;
      const token = query.get('continuation-token');
      const startAfter = query.get('start-after');
      const page = pageOf(request, 's3:ListBucket', token !== null ? readToken(token) : startAfter ? { key: startAfter } : undefined);
      return answer('ListBucketResult', request, page, (encode) => ({
        KeyCount: page.keys.length + page.commonPrefixes.length,
        ContinuationToken: token ?? undefined,
        NextContinuationToken: page.truncated && page.last ? writeToken(page.last) : undefined,
        StartAfter: encode(startAfter ?? undefined),
        Contents: page.objects.map((record) => contents(record, encode, query.get('fetch-owner') === 'true')),
      }));
    },

    /** Only current objects are kept, so each has the one version `null`. */
    ListObjectVersions: (request) => {
      const marker = request.query.get('key-marker');
      const page = pageOf(request, 's3:ListBucketVersions', markerOf(marker, request.query.get('delimiter') || undefined));
      return answer('ListVersionsResult', request, page, (encode) => ({
        KeyMarker: encode(marker ?? ''),
        VersionIdMarker: request.query.get('version-id-marker') ?? '',
        NextKeyMarker: page.truncated && page.last ? encode(Object.values(page.last)[0]) : undefined,
        NextVersionIdMarker: page.truncated && page.last && 'key' in page.last ? 'null' : undefined,
        Version: page.objects.map((record) => ({ ...contents(record, encode, true), VersionId: 'null', IsLatest: true })),
      }));
    },
  };
}
