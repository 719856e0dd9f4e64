import { Token } from 'aws-cdk-lib';

/** One permission on a bucket: to read one object, to list and read a prefix, or to write below a prefix. */
export interface S3Allowance {
  readonly access: 'object' | 'read' | 'write';
  readonly bucketArn: string;
  /** Key of the object, or prefix of the keys; empty for the whole bucket. */
  readonly key: string;
}

/** What an IAM statement says besides its principal and its account conditions. */
export interface S3Grant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * A string condition in an endpoint policy needs six plain characters before or after each wildcard.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
const PLAIN_CHARACTERS = 6;

/**
 * The least statements that give the permissions: one to read objects, one to write them, one a bucket to list it.
 * The role's policy and the endpoint's policy are both written by it, so that they cannot disagree.
 */
export function s3Grants(allowances: readonly S3Allowance[]): S3Grant[] {
  const objects = allowances.flatMap(({ access, bucketArn, key }) => (access === 'object' ? [`${bucketArn}/${key}`] : access === 'read' ? [`${bucketArn}/${key}*`] : []));
  const written = allowances.filter(({ access }) => access === 'write').map(({ bucketArn, key }) => `${bucketArn}/${asFolder(key)}*`);
  const listed = new Map<string, string[]>();
  for (const { access, bucketArn, key } of allowances) {
    if (access === 'read') listed.set(bucketArn, [...(listed.get(bucketArn) ?? []), key]);
  }
  return [
    ...(objects.length ? [{ sid: 'ReadObjects', actions: ['s3:GetObject'], resources: distinct(objects) }] : []),
    ...[...listed].map(([bucketArn, prefixes], index) => listing(bucketArn, distinct(prefixes), `ListBucket${index + 1}`)),
    // PutObject covers all parts of a multipart upload; AbortMultipartUpload lets a stopped job clean up.
    ...(written.length ? [{ sid: 'WriteObjects', actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: distinct(written) }] : []),
  ];
}

function listing(bucketArn: string, prefixes: readonly string[], sid: string): S3Grant {
  const grant = { sid, actions: ['s3:ListBucket'], resources: [bucketArn] };
  return prefixes.includes('') ? grant : { ...grant, conditions: { StringLike: { 's3:prefix': distinct(prefixes.flatMap(listable)) } } };
}

/** The service lists with the prefix that it was given; a longer one is allowed where the endpoint's rule permits to say so. */
function listable(prefix: string): string[] {
  return Token.isUnresolved(prefix) || prefix.length >= PLAIN_CHARACTERS ? [prefix, `${prefix}*`] : [prefix];
}

/** Results are written to `<prefix>/<name>.out`, whether or not the prefix ends with a slash. */
function asFolder(prefix: string): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
