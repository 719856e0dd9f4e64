import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { text } from 'node:stream/consumers';
import { roleCaller } from '../../_helpers/recording-authority';
import { s3UnderTest } from '../../_helpers/s3-under-test';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 's3-restart-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const files = () => fs.readdirSync(path.join(folder, 's3', 'objects'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

test('objects, keys, uploads and configurations survive a restart; orphans do not', async () => {
  const caller = roleCaller();
  const before = await s3UnderTest({ folder });
  const keyArn = before.kms.management.createKey({}).keyArn;
  before.s3.buckets.create('kept', { encryption: { algorithm: 'aws:kms', kmsKeyId: keyArn } });
  await before.s3.putObject(caller, { bucket: 'kept', key: 'a', body: Buffer.from('under KMS'), metadata: { m: '1' } });
  await before.s3.putObject(caller, { bucket: 'kept', key: 'b', body: Buffer.from('under S3'), encryption: { algorithm: 'AES256' } });
  const { uploadId } = before.s3.uploads.create({ caller, bucket: 'kept', key: 'c', headers: {} });
  const { part } = await before.s3.uploads.putPart({ caller, bucket: 'kept', key: 'c', uploadId, partNumber: 1, headers: {}, body: Buffer.from('part') });
  fs.writeFileSync(path.join(folder, 's3', 'objects', part.segment.file.slice(0, 2), 'f'.repeat(32)), 'orphan');
  expect(files()).toBe(4);
  await before.close();

  const after = await s3UnderTest({ folder });
  expect(after.events).toEqual([{ source: 's3', type: 'orphans-swept', detail: { files: 1 } }]);
  expect(files()).toBe(3);
  const object = await after.s3.getObject(caller, { bucket: 'kept', key: 'a' });
  expect([await text(object.body), object.metadata]).toEqual(['under KMS', { m: '1' }]);
  expect(await text((await after.s3.getObject(caller, { bucket: 'kept', key: 'b' })).body)).toBe('under S3');
  after.s3.uploads.complete({ caller, bucket: 'kept', key: 'c', uploadId, headers: {}, parts: [{ partNumber: 1, etag: part.etag, checksums: {} }] });
  expect(after.s3.listObjects(caller, { bucket: 'kept' }).objects.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  await after.close();
});

test('a crash between the row of the object and the end of its upload does not lose the object', async () => {
  const caller = roleCaller();
  const before = await s3UnderTest({ folder });
  before.s3.buckets.create('kept');
  const { uploadId } = before.s3.uploads.create({ caller, bucket: 'kept', key: 'c', headers: {} });
  const { part } = await before.s3.uploads.putPart({ caller, bucket: 'kept', key: 'c', uploadId, partNumber: 1, headers: {}, body: Buffer.from('part') });
  const uploads = fs.readFileSync(path.join(folder, 's3', 'uploads.jsonl'));
  const parts = fs.readFileSync(path.join(folder, 's3', 'parts.jsonl'));
  before.s3.uploads.complete({ caller, bucket: 'kept', key: 'c', uploadId, headers: {}, parts: [{ partNumber: 1, etag: part.etag, checksums: {} }] });
  await before.close();
  fs.writeFileSync(path.join(folder, 's3', 'uploads.jsonl'), uploads);
  fs.writeFileSync(path.join(folder, 's3', 'parts.jsonl'), parts);

  const after = await s3UnderTest({ folder });
  expect(() => after.s3.uploads.abort({ caller, bucket: 'kept', key: 'c', uploadId })).toThrow(expect.objectContaining({ code: 'NoSuchUpload' }));
  expect(await text((await after.s3.getObject(caller, { bucket: 'kept', key: 'c' })).body)).toBe('part');
  await after.close();
});

test('overwriting and deleting leave no files', async () => {
  const cloud = await s3UnderTest({ folder });
  cloud.s3.buckets.create('kept');
  for (const body of ['1', '2', '3']) await cloud.s3.putObject(roleCaller(), { bucket: 'kept', key: 'k', body: Buffer.from(body) });
  expect(files()).toBe(1);
  cloud.s3.writer.delete(roleCaller(), 'kept', 'k');
  expect(files()).toBe(0);
  await cloud.close();
});

test('without a folder nothing stays behind', async () => {
  const temporary = () => fs.readdirSync(os.tmpdir()).filter((name) => /^s3-[A-Za-z0-9]{6}$/.test(name));
  const before = temporary();
  const cloud = await s3UnderTest();
  const mine = temporary().filter((name) => !before.includes(name));
  expect(mine.length).toBeGreaterThan(0);
  await cloud.close();
  expect(temporary().filter((name) => mine.includes(name)).length).toBeLessThan(mine.length);
});
