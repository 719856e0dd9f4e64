import { KmsService } from '../../../local/aws/kms/kms-service';
import { S3Service } from '../../../local/aws/s3/s3-service';
import { s3Resources } from '../../../local/resources/s3';
import { IDENTITY, RecordingAuthority, roleCaller, StandingClock } from '../_helpers/recording-authority';
import { resourceContext } from '../_helpers/resource-context';

let authority: RecordingAuthority;
let s3: S3Service;
const handler = (type: string) => s3Resources(s3).find((one) => one.type === type)!;
const context = resourceContext('Photos', { stack: 'Test' });

beforeEach(() => {
  authority = new RecordingAuthority();
  const services = { identity: IDENTITY, clock: new StandingClock(), authority };
  s3 = new S3Service({ ...services, kms: new KmsService(services) });
});
afterEach(() => s3.close());

const makeBucket = (properties: object = {}) => handler('AWS::S3::Bucket').create(properties, context) as { physicalId: string; attributes: Record<string, unknown> };

test('a bucket without a name gets one, and all its attributes', () => {
  expect(makeBucket()).toEqual({
    physicalId: 'test-photos-1a2b',
    attributes: {
      Arn: 'arn:aws:s3:::test-photos-1a2b',
      DomainName: 'test-photos-1a2b.s3.amazonaws.com',
      RegionalDomainName: 'test-photos-1a2b.s3.eu-west-1.amazonaws.com',
      DualStackDomainName: 'test-photos-1a2b.s3.dualstack.eu-west-1.amazonaws.com',
      WebsiteURL: 'http://test-photos-1a2b.s3-website-eu-west-1.amazonaws.com',
    },
  });
  expect(s3.buckets.get('test-photos-1a2b')).toMatchObject({ encryption: { algorithm: 'AES256' }, tags: { stack: 'Test' }, publicAccessBlock: { BlockPublicPolicy: true } });
  expect(authority.calls).toEqual([]);
});

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const properties = {
  BucketName: 'photos',
  BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }, BucketKeyEnabled: 'true' }] },
  PublicAccessBlockConfiguration: { BlockPublicAcls: 'true', BlockPublicPolicy: true, IgnorePublicAcls: false },
  VersioningConfiguration: { Status: 'Enabled' },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
  LoggingConfiguration: { DestinationBucketName: 'logs', LogFilePrefix: 'photos/' },
  LifecycleConfiguration: { Rules: [{ Id: 'r', Status: 'Enabled', Prefix: 'tmp/', ExpirationInDays: 3, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }] },
  Tags: [{ Key: 'team', Value: 'vision' }],
};

test('its properties are the configuration that the API shows', () => {
  makeBucket(properties);
  const bucket = s3.buckets.get('photos');
  expect(bucket).toMatchObject({
    encryption: { algorithm: 'aws:kms', kmsKeyId: KEY, bucketKeyEnabled: true },
    publicAccessBlock: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: false, RestrictPublicBuckets: false },
    versioning: 'Enabled',
    ownership: 'BucketOwnerPreferred',
    tags: { stack: 'Test', team: 'vision' },
  });
  expect(bucket.recorded.logging).toContain('<TargetBucket>logs</TargetBucket><TargetPrefix>photos/</TargetPrefix>');
  expect(bucket.recorded.lifecycle).toContain(
    '<Rule><ID>r</ID><Status>Enabled</Status><Expiration><Days>3</Days></Expiration><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload><Filter><Prefix>tmp/</Prefix></Filter></Rule>',
  );
});

test('what an update leaves out is as in a new bucket', async () => {
  makeBucket(properties);
  await handler('AWS::S3::Bucket').update!('photos', { BucketName: 'photos' }, properties, context);
  expect(s3.buckets.get('photos')).toMatchObject({ encryption: { algorithm: 'AES256' }, ownership: 'BucketOwnerEnforced', tags: { stack: 'Test' }, recorded: {} });
  expect(s3.buckets.get('photos').versioning).toBeUndefined();
});

test('a taken name is refused', () => {
  makeBucket({ BucketName: 'photos' });
  expect(() => makeBucket({ BucketName: 'photos' })).toThrow('photos already exists');
});

test('a bucket with objects is not deleted, an empty or a missing one is', async () => {
  makeBucket({ BucketName: 'photos' });
  const remove = async () => handler('AWS::S3::Bucket').delete('photos', {}, context);
  await s3.putObject(roleCaller(), { bucket: 'photos', key: 'k', body: Buffer.from('x') });
  await expect(remove()).rejects.toThrow('The bucket you tried to delete is not empty');
  s3.writer.delete(roleCaller(), 'photos', 'k');
  await remove();
  await remove();
  expect(s3.buckets.find('photos')).toBeUndefined();
});

test.each([
  [{ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Sorcery: 1 }] } }, /LifecycleConfiguration\.Rules\.Sorcery/],
  [{ BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse' } }] } }, /aws:kms:dsse/],
  [{ BucketEncryption: { ServerSideEncryptionConfiguration: [] } }, /exactly one rule/],
])('%j is refused by name, and no bucket is left', (more, message) => {
  expect(() => makeBucket({ BucketName: 'photos', ...more })).toThrow(message);
  expect(s3.buckets.find('photos')).toBeUndefined();
});

const policyOf = (Resource: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] });

test('a bucket policy is put, changed and taken away', async () => {
  makeBucket({ BucketName: 'photos' });
  const policy = handler('AWS::S3::BucketPolicy');
  const made = await policy.create({ Bucket: 'photos', PolicyDocument: policyOf('arn:aws:s3:::photos') }, context);
  expect(made.physicalId).toBe('photos');
  expect(() => policy.create({ Bucket: 'photos', PolicyDocument: policyOf('arn:aws:s3:::photos') }, context)).toThrow('The bucket policy already exists on bucket photos.');
  await policy.update!('photos', { Bucket: 'photos', PolicyDocument: policyOf('arn:aws:s3:::photos/*') }, {}, context);
  expect(s3.buckets.get('photos').policy).toEqual(policyOf('arn:aws:s3:::photos/*'));
  await policy.delete('photos', { Bucket: 'photos' }, context);
  expect(s3.buckets.get('photos').policy).toBeUndefined();
  await policy.delete('photos', { Bucket: 'never-made' }, context);
});

test('a policy that names another bucket is refused', () => {
  makeBucket({ BucketName: 'photos' });
  expect(() => handler('AWS::S3::BucketPolicy').create({ Bucket: 'photos', PolicyDocument: policyOf('arn:aws:s3:::labels/*') }, context)).toThrow(/Policy has invalid resource/);
});
