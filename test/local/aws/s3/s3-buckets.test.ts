import {
  CreateBucketCommand, DeleteBucketCommand, DeleteBucketEncryptionCommand, DeleteBucketLifecycleCommand, DeleteBucketOwnershipControlsCommand, DeleteBucketPolicyCommand, DeleteBucketTaggingCommand, DeletePublicAccessBlockCommand,
  GetBucketAclCommand, GetBucketCorsCommand, GetBucketEncryptionCommand, GetBucketLifecycleConfigurationCommand, GetBucketLocationCommand, GetBucketLoggingCommand, GetBucketNotificationConfigurationCommand, GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand, GetBucketTaggingCommand, GetBucketVersioningCommand, GetPublicAccessBlockCommand, HeadBucketCommand, PutBucketLifecycleConfigurationCommand, PutBucketLoggingCommand, PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand, PutBucketPolicyCommand, PutBucketTaggingCommand, PutBucketVersioningCommand, PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { s3UnderTest, S3UnderTest } from '../../_helpers/s3-under-test';

const Bucket = 'configured';
let cloud: S3UnderTest;

beforeAll(async () => {
  cloud = await s3UnderTest();
  await cloud.client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
});
afterAll(() => cloud.close());

const send = (command: any): Promise<any> => cloud.client.send(command);

test('a bucket is where it was made, and is made once', async () => {
  expect((await send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('eu-west-1');
  expect((await send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('eu-west-1');
  const again = new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
  await expect(send(again)).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
  await expect(send(new CreateBucketCommand({ Bucket: 'other', CreateBucketConfiguration: { LocationConstraint: 'eu-north-1' } }))).rejects.toMatchObject({ name: 'IllegalLocationConstraintException' });
});

test.each(['ab', 'Upper', 'a..b', '10.0.0.1', 'xn--x', '-dash', 'name--x-s3'])('%s is not a name for a bucket', (name) => {
  expect(() => cloud.s3.buckets.create(name)).toThrow(expect.objectContaining({ code: 'InvalidBucketName' }));
});

const newBucketHas = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

test('a new bucket is encrypted, closed to the public and without ACLs', async () => {
  expect((await send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
  expect((await send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual(newBucketHas);
  expect((await send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  expect((await send(new GetBucketAclCommand({ Bucket }))).Grants).toEqual([expect.objectContaining({ Permission: 'FULL_CONTROL' })]);
  expect((await send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
});

const rule = { ID: 'old', Status: 'Enabled' as const, Filter: { Prefix: 'tmp/' }, Expiration: { Days: 3 } };
const configurations: Array<[string, [any, any, any?], object, string]> = [
  ['versioning', [PutBucketVersioningCommand, GetBucketVersioningCommand], { VersioningConfiguration: { Status: 'Enabled' } }, ''],
  ['public access block', [PutPublicAccessBlockCommand, GetPublicAccessBlockCommand, DeletePublicAccessBlockCommand], { PublicAccessBlockConfiguration: { ...newBucketHas, BlockPublicPolicy: false } }, 'NoSuchPublicAccessBlockConfiguration'],
  ['ownership', [PutBucketOwnershipControlsCommand, GetBucketOwnershipControlsCommand, DeleteBucketOwnershipControlsCommand], { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] } }, 'OwnershipControlsNotFoundError'],
  ['tags', [PutBucketTaggingCommand, GetBucketTaggingCommand, DeleteBucketTaggingCommand], { Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } }, 'NoSuchTagSet'],
  ['lifecycle', [PutBucketLifecycleConfigurationCommand, GetBucketLifecycleConfigurationCommand, DeleteBucketLifecycleCommand], { LifecycleConfiguration: { Rules: [rule] } }, 'NoSuchLifecycleConfiguration'],
  ['logging', [PutBucketLoggingCommand, GetBucketLoggingCommand], { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: 'p/' } } }, ''],
  ['notification', [PutBucketNotificationConfigurationCommand, GetBucketNotificationConfigurationCommand], { NotificationConfiguration: {} }, ''],
];

test.each(configurations)('%s is shown as it was put', async (_name, [Put, Get, Delete], input, missing) => {
  await send(new Put({ Bucket, ...input }));
  const shown = await send(new Get({ Bucket }));
  expect(shown.PublicAccessBlockConfiguration ?? shown.OwnershipControls ?? shown).toMatchObject(Object.values(input)[0]);
  if (!Delete) return;
  await send(new Delete({ Bucket }));
  await expect(send(new Get({ Bucket }))).rejects.toMatchObject({ name: missing, $metadata: { httpStatusCode: 404 } });
});

test('deleting the encryption brings back the service default', async () => {
  await send(new DeleteBucketEncryptionCommand({ Bucket }));
  expect((await send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
});

test('event notifications and what has no row are refused by name', async () => {
  const events = new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: { EventBridgeConfiguration: {} } });
  await expect(send(events)).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('EventBridgeConfiguration') });
  await expect(send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('?cors') });
});

const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`] };
const document = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

test('a policy is stored, shown and deleted', async () => {
  await send(new PutBucketPolicyCommand({ Bucket, Policy: document(statement) }));
  expect(JSON.parse((await send(new GetBucketPolicyCommand({ Bucket }))).Policy)).toEqual(JSON.parse(document(statement)));
  await send(new DeleteBucketPolicyCommand({ Bucket }));
  await expect(send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
});

test.each([
  ['no JSON', '{'],
  ['no statement', '{"Version":"2012-10-17"}'],
  ['no principal', document({ ...statement, Principal: undefined })],
  ['no resource', document({ ...statement, Resource: undefined })],
  ['another effect', document({ ...statement, Effect: 'Maybe' })],
  ['an action of another service', document({ ...statement, Action: 'ec2:RunInstances' })],
  ['another bucket', document({ ...statement, Resource: 'arn:aws:s3:::elsewhere/*' })],
  ['an unknown version', JSON.stringify({ Version: '2020-01-01', Statement: statement })],
])('a policy with %s is malformed', async (_, Policy) => {
  await expect(send(new PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toMatchObject({ name: 'MalformedPolicy' });
});

test.each([
  ['everybody', { Principal: '*' }, true],
  ['everybody, in the other spelling', { Principal: { AWS: ['*'] } }, true],
  ['everybody but one', { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }, true],
  ['everybody outside an endpoint', { Principal: '*', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }, true],
  ['everybody from one endpoint', { Principal: '*', Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }, false],
  ['the account', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }, false],
])('an allow for %s: whether Block Public Access refuses it', async (_, part, isRefused) => {
  await send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }));
  const put = send(new PutBucketPolicyCommand({ Bucket, Policy: document({ ...statement, ...part, Effect: 'Allow' }) }));
  await (isRefused ? expect(put).rejects.toMatchObject({ name: 'AccessDenied' }) : expect(put).resolves.toBeDefined());
});

test('a bucket is deleted when it is empty', async () => {
  await send(new CreateBucketCommand({ Bucket: 'gone', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
  await send(new DeleteBucketCommand({ Bucket: 'gone' }));
  await expect(send(new HeadBucketCommand({ Bucket: 'gone' }))).rejects.toMatchObject({ name: 'NotFound' });
});
