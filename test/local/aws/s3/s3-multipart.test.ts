import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateBucketCommand, CreateMultipartUploadCommand, DeleteBucketCommand, GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, ListPartsCommand,
  PutObjectCommand, UploadPartCommand, UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { createCrc } from '../../../../local/aws/s3/crc';
import { s3UnderTest, S3UnderTest } from '../../_helpers/s3-under-test';

const Bucket = 'uploads';
const MIB = 2 ** 20;
const first = Buffer.alloc(5 * MIB, 'a');
const second = Buffer.from('the end');
let cloud: S3UnderTest;

beforeAll(async () => {
  cloud = await s3UnderTest();
  await cloud.client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
});
afterAll(() => cloud.close());

async function begin(Key: string, more: object = {}) {
  const { UploadId } = await cloud.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  const upload = { Bucket, Key, UploadId };
  const part = async (PartNumber: number, Body: Buffer) => {
    const { ETag, ChecksumCRC32, ChecksumCRC64NVME } = await cloud.client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    return { ETag, PartNumber, ChecksumCRC32, ChecksumCRC64NVME };
  };
  const complete = (Parts: object[]) => cloud.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  return { upload, part, complete };
}

test('parts become one object, whatever the order of their arrival', async () => {
  const { upload, part, complete } = await begin('whole', { ContentType: 'text/plain', Metadata: { a: 'b' } });
  const two = await part(2, second);
  const one = await part(1, first);
  expect((await cloud.client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toEqual([expect.objectContaining({ Key: 'whole', UploadId: upload.UploadId })]);
  const listed = await cloud.client.send(new ListPartsCommand(upload));
  expect(listed.Parts!.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([[1, 5 * MIB], [2, 7]]);

  const md5s = Buffer.concat([first, second].map((bytes) => createHash('md5').update(bytes).digest()));
  const ETag = `"${createHash('md5').update(md5s).digest('hex')}-2"`;
  expect(await complete([one, two])).toMatchObject({ ETag, Key: 'whole' });
  expect(await cloud.client.send(new HeadObjectCommand({ Bucket, Key: 'whole' }))).toMatchObject({ ContentLength: 5 * MIB + 7, ContentType: 'text/plain', Metadata: { a: 'b' }, ETag });
  const across = await cloud.client.send(new GetObjectCommand({ Bucket, Key: 'whole', Range: `bytes=${5 * MIB - 3}-${5 * MIB + 2}` }));
  expect(await across.Body!.transformToString()).toBe('aaathe');
  const byPart = await cloud.client.send(new GetObjectCommand({ Bucket, Key: 'whole', PartNumber: 2 }));
  expect(byPart.PartsCount).toBe(2);
  expect(await byPart.Body!.transformToString()).toBe('the end');
  expect((await cloud.client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
});

test.each([
  ['CRC32', 'COMPOSITE'],
  ['CRC32', 'FULL_OBJECT'],
  ['CRC64NVME', 'FULL_OBJECT'],
] as const)('the checksum %s of an upload is %s', async (ChecksumAlgorithm, ChecksumType) => {
  const { part, complete } = await begin(`summed-${ChecksumAlgorithm}-${ChecksumType}`, { ChecksumAlgorithm, ChecksumType });
  const done: any = await complete([await part(1, first), await part(2, second)]);
  const name = ChecksumAlgorithm === 'CRC32' ? 'crc32' : 'crc64nvme';
  const sum = (bytes: Buffer) => {
    const crc = createCrc(name);
    crc.update(bytes);
    return crc.digest();
  };
  const expected = ChecksumType === 'FULL_OBJECT' ? sum(Buffer.concat([first, second])).toString('base64') : `${sum(Buffer.concat([sum(first), sum(second)])).toString('base64')}-2`;
  expect(done).toMatchObject({ [`Checksum${ChecksumAlgorithm}`]: expected, ChecksumType });
});

test('a wrong list of parts is refused and the upload stays', async () => {
  const { part, complete, upload } = await begin('picky');
  const one = await part(1, second);
  const two = await part(2, second);
  await expect(complete([two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete([{ ...one, ETag: '"other"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
  await expect(complete([one, { PartNumber: 3, ETag: one.ETag }])).rejects.toMatchObject({ name: 'InvalidPart' });
  await expect(complete([one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
  await cloud.client.send(new AbortMultipartUploadCommand(upload));
  await expect(part(3, second)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(complete([one])).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('a part may be copied from an object', async () => {
  await cloud.client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'abcdef' }));
  const { complete, upload } = await begin('copied');
  const { CopyPartResult } = await cloud.client.send(new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange: 'bytes=1-3' }));
  await complete([{ PartNumber: 1, ETag: CopyPartResult!.ETag }]);
  const got = await cloud.client.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
  expect(await got.Body!.transformToString()).toBe('bcd');
});

test('an upload that has not ended does not keep a bucket, but an object does', async () => {
  await cloud.client.send(new CreateBucketCommand({ Bucket: 'short-lived', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
  await cloud.client.send(new CreateMultipartUploadCommand({ Bucket: 'short-lived', Key: 'x' }));
  await cloud.client.send(new DeleteBucketCommand({ Bucket: 'short-lived' }));
  await expect(cloud.client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty', message: 'The bucket you tried to delete is not empty' });
});
