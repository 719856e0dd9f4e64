import { CreateBucketCommand, CreateMultipartUploadCommand, CompleteMultipartUploadCommand, GetObjectCommand, HeadObjectCommand, PutBucketEncryptionCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { s3UnderTest, S3UnderTest } from '../../_helpers/s3-under-test';

const Bucket = 'sealed';
let cloud: S3UnderTest;
let keyArn: string;

beforeAll(async () => {
  cloud = await s3UnderTest();
  keyArn = cloud.kms.management.createKey({}).keyArn;
  cloud.kms.management.createAlias('alias/data', cloud.kms.ring.find(keyArn));
  await cloud.client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
});
beforeEach(() => {
  cloud.authority.denies = () => false;
  cloud.authority.calls.length = 0;
});
afterAll(() => cloud.close());

const put = (Key: string, more: object = {}) => cloud.client.send(new PutObjectCommand({ Bucket, Key, Body: 'data', ...more }));
const get = async (Key: string) => (await cloud.client.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();

test.each([
  ['the key ARN', () => keyArn],
  ['an alias', () => 'alias/data'],
])('SSE-KMS with %s asks the key service as the caller through S3', async (_, KeyId) => {
  const answer = await put('kms', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyId() });
  expect(answer).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
  const [asked, generated] = cloud.authority.calls;
  expect(asked.context).toMatchObject({ 's3:x-amz-server-side-encryption': 'aws:kms', 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn });
  expect(generated).toMatchObject({
    action: 'kms:GenerateDataKey',
    resource: keyArn,
    caller: { viaService: 's3.eu-west-1.amazonaws.com', network: { kind: 'internet', sourceIp: 'AWS Internal' }, principal: { roleName: 'Tester' } },
    context: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::sealed/kms', 'kms:EncryptionContextKeys': ['aws:s3:arn'] },
  });
  cloud.authority.calls.length = 0;
  expect(await get('kms')).toBe('data');
  expect(cloud.authority.takeActions()).toEqual(['s3:GetObject', 'kms:Decrypt']);
});

test('without the key there is no writing and no reading', async () => {
  const sse = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn };
  await put('guarded', sse);
  cloud.authority.denies = ({ action }) => action === 'kms:GenerateDataKey';
  await expect(put('other', sse)).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('not authorized to perform: kms:GenerateDataKey'), $metadata: { httpStatusCode: 403 } });
  cloud.authority.denies = ({ action }) => action === 'kms:Decrypt';
  await expect(get('guarded')).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('kms:Decrypt') });
  await expect(cloud.client.send(new HeadObjectCommand({ Bucket, Key: 'guarded' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  cloud.authority.denies = () => false;
  expect(await get('guarded')).toBe('data');
});

test('a disabled key makes its objects unreadable until it is enabled again', async () => {
  await put('frozen', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
  cloud.kms.management.changeKey(cloud.kms.ring.find(keyArn), { enabled: false });
  await expect(get('frozen')).rejects.toMatchObject({ name: 'KMS.DisabledException' });
  cloud.kms.management.changeKey(cloud.kms.ring.find(keyArn), { enabled: true });
  expect(await get('frozen')).toBe('data');
});

test('aws:kms without a key means the AWS managed key', async () => {
  expect(await put('managed', { ServerSideEncryption: 'aws:kms' })).toMatchObject({ SSEKMSKeyId: cloud.kms.awsManagedKey('s3') });
  expect(await get('managed')).toBe('data');
});

test('a key that does not exist is an error of the key service', async () => {
  await expect(put('x', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/none' })).rejects.toMatchObject({ name: 'KMS.NotFoundException' });
});

test('the encryption context of the request is bound beside the object', async () => {
  await put('context', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn, SSEKMSEncryptionContext: Buffer.from('{"team":"vision"}').toString('base64') });
  expect(cloud.authority.calls[1].context).toMatchObject({ 'kms:EncryptionContext:team': 'vision', 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::sealed/context' });
  expect(await get('context')).toBe('data');
});

test('the default of the bucket is used, but is not a condition key of the request', async () => {
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: keyArn }, BucketKeyEnabled: true };
  await cloud.client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
  cloud.authority.calls.length = 0;
  expect(await put('default')).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn, BucketKeyEnabled: true });
  const [asked, generated] = cloud.authority.calls;
  expect(Object.keys(asked.context!)).toEqual(['s3:TlsVersion']);
  expect(generated.context).toMatchObject({ 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::sealed' });
  expect(await put('plain', { ServerSideEncryption: 'AES256' })).toMatchObject({ ServerSideEncryption: 'AES256' });
});

test('an upload in parts takes GenerateDataKey at its start and Decrypt for every further step', async () => {
  const to = { Bucket, Key: 'parts' };
  const { UploadId } = await cloud.client.send(new CreateMultipartUploadCommand({ ...to, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn }));
  const { ETag } = await cloud.client.send(new UploadPartCommand({ ...to, UploadId, PartNumber: 1, Body: 'part' }));
  await cloud.client.send(new CompleteMultipartUploadCommand({ ...to, UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] } }));
  expect(cloud.authority.takeActions()).toEqual(['s3:PutObject', 'kms:GenerateDataKey', 's3:PutObject', 'kms:Decrypt', 's3:PutObject', 'kms:Decrypt']);
  expect(await get('parts')).toBe('part');
});
