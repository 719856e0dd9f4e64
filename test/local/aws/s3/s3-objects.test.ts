import { createHash } from 'node:crypto';
import { CopyObjectCommand, CreateBucketCommand, DeleteObjectCommand, DeleteObjectsCommand, GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand, PutObjectCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import { s3UnderTest, S3UnderTest } from '../../_helpers/s3-under-test';

const Bucket = 'photos';
let cloud: S3UnderTest;

beforeAll(async () => {
  cloud = await s3UnderTest();
  await cloud.client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
});
afterAll(() => cloud.close());

const send: S3UnderTest['client']['send'] = ((command: any) => cloud.client.send(command)) as any;
const text = async (Key: string, more: object = {}) => (await send(new GetObjectCommand({ Bucket, Key, ...more }))).Body!.transformToString();
const refusal = async (command: any) => send(command).then(() => undefined, (error: any) => ({ name: error.name, status: error.$metadata?.httpStatusCode, message: error.message }));

test('what is put comes back, with its headers and metadata', async () => {
  const put = await send(new PutObjectCommand({ Bucket, Key: 'a/b c+ä.txt', Body: 'hello', ContentType: 'text/plain', CacheControl: 'no-store', Metadata: { who: 'me' } }));
  const got = await send(new GetObjectCommand({ Bucket, Key: 'a/b c+ä.txt' }));
  expect(await got.Body!.transformToString()).toBe('hello');
  expect(got).toMatchObject({ ContentType: 'text/plain', CacheControl: 'no-store', Metadata: { who: 'me' }, ContentLength: 5, ServerSideEncryption: 'AES256' });
  expect(got.ETag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`);
  expect(put.ETag).toBe(got.ETag);
  expect(got.LastModified).toEqual(new Date(cloud.clock.now()));
});

test('an empty object is an object', async () => {
  await send(new PutObjectCommand({ Bucket, Key: 'empty', Body: Buffer.alloc(0) }));
  expect(await text('empty')).toBe('');
  expect(await send(new HeadObjectCommand({ Bucket, Key: 'empty' }))).toMatchObject({ ContentLength: 0 });
});

test.each([
  ['bytes=0-0', 'a', 'bytes 0-0/26'],
  ['bytes=17-20', 'rstu', 'bytes 17-20/26'],
  ['bytes=20-', 'uvwxyz', 'bytes 20-25/26'],
  ['bytes=-3', 'xyz', 'bytes 23-25/26'],
  ['bytes=24-99', 'yz', 'bytes 24-25/26'],
])('the range %s gives %s', async (Range, expected, contentRange) => {
  await send(new PutObjectCommand({ Bucket, Key: 'alphabet', Body: 'abcdefghijklmnopqrstuvwxyz' }));
  const got = await send(new GetObjectCommand({ Bucket, Key: 'alphabet', Range }));
  expect(got.ContentRange).toBe(contentRange);
  expect(got.$metadata.httpStatusCode).toBe(206);
  expect(await got.Body!.transformToString()).toBe(expected);
});

test('a range behind the end is refused', async () => {
  await send(new PutObjectCommand({ Bucket, Key: 'alphabet', Body: 'abc' }));
  expect(await refusal(new GetObjectCommand({ Bucket, Key: 'alphabet', Range: 'bytes=3-' }))).toMatchObject({ name: 'InvalidRange', status: 416 });
});

test('missing keys and buckets have their own errors', async () => {
  expect(await refusal(new GetObjectCommand({ Bucket, Key: 'none' }))).toMatchObject({ name: 'NoSuchKey', status: 404 });
  expect(await refusal(new HeadObjectCommand({ Bucket, Key: 'none' }))).toMatchObject({ name: 'NotFound', status: 404 });
  expect(await refusal(new GetObjectCommand({ Bucket: 'nowhere', Key: 'none' }))).toMatchObject({ name: 'NoSuchBucket', status: 404 });
});

test('conditions on reads: what the client has is not sent again', async () => {
  const { ETag } = await send(new PutObjectCommand({ Bucket, Key: 'cached', Body: 'x' }));
  expect(await refusal(new GetObjectCommand({ Bucket, Key: 'cached', IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
  expect(await refusal(new GetObjectCommand({ Bucket, Key: 'cached', IfModifiedSince: new Date(cloud.clock.now()) }))).toMatchObject({ status: 304 });
  expect(await refusal(new GetObjectCommand({ Bucket, Key: 'cached', IfMatch: '"other"' }))).toMatchObject({ name: 'PreconditionFailed', status: 412 });
  expect(await text('cached', { IfMatch: ETag, IfNoneMatch: '"other"' })).toBe('x');
});

test('conditions on writes: make only, or overwrite only what was seen', async () => {
  const { ETag } = await send(new PutObjectCommand({ Bucket, Key: 'once', Body: '1', IfNoneMatch: '*' }));
  expect(await refusal(new PutObjectCommand({ Bucket, Key: 'once', Body: '2', IfNoneMatch: '*' }))).toMatchObject({ name: 'PreconditionFailed', status: 412 });
  await send(new PutObjectCommand({ Bucket, Key: 'once', Body: '3', IfMatch: ETag }));
  expect(await refusal(new PutObjectCommand({ Bucket, Key: 'once', Body: '4', IfMatch: ETag }))).toMatchObject({ status: 412 });
  expect(await refusal(new PutObjectCommand({ Bucket, Key: 'never', Body: '4', IfMatch: ETag }))).toMatchObject({ name: 'NoSuchKey' });
  expect(await text('once')).toBe('3');
});

test.each([
  ['ContentMD5', createHash('md5').update('other').digest('base64'), 'BadDigest'],
  ['ContentMD5', 'short', 'InvalidDigest'],
  ['ChecksumCRC32', 'AAAAAA==', 'BadDigest'],
  ['ChecksumCRC32C', 'AAAAAA==', 'BadDigest'],
  ['ChecksumCRC64NVME', 'AAAAAAAAAAA=', 'BadDigest'],
  ['ChecksumSHA1', createHash('sha1').update('other').digest('base64'), 'BadDigest'],
  ['ChecksumSHA256', createHash('sha256').update('other').digest('base64'), 'BadDigest'],
])('a body that is not what %s promised is not stored', async (member, value, name) => {
  expect(await refusal(new PutObjectCommand({ Bucket, Key: 'torn', Body: 'body', [member]: value }))).toMatchObject({ name, status: 400 });
  expect(await refusal(new HeadObjectCommand({ Bucket, Key: 'torn' }))).toMatchObject({ status: 404 });
});

test.each([
  ['ChecksumCRC32', 'y/Q5Jg=='],
  ['ChecksumCRC32C', '4waSgw=='],
  ['ChecksumCRC64NVME', 'rosUhgp5mIg='],
  ['ChecksumSHA256', createHash('sha256').update('123456789').digest('base64')],
])('a true %s is kept and shown again', async (member, value) => {
  const put = await send(new PutObjectCommand({ Bucket, Key: 'summed', Body: '123456789', [member]: value }));
  expect(put).toMatchObject({ [member]: value });
  const head = await send(new HeadObjectCommand({ Bucket, Key: 'summed', ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
});

test('a copy takes bytes, headers and tags, or what replaces them', async () => {
  await send(new PutObjectCommand({ Bucket, Key: 'from/ä', Body: 'data', ContentType: 'text/css', Metadata: { a: '1' }, Tagging: 'x=1' }));
  const CopySource = `${Bucket}/${encodeURIComponent('from/ä')}`;
  const copied = await send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource }));
  expect(copied.CopyObjectResult!.ETag).toBe(`"${createHash('md5').update('data').digest('hex')}"`);
  expect(await send(new GetObjectCommand({ Bucket, Key: 'to' }))).toMatchObject({ ContentType: 'text/css', Metadata: { a: '1' }, TagCount: 1 });
  await send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource, MetadataDirective: 'REPLACE', ContentType: 'text/html', TaggingDirective: 'REPLACE' }));
  const replaced = await send(new HeadObjectCommand({ Bucket, Key: 'to' }));
  expect(replaced).toMatchObject({ ContentType: 'text/html', Metadata: {} });
  expect(replaced.TagCount).toBeUndefined();
  expect(await text('to')).toBe('data');
});

test('a copy onto itself has to change something', async () => {
  await send(new PutObjectCommand({ Bucket, Key: 'self', Body: 'data' }));
  expect(await refusal(new CopyObjectCommand({ Bucket, Key: 'self', CopySource: `${Bucket}/self` }))).toMatchObject({ name: 'InvalidRequest' });
  await send(new CopyObjectCommand({ Bucket, Key: 'self', CopySource: `${Bucket}/self`, MetadataDirective: 'REPLACE', Metadata: { b: '2' } }));
  expect(await text('self')).toBe('data');
});

test('a copy keeps the conditions of a write', async () => {
  await send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'data' }));
  const copy = () => send(new CopyObjectCommand({ Bucket, Key: 'copied-once', CopySource: `${Bucket}/source`, IfNoneMatch: '*' }));
  await copy();
  expect(await copy().catch((error) => error)).toMatchObject({ name: 'PreconditionFailed' });
  const { ETag } = await send(new HeadObjectCommand({ Bucket, Key: 'source' }));
  expect(await refusal(new CopyObjectCommand({ Bucket, Key: 'x', CopySource: `${Bucket}/source`, CopySourceIfNoneMatch: ETag }))).toMatchObject({ name: 'PreconditionFailed' });
});

test('deleting is idempotent, one by one and in bulk', async () => {
  for (const Key of ['d/1', 'd/2 ', 'd/3\r']) await send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await send(new DeleteObjectCommand({ Bucket, Key: 'd/1' }));
  await send(new DeleteObjectCommand({ Bucket, Key: 'd/1' }));
  const { Deleted, Errors } = await send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'd/2 ' }, { Key: 'd/3\r' }, { Key: 'd/none' }] } }));
  expect(Deleted).toHaveLength(3);
  expect(Errors).toBeUndefined();
  for (const Key of ['d/1', 'd/2 ', 'd/3\r']) expect(await refusal(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ status: 404 });
});

test('tags are stored and replaced', async () => {
  await send(new PutObjectCommand({ Bucket, Key: 'tagged', Body: 'x', Tagging: 'a=1&b=2' }));
  expect((await send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet).toEqual([{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }]);
  await send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet: [{ Key: 'c', Value: '3' }] } }));
  expect((await send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet).toEqual([{ Key: 'c', Value: '3' }]);
});

test.each([
  [{ SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'x'.repeat(32) }, /SSE-C/],
  [{ StorageClass: 'GLACIER' as const }, /storage class GLACIER/],
  [{ ServerSideEncryption: 'aws:kms:dsse' as const }, /aws:kms:dsse/],
  [{ ObjectLockLegalHoldStatus: 'ON' as const }, /Object Lock/],
])('what is not emulated is refused by name: %j', async (more, message) => {
  const refused = await refusal(new PutObjectCommand({ Bucket, Key: 'no', Body: 'x', ...more }));
  expect(refused).toMatchObject({ name: 'NotImplemented', status: 501 });
  expect(refused!.message).toMatch(message);
});
