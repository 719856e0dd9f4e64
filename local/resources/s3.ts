import { BucketRecord } from '../aws/s3/bucket-record';
import { bucketEncryption, objectOwnership, publicAccessBlockOf } from '../aws/s3/bucket-configuration';
import { lifecycleFromTemplate } from '../aws/s3/lifecycle-from-template';
import { S3Service } from '../aws/s3/s3-service';
import { xmlDocument } from '../aws/s3/xml';
import { AwsError, notEmulated } from '../aws/wire/aws-error';
import { ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

function encryptionOf({ BucketEncryption: configuration }: Properties): BucketRecord['encryption'] {
  if (!configuration) return { algorithm: 'AES256' };
  const rules = [configuration.ServerSideEncryptionConfiguration].flat();
  const byDefault = rules[0]?.ServerSideEncryptionByDefault;
  if (rules.length !== 1 || !byDefault) throw notEmulated('BucketEncryption without exactly one rule with ServerSideEncryptionByDefault');
  return bucketEncryption(byDefault.SSEAlgorithm, byDefault.KMSMasterKeyID, String(rules[0].BucketKeyEnabled) === 'true');
}

function recordedOf({ LifecycleConfiguration: lifecycle, LoggingConfiguration: logging }: Properties): BucketRecord['recorded'] {
  return {
    ...(lifecycle ? { lifecycle: xmlDocument('LifecycleConfiguration', lifecycleFromTemplate(lifecycle)) } : {}),
    ...(logging
      ? { logging: xmlDocument('BucketLoggingStatus', { LoggingEnabled: { TargetBucket: logging.DestinationBucketName, TargetPrefix: logging.LogFilePrefix ?? '' } }) }
      : {}),
  };
}

/** The bucket that the properties describe; what they do not mention is as in a new bucket. */
function configurationOf(properties: Properties, stackTags: Readonly<Record<string, string>>): Partial<BucketRecord> {
  const tags = [properties.Tags ?? []].flat().map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]);
  const status = properties.VersioningConfiguration?.Status;
  return {
    encryption: encryptionOf(properties),
    versioning: status,
    publicAccessBlock: publicAccessBlockOf(properties.PublicAccessBlockConfiguration ?? { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }),
    ownership: properties.OwnershipControls ? objectOwnership([properties.OwnershipControls.Rules].flat()[0]?.ObjectOwnership) : 'BucketOwnerEnforced',
    tags: { ...stackTags, ...Object.fromEntries(tags) },
    recorded: recordedOf(properties),
  };
}

function bucketHandler(s3: S3Service): ResourceHandler {
  const result = (name: string) => ({ physicalId: name, attributes: { Arn: s3.access.bucketArn(name), ...s3.buckets.domainNames(name) } });
  return {
    type: 'AWS::S3::Bucket',
    properties: ['BucketName', 'BucketEncryption', 'PublicAccessBlockConfiguration', 'Tags'],
    recordedOnly: ['VersioningConfiguration', 'OwnershipControls', 'LifecycleConfiguration', 'LoggingConfiguration'],
    create: (properties, context) => {
      const name = properties.BucketName ?? context.physicalName({ maxLength: 63, lowerCase: true });
      if (s3.buckets.find(name)) throw new AwsError('AlreadyExists', `${name} already exists`, 409);
      s3.buckets.create(name, configurationOf(properties, context.stackTags));
      return result(name);
    },
    update: (physicalId, properties, _old, context) => {
      s3.buckets.change(physicalId, configurationOf(properties, context.stackTags));
      return result(physicalId);
    },
    delete: (physicalId) => {
      if (s3.buckets.find(physicalId)) s3.deleteBucket(physicalId);
    },
  };
}

function bucketPolicyHandler(s3: S3Service): ResourceHandler {
  const put = (properties: Properties) => {
    s3.putBucketPolicy(properties.Bucket, properties.PolicyDocument);
    return { physicalId: properties.Bucket as string, attributes: {} };
  };
  return {
    type: 'AWS::S3::BucketPolicy',
    properties: ['Bucket', 'PolicyDocument'],
    create: (properties) => {
      if (s3.buckets.get(properties.Bucket).policy) throw new AwsError('AlreadyExists', `The bucket policy already exists on bucket ${properties.Bucket}.`, 409);
      return put(properties);
    },
    update: (_physicalId, properties) => put(properties),
    delete: (_physicalId, properties) => {
      if (s3.buckets.find(properties.Bucket)) s3.buckets.change(properties.Bucket, { policy: undefined });
    },
  };
}

export function s3Resources(s3: S3Service): ResourceHandler[] {
  return [bucketHandler(s3), bucketPolicyHandler(s3)];
}
