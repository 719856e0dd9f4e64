import { AwsError, notEmulated } from '../wire/aws-error';
import { BucketRecord, RecordedConfiguration } from './bucket-record';
import { checkedTags } from './object-description';
import { s3Error } from './s3-errors';
import { parseDocument, xmlDocument, xmlList } from './xml';

/** A sub-resource of a bucket: how it is permitted, shown, read and taken away. */
export interface BucketConfiguration {
  /** `GetBucketEncryption`; Put and Delete are named alike unless said otherwise. */
  readonly noun: string;
  readonly getAction: string;
  readonly putAction: string;
  /** XML; throws when there is nothing to show. */
  show(bucket: BucketRecord): string;
  /** Changes that a document asks for. */
  read(xml: string, bucket: BucketRecord): Partial<BucketRecord>;
  /** Absent: cannot be deleted. */
  readonly removed?: Partial<BucketRecord>;
}

const missing = (code: string, message: string, bucket: BucketRecord) => new AwsError(code, message, 404, { BucketName: bucket.name });
const truth = (value: unknown) => String(value ?? '').trim().toLowerCase() === 'true';

const encryption: BucketConfiguration = {
  noun: 'BucketEncryption',
  getAction: 's3:GetEncryptionConfiguration',
  putAction: 's3:PutEncryptionConfiguration',
  show: ({ encryption: { algorithm, kmsKeyId, bucketKeyEnabled = false } }) =>
    xmlDocument('ServerSideEncryptionConfiguration', {
      Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: kmsKeyId }, BucketKeyEnabled: bucketKeyEnabled },
    }),
  read: (xml) => {
    const rules = xmlList(parseDocument(xml, 'ServerSideEncryptionConfiguration').Rule);
    const byDefault = rules[0]?.ApplyServerSideEncryptionByDefault;
    if (rules.length !== 1 || !byDefault) throw s3Error.malformedXml();
    return { encryption: bucketEncryption(byDefault.SSEAlgorithm, byDefault.KMSMasterKeyID, truth(rules[0].BucketKeyEnabled)) };
  },
  removed: { encryption: { algorithm: 'AES256' } },
};

/** One reading for the API and for templates. */
export function bucketEncryption(algorithm: string | undefined, kmsKeyId: string | undefined, bucketKeyEnabled: boolean): BucketRecord['encryption'] {
  if (algorithm === 'aws:kms:dsse') throw notEmulated('aws:kms:dsse (dual-layer server-side encryption)');
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms') throw s3Error.malformedXml();
  if (algorithm === 'AES256' && kmsKeyId !== undefined) throw s3Error.invalidArgument('a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse', 'KMSMasterKeyID', kmsKeyId);
  return { algorithm, kmsKeyId, bucketKeyEnabled };
}

const versioning: BucketConfiguration = {
  noun: 'BucketVersioning',
  getAction: 's3:GetBucketVersioning',
  putAction: 's3:PutBucketVersioning',
  show: ({ versioning: Status }) => xmlDocument('VersioningConfiguration', { Status }),
  read: (xml) => {
    const { Status, MfaDelete } = parseDocument(xml, 'VersioningConfiguration');
    if (MfaDelete === 'Enabled') throw notEmulated('MFA delete of buckets');
    if (Status !== 'Enabled' && Status !== 'Suspended') throw s3Error.malformedXml();
    return { versioning: Status };
  },
};

const BLOCKS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;

/** One reading for the API and for templates: what is not said is not blocked. */
export function publicAccessBlockOf(source: Readonly<Record<string, unknown>>): NonNullable<BucketRecord['publicAccessBlock']> {
  return Object.fromEntries(BLOCKS.map((block) => [block, truth(source[block])])) as unknown as NonNullable<BucketRecord['publicAccessBlock']>;
}

const publicAccessBlock: BucketConfiguration = {
  noun: 'PublicAccessBlock',
  getAction: 's3:GetBucketPublicAccessBlock',
  putAction: 's3:PutBucketPublicAccessBlock',
  show: (bucket) => {
    if (!bucket.publicAccessBlock) throw missing('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', bucket);
    return xmlDocument('PublicAccessBlockConfiguration', { ...bucket.publicAccessBlock });
  },
  read: (xml) => ({ publicAccessBlock: publicAccessBlockOf(parseDocument(xml, 'PublicAccessBlockConfiguration')) }),
  removed: { publicAccessBlock: undefined },
};

const ownershipControls: BucketConfiguration = {
  noun: 'BucketOwnershipControls',
  getAction: 's3:GetBucketOwnershipControls',
  putAction: 's3:PutBucketOwnershipControls',
  show: (bucket) => {
    if (!bucket.ownership) throw missing('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', bucket);
    return xmlDocument('OwnershipControls', { Rule: { ObjectOwnership: bucket.ownership } });
  },
  read: (xml) => ({ ownership: objectOwnership(xmlList(parseDocument(xml, 'OwnershipControls').Rule)[0]?.ObjectOwnership) }),
  removed: { ownership: undefined },
};

export function objectOwnership(value: unknown): string {
  if (value !== 'BucketOwnerEnforced' && value !== 'BucketOwnerPreferred' && value !== 'ObjectWriter') throw s3Error.malformedXml();
  return value;
}

const tagging: BucketConfiguration = {
  noun: 'BucketTagging',
  getAction: 's3:GetBucketTagging',
  putAction: 's3:PutBucketTagging',
  show: (bucket) => {
    if (!Object.keys(bucket.tags).length) throw missing('NoSuchTagSet', 'The TagSet does not exist', bucket);
    return taggingDocument(bucket.tags);
  },
  read: (xml) => ({ tags: readTagging(xml, 50) }),
  removed: { tags: {} },
};

export function taggingDocument(tags: Readonly<Record<string, string>>): string {
  return xmlDocument('Tagging', { TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } });
}

export function readTagging(xml: string, max: number): Record<string, string> {
  const { TagSet: set } = parseDocument(xml, 'Tagging');
  return checkedTags(xmlList(set?.Tag).map(({ Key, Value }) => [Key, Value ?? ''] as const), max);
}

/** Shown as it was given, without effect. */
function recordedOnly(name: RecordedConfiguration, root: string, rest: Pick<BucketConfiguration, 'noun' | 'getAction' | 'putAction'>, whenNone: (bucket: BucketRecord) => string, check: (document: Record<string, any>) => void = () => {}): BucketConfiguration {
  return {
    ...rest,
    show: (bucket) => bucket.recorded[name] ?? whenNone(bucket),
    read: (xml, bucket) => {
      check(parseDocument(xml, root));
      return { recorded: { ...bucket.recorded, [name]: xml } };
    },
  };
}

const lifecycle: BucketConfiguration = {
  ...recordedOnly('lifecycle', 'LifecycleConfiguration', { noun: 'BucketLifecycleConfiguration', getAction: 's3:GetLifecycleConfiguration', putAction: 's3:PutLifecycleConfiguration' }, (bucket) => {
    throw missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', bucket);
  }),
};

const logging = recordedOnly('logging', 'BucketLoggingStatus', { noun: 'BucketLogging', getAction: 's3:GetBucketLogging', putAction: 's3:PutBucketLogging' }, () => xmlDocument('BucketLoggingStatus', {}));

const notification = recordedOnly(
  'notification',
  'NotificationConfiguration',
  { noun: 'BucketNotificationConfiguration', getAction: 's3:GetBucketNotification', putAction: 's3:PutBucketNotification' },
  () => xmlDocument('NotificationConfiguration', {}),
  (document) => {
    const named = Object.keys(document).find((member) => member !== '#text');
    if (named) throw notEmulated(`S3 event notifications (${named})`);
  },
);

/** By the query parameter that names the sub-resource. */
export const BUCKET_CONFIGURATIONS: Readonly<Record<string, BucketConfiguration>> = { encryption, versioning, publicAccessBlock, ownershipControls, tagging, lifecycle, logging, notification };
