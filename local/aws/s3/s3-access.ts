import { Caller, Decision } from '../../access/model';
import { AccessCall, Authority, CloudIdentity } from '../../services';
import { BucketRecord } from './bucket-record';

type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Asks whether a caller may do something with a bucket or an object; the bucket policy is the policy on both. */
export class S3Access {
  constructor(
    private readonly identity: CloudIdentity,
    private readonly authority: Authority,
  ) {}

  bucketArn(bucket: string): string {
    return `arn:${this.identity.partition}:s3:::${bucket}`;
  }

  objectArn(bucket: string, key: string): string {
    return `${this.bucketArn(bucket)}/${key}`;
  }

  requireBucket(caller: Caller, action: string, bucket: BucketRecord, context: Context = {}): void {
    this.authority.require(this.call(caller, action, bucket, undefined, context));
  }

  requireObject(caller: Caller, action: string, bucket: BucketRecord, key: string, context: Context = {}): void {
    this.authority.require(this.call(caller, action, bucket, key, context));
  }

  /** For what has no bucket yet, and for the account's list of buckets. */
  requireService(caller: Caller, action: string, resource: string): void {
    this.authority.require({ caller, action, resource, context: this.context(caller, {}) });
  }

  /** Who may list the bucket may also learn that a key is not there. */
  mayLearnAbsence(caller: Caller, bucket: BucketRecord, eventName: string): Decision {
    return this.authority.decide({ ...this.call(caller, 's3:ListBucket', bucket, undefined, {}), eventName });
  }

  private call(caller: Caller, action: string, bucket: BucketRecord, key: string | undefined, context: Context): AccessCall {
    const closed = caller.principal.kind === 'anonymous' && bucket.publicAccessBlock?.RestrictPublicBuckets;
    return {
      caller,
      action,
      resource: key === undefined ? this.bucketArn(bucket.name) : this.objectArn(bucket.name, key),
      resourcePolicy: bucket.policy && !closed ? [{ name: `bucket ${bucket.name}`, document: bucket.policy }] : undefined,
      context: this.context(caller, context),
      requestParameters: { bucketName: bucket.name, ...(key === undefined ? {} : { key }) },
    };
  }

  private context(caller: Caller, context: Context): Record<string, string | readonly string[]> {
    const given = Object.entries(context).filter((entry): entry is [string, string | readonly string[]] => entry[1] !== undefined);
    return { ...(caller.secureTransport ? { 's3:TlsVersion': '1.3' } : {}), ...Object.fromEntries(given) };
  }
}

/** Condition keys that a request's headers fill, as they were sent; what was not sent is absent. */
const HEADER_KEYS = ['x-amz-acl', 'x-amz-storage-class', 'x-amz-metadata-directive', 'x-amz-copy-source', 'x-amz-server-side-encryption'] as const;

export function headerContext(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(HEADER_KEYS.flatMap((name) => (headers[name] === undefined ? [] : [[`s3:${name}`, headers[name]]])));
}
