import { PolicyDocument } from '../../access/model';

export interface BucketEncryption {
  readonly algorithm: 'AES256' | 'aws:kms';
  /** As it was given: id, ARN or alias. */
  readonly kmsKeyId?: string;
  readonly bucketKeyEnabled?: boolean;
}

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

/** Configurations that are shown as they were given and have no effect. */
export type RecordedConfiguration = 'lifecycle' | 'logging' | 'notification';

export interface BucketRecord {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly policy?: PolicyDocument;
  readonly encryption: BucketEncryption;
  /** Recorded only: one version of an object is kept. */
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly publicAccessBlock?: PublicAccessBlock;
  /** `BucketOwnerEnforced`: there are no ACLs. Recorded only. */
  readonly ownership?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** XML, by the configuration's name. */
  readonly recorded: Readonly<Partial<Record<RecordedConfiguration, string>>>;
}

/** What a new bucket is like since April 2023: encrypted by the service, without ACLs, closed to the public. */
export function newBucket(name: string, created: number): BucketRecord {
  return {
    name,
    created,
    encryption: { algorithm: 'AES256' },
    publicAccessBlock: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    ownership: 'BucketOwnerEnforced',
    tags: {},
    recorded: {},
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  return /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
}
