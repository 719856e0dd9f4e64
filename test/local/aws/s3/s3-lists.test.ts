import { CreateBucketCommand, ListBucketsCommand, ListObjectsCommand, ListObjectsV2Command, ListObjectVersionsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { roleCaller } from '../../_helpers/recording-authority';
import { s3UnderTest, S3UnderTest } from '../../_helpers/s3-under-test';

const Bucket = 'listed';
const keys = ['a b', 'dir/1', 'dir/2', 'dir/sub/3', 'e&<>"', 'ü'];
let cloud: S3UnderTest;

beforeAll(async () => {
  cloud = await s3UnderTest();
  await cloud.client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
  for (const key of [...keys].reverse()) await cloud.s3.putObject(roleCaller(), { bucket: Bucket, key, body: Buffer.from(key) });
});
afterAll(() => cloud.close());

const names = (contents: Array<{ Key?: string }> = []) => contents.map(({ Key }) => Key);

test('all keys come sorted, with size and tag', async () => {
  const { Contents, KeyCount, IsTruncated } = await cloud.client.send(new ListObjectsV2Command({ Bucket }));
  expect(names(Contents)).toEqual(keys);
  expect(KeyCount).toBe(6);
  expect(IsTruncated).toBe(false);
  expect(Contents![1]).toMatchObject({ Size: 5, StorageClass: 'STANDARD', ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
  expect(Contents![1].Owner).toBeUndefined();
});

test('pages of the paginator are the whole listing', async () => {
  const pages = [];
  for await (const page of paginateListObjectsV2({ client: cloud.client, pageSize: 2 }, { Bucket, Delimiter: '/' })) pages.push(page);
  expect(pages.flatMap(({ Contents }) => names(Contents))).toEqual(['a b', 'e&<>"', 'ü']);
  expect(pages.flatMap(({ CommonPrefixes }) => (CommonPrefixes ?? []).map(({ Prefix }) => Prefix))).toEqual(['dir/']);
  expect(pages).toHaveLength(2);
});

test('prefix, delimiter, start-after and fetch-owner', async () => {
  const deep = await cloud.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'dir/', Delimiter: '/', FetchOwner: true }));
  expect(names(deep.Contents)).toEqual(['dir/1', 'dir/2']);
  expect(deep.CommonPrefixes).toEqual([{ Prefix: 'dir/sub/' }]);
  expect(deep.Contents![0].Owner!.ID).toMatch(/^[0-9a-f]{64}$/);
  const after = await cloud.client.send(new ListObjectsV2Command({ Bucket, StartAfter: 'dir/2' }));
  expect(names(after.Contents)).toEqual(['dir/sub/3', 'e&<>"', 'ü']);
});

test('encoding-type=url encodes keys', async () => {
  const { Contents } = await cloud.client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
  expect(names(Contents)).toEqual(['a%20b', 'dir/1', 'dir/2', 'dir/sub/3', 'e%26%3C%3E%22', '%C3%BC']);
});

test('the first version of the API pages by marker', async () => {
  const first = await cloud.client.send(new ListObjectsCommand({ Bucket, MaxKeys: 2, Delimiter: '/' }));
  expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'dir/' });
  const second = await cloud.client.send(new ListObjectsCommand({ Bucket, Marker: first.NextMarker, Delimiter: '/' }));
  expect(names(second.Contents)).toEqual(['e&<>"', 'ü']);
  expect(second.CommonPrefixes).toBeUndefined();
});

test('every object has the one version null', async () => {
  const first = await cloud.client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 4 }));
  expect(first.Versions![0]).toMatchObject({ Key: 'a b', VersionId: 'null', IsLatest: true });
  const second = await cloud.client.send(new ListObjectVersionsCommand({ Bucket, KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker }));
  expect([...names(first.Versions), ...names(second.Versions)]).toEqual(keys);
});

test('a wrong continuation token is an invalid argument', async () => {
  await expect(cloud.client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'nonsense' }))).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('the account sees its buckets', async () => {
  const { Buckets } = await cloud.client.send(new ListBucketsCommand({}));
  expect(Buckets).toEqual([expect.objectContaining({ Name: Bucket, CreationDate: new Date(cloud.clock.now()) })]);
});

test('the port pages like the API', () => {
  const first = cloud.s3.listObjects(roleCaller(), { bucket: Bucket, prefix: 'dir/', maxKeys: 2 });
  expect(first).toMatchObject({ nextStartAfter: 'dir/2', objects: [{ key: 'dir/1', size: 5 }, { key: 'dir/2' }] });
  expect(cloud.s3.listObjects(roleCaller(), { bucket: Bucket, prefix: 'dir/', startAfter: 'dir/2' })).toMatchObject({ nextStartAfter: undefined, objects: [{ key: 'dir/sub/3' }] });
});
