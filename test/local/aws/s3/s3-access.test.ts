import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CopyObjectCommand, CreateBucketCommand, CreateMultipartUploadCommand, DeleteBucketPolicyCommand, DeleteObjectCommand, DeleteObjectsCommand, GetBucketEncryptionCommand,
  GetBucketLocationCommand, GetBucketPolicyCommand, GetBucketVersioningCommand, GetObjectCommand, HeadBucketCommand, HeadObjectCommand, ListBucketsCommand, ListMultipartUploadsCommand, ListObjectsV2Command, ListObjectVersionsCommand,
  ListPartsCommand, PutBucketEncryptionCommand, PutBucketPolicyCommand, PutObjectCommand, UploadPartCommand,
} from '@aws-sdk/client-s3';
import { roleCaller } from '../../_helpers/recording-authority';
import { s3UnderTest, S3UnderTest } from '../../_helpers/s3-under-test';

const Bucket = 'guarded';
const Key = 'k/1';
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }] });
let cloud: S3UnderTest;
let UploadId: string;

beforeAll(async () => {
  cloud = await s3UnderTest();
  await cloud.client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
  await cloud.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  UploadId = (await cloud.client.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId!;
});
beforeEach(() => {
  cloud.authority.denies = () => false;
  cloud.authority.calls.length = 0;
});
afterAll(() => cloud.close());

const encryption = { ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }] } };
const upload = () => ({ Bucket, Key, UploadId });

const commands: Array<[string[], () => any]> = [
  [['s3:ListAllMyBuckets'], () => new ListBucketsCommand({})],
  [['s3:ListBucket'], () => new HeadBucketCommand({ Bucket })],
  [['s3:GetBucketLocation'], () => new GetBucketLocationCommand({ Bucket })],
  [['s3:PutBucketPolicy'], () => new PutBucketPolicyCommand({ Bucket, Policy: policy })],
  [['s3:GetBucketPolicy'], () => new GetBucketPolicyCommand({ Bucket })],
  [['s3:DeleteBucketPolicy'], () => new DeleteBucketPolicyCommand({ Bucket })],
  [['s3:PutEncryptionConfiguration'], () => new PutBucketEncryptionCommand({ Bucket, ...encryption })],
  [['s3:GetEncryptionConfiguration'], () => new GetBucketEncryptionCommand({ Bucket })],
  [['s3:GetBucketVersioning'], () => new GetBucketVersioningCommand({ Bucket })],
  [['s3:ListBucket'], () => new ListObjectsV2Command({ Bucket })],
  [['s3:ListBucketVersions'], () => new ListObjectVersionsCommand({ Bucket })],
  [['s3:ListBucketMultipartUploads'], () => new ListMultipartUploadsCommand({ Bucket })],
  [['s3:GetObject'], () => new GetObjectCommand({ Bucket, Key })],
  [['s3:GetObject'], () => new HeadObjectCommand({ Bucket, Key })],
  [['s3:GetObjectVersion'], () => new GetObjectCommand({ Bucket, Key, VersionId: 'null' })],
  [['s3:PutObject'], () => new PutObjectCommand({ Bucket, Key, Body: 'y' })],
  [['s3:PutObject', 's3:PutObjectTagging'], () => new PutObjectCommand({ Bucket, Key, Body: 'y', Tagging: 'a=1' })],
  [['s3:GetObject', 's3:PutObject'], () => new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}`, TaggingDirective: 'REPLACE' })],
  [['s3:GetObject', 's3:GetObjectTagging', 's3:PutObjectTagging', 's3:PutObject'], () => new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}` })], // the source has a tag
  [['s3:PutObject'], () => new UploadPartCommand({ ...upload(), PartNumber: 1, Body: 'part' })],
  [['s3:ListMultipartUploadParts'], () => new ListPartsCommand(upload())],
  [['s3:AbortMultipartUpload'], () => new AbortMultipartUploadCommand(upload())],
  [['s3:DeleteObject'], () => new DeleteObjectCommand({ Bucket, Key: 'copy' })],
];

test.each(commands)('%j is asked for, and needed', async (actions, command) => {
  for (const action of actions) {
    cloud.authority.denies = (call) => call.action === action;
    await expect(cloud.client.send(command())).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  }
  cloud.authority.denies = () => false;
  cloud.authority.calls.length = 0;
  await cloud.client.send(command());
  expect(cloud.authority.takeActions()).toEqual(actions);
});

test('an upload is completed with the permission to put', async () => {
  const begun = await cloud.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'mp' }));
  const to = { Bucket, Key: 'mp', UploadId: begun.UploadId };
  const { ETag } = await cloud.client.send(new UploadPartCommand({ ...to, PartNumber: 1, Body: 'part' }));
  const complete = () => cloud.client.send(new CompleteMultipartUploadCommand({ ...to, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
  cloud.authority.denies = ({ action }) => action === 's3:PutObject';
  await expect(complete()).rejects.toMatchObject({ name: 'AccessDenied' });
  cloud.authority.denies = () => false;
  await complete();
});

test('the question carries bucket policy, resource, and what the request says', async () => {
  await cloud.client.send(new PutBucketPolicyCommand({ Bucket, Policy: policy }));
  cloud.authority.calls.length = 0;
  await cloud.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'k/', Delimiter: '/', MaxKeys: 5 }));
  await cloud.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ServerSideEncryption: 'AES256', ACL: 'bucket-owner-full-control' }));
  const [list, put] = cloud.authority.calls;
  expect(list).toMatchObject({
    resource: 'arn:aws:s3:::guarded',
    resourcePolicy: [{ name: 'bucket guarded', document: JSON.parse(policy) }],
    context: { 's3:prefix': 'k/', 's3:delimiter': '/', 's3:max-keys': '5', 's3:TlsVersion': '1.3' },
    requestParameters: { bucketName: 'guarded' },
  });
  expect(put).toMatchObject({
    resource: 'arn:aws:s3:::guarded/k/1',
    context: { 's3:x-amz-server-side-encryption': 'AES256', 's3:x-amz-acl': 'bucket-owner-full-control' },
    requestParameters: { bucketName: 'guarded', key: 'k/1' },
  });
});

test('what the request does not say is absent from the question', async () => {
  cloud.actAs(roleCaller('Tester', { secureTransport: false }));
  await cloud.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await cloud.client.send(new ListObjectsV2Command({ Bucket }));
  cloud.actAs(roleCaller());
  expect(cloud.authority.calls.map(({ context }) => context)).toEqual([{}, {}]);
});

test('who may not list does not learn that a key is missing', async () => {
  cloud.authority.denies = ({ action }) => action === 's3:ListBucket';
  await expect(cloud.client.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({ name: 'AccessDenied' });
  cloud.authority.denies = () => false;
  await expect(cloud.client.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a bulk deletion permits each key on its own', async () => {
  for (const key of ['del/a', 'del/b']) await cloud.client.send(new PutObjectCommand({ Bucket, Key: key, Body: 'x' }));
  cloud.authority.denies = ({ resource }) => resource.endsWith('del/a');
  const answer = await cloud.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'del/a' }, { Key: 'del/b' }] } }));
  expect(answer.Deleted).toEqual([{ Key: 'del/b' }]);
  expect(answer.Errors).toEqual([expect.objectContaining({ Key: 'del/a', Code: 'AccessDenied' })]);
});

test('a refused body is not stored', async () => {
  cloud.authority.denies = ({ action }) => action === 's3:PutObject';
  await expect(cloud.client.send(new PutObjectCommand({ Bucket, Key: 'refused', Body: Buffer.alloc(300_000) }))).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(cloud.s3.index.get(Bucket, 'refused')).toBeUndefined();
});

test('a bucket that restricts public access hides its policy from anonymous callers', async () => {
  const anonymous = roleCaller('nobody', { principal: { kind: 'anonymous' } });
  const ask = () => cloud.s3.headObject(anonymous, { bucket: Bucket, key: Key });
  await ask();
  expect(cloud.authority.calls[0].resourcePolicy).toBeUndefined();
  cloud.s3.buckets.change(Bucket, { publicAccessBlock: undefined });
  await ask();
  expect(cloud.authority.calls[1].resourcePolicy).toHaveLength(1);
});

test('a wrong expected owner is refused', async () => {
  await expect(cloud.client.send(new GetObjectCommand({ Bucket, Key, ExpectedBucketOwner: '999900001111' }))).rejects.toMatchObject({ name: 'AccessDenied' });
  await cloud.client.send(new GetObjectCommand({ Bucket, Key, ExpectedBucketOwner: '111122223333' }));
});
