import { AwsError, notEmulated } from '../wire/aws-error';

type Level = 'service' | 'bucket' | 'object';

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly level: Level;
  /** Query parameter that names the sub-resource. */
  readonly query?: string;
  /** Header that must be there. */
  readonly header?: string;
}

const row = (operation: string, method: string, level: Level, query?: string, header?: string): Route => ({ operation, method, level, query, header });

function subResource(noun: string, query: string, deletion?: string): Route[] {
  return [row(`Get${noun}`, 'GET', 'bucket', query), row(`Put${noun}`, 'PUT', 'bucket', query), ...(deletion ? [row(deletion, 'DELETE', 'bucket', query)] : [])];
}

/** The first row that fits is the operation. */
export const ROUTES: readonly Route[] = [
  row('ListBuckets', 'GET', 'service'),

  ...subResource('BucketPolicy', 'policy', 'DeleteBucketPolicy'),
  ...subResource('BucketEncryption', 'encryption', 'DeleteBucketEncryption'),
  ...subResource('BucketVersioning', 'versioning'),
  ...subResource('PublicAccessBlock', 'publicAccessBlock', 'DeletePublicAccessBlock'),
  ...subResource('BucketOwnershipControls', 'ownershipControls', 'DeleteBucketOwnershipControls'),
  ...subResource('BucketTagging', 'tagging', 'DeleteBucketTagging'),
  ...subResource('BucketLifecycleConfiguration', 'lifecycle', 'DeleteBucketLifecycle'),
  ...subResource('BucketLogging', 'logging'),
  ...subResource('BucketNotificationConfiguration', 'notification'),
  row('GetBucketLocation', 'GET', 'bucket', 'location'),
  row('GetBucketAcl', 'GET', 'bucket', 'acl'),
  row('ListObjectVersions', 'GET', 'bucket', 'versions'),
  row('ListMultipartUploads', 'GET', 'bucket', 'uploads'),
  row('DeleteObjects', 'POST', 'bucket', 'delete'),
  row('ListObjectsV2', 'GET', 'bucket', 'list-type'),
  row('ListObjects', 'GET', 'bucket'),
  row('HeadBucket', 'HEAD', 'bucket'),
  row('CreateBucket', 'PUT', 'bucket'),
  row('DeleteBucket', 'DELETE', 'bucket'),

  row('GetObjectTagging', 'GET', 'object', 'tagging'),
  row('PutObjectTagging', 'PUT', 'object', 'tagging'),
  row('DeleteObjectTagging', 'DELETE', 'object', 'tagging'),
  row('GetObjectAcl', 'GET', 'object', 'acl'),
  row('CreateMultipartUpload', 'POST', 'object', 'uploads'),
  row('ListParts', 'GET', 'object', 'uploadId'),
  row('UploadPartCopy', 'PUT', 'object', 'uploadId', 'x-amz-copy-source'),
  row('UploadPart', 'PUT', 'object', 'uploadId'),
  row('CompleteMultipartUpload', 'POST', 'object', 'uploadId'),
  row('AbortMultipartUpload', 'DELETE', 'object', 'uploadId'),
  row('CopyObject', 'PUT', 'object', undefined, 'x-amz-copy-source'),
  row('GetObject', 'GET', 'object'),
  row('HeadObject', 'HEAD', 'object'),
  row('PutObject', 'PUT', 'object'),
  row('DeleteObject', 'DELETE', 'object'),
];

/** Parameters that name another operation than the plain one; without a row they are refused, never overlooked. */
const SUB_RESOURCES = new Set([
  ...ROUTES.flatMap(({ query }) => query ?? []),
  'abac', 'accelerate', 'analytics', 'attributes', 'cors', 'encryptionContext', 'intelligent-tiering', 'inventory', 'legal-hold', 'metadataConfiguration', 'metadataTable', 'metrics',
  'object-lock', 'policyStatus', 'renameObject', 'replication', 'requestPayment', 'restore', 'retention', 'select', 'session', 'torrent', 'website',
]);

/** Name of the operation that a request asks for. */
export function operationOf(method: string, target: { readonly bucket: string; readonly key: string }, query: URLSearchParams, headers: Readonly<Record<string, string>>): string {
  const level: Level = !target.bucket ? 'service' : target.key ? 'object' : 'bucket';
  const named = [...query.keys()].filter((name) => SUB_RESOURCES.has(name));
  const route = ROUTES.find(
    (one) => one.method === method && one.level === level && (one.query === undefined ? named.length === 0 : named.includes(one.query)) && (one.header === undefined || headers[one.header] !== undefined),
  );
  if (route) return route.operation;
  if (named.length) throw notEmulated(`S3 ${method} ?${named.join('&')} on ${level === 'service' ? 'the service' : `a ${level}`}`);
  throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, { Method: method });
}
