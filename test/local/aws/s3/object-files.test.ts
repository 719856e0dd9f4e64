import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { ObjectFiles } from '../../../../local/aws/s3/object-files';
import { Segment } from '../../../../local/aws/s3/object-record';

let home: string;
let files: ObjectFiles;
const dataKey = randomBytes(32);
const ignore = () => {};

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 's3-files-'));
  files = new ObjectFiles(home, true);
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

function onDisk(): Buffer[] {
  return fs.readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => fs.readFileSync(path.join(entry.path, entry.name)));
}

test('the plaintext is nowhere on the disk', async () => {
  const segment = await files.write(Buffer.from('a secret that nobody may read'), dataKey, ignore);
  expect(onDisk()).toHaveLength(1);
  expect(onDisk()[0].includes('secret')).toBe(false);
  expect(onDisk()[0]).toHaveLength(29);
  expect(await text(files.read([segment], dataKey, 0, 28))).toBe('a secret that nobody may read');
  expect(await text(files.read([segment], randomBytes(32), 0, 28))).not.toContain('secret');
});

test('any range over any segments is the same as a slice', async () => {
  const parts = [randomBytes(40), randomBytes(0), randomBytes(17), randomBytes(64)];
  const segments: Segment[] = [];
  for (const part of parts) segments.push(await files.write(Readable.from([part.subarray(0, 5), part.subarray(5)]), dataKey, ignore));
  const whole = Buffer.concat(parts);
  await fc.assert(
    fc.asyncProperty(fc.nat(120), fc.nat(120), async (a, b) => {
      const [start, end] = [Math.min(a, b), Math.max(a, b)];
      expect(await buffer(files.read(segments, dataKey, start, end))).toEqual(whole.subarray(start, end + 1));
    }),
    { numRuns: 60 },
  );
});

test('a body that breaks leaves nothing behind', async () => {
  const body = Readable.from(
    (function* () {
      yield Buffer.from('half');
      throw new Error('the client went away');
    })(),
  );
  await expect(files.write(body, dataKey, ignore)).rejects.toThrow('the client went away');
  expect(onDisk()).toEqual([]);
});

test('a reader that has begun reads to the end, though the object is gone', async () => {
  const segments = [await files.write(Buffer.from('one '), dataKey, ignore), await files.write(Buffer.from('two'), dataKey, ignore)];
  const reader = files.read(segments, dataKey, 0, 6);
  files.remove(segments);
  expect(onDisk()).toHaveLength(2);
  expect(await text(reader)).toBe('one two');
  expect(onDisk()).toEqual([]);
});

test('what no row names is swept, what one names stays', async () => {
  const kept = await files.write(Buffer.from('kept'), dataKey, ignore);
  await files.write(Buffer.from('orphan'), dataKey, ignore);
  fs.writeFileSync(path.join(home, 'incoming', 'torn'), 'half');
  const reopened = new ObjectFiles(home, true);
  expect(reopened.sweep(new Set([kept.file]))).toBe(1);
  expect(onDisk()).toHaveLength(1);
  expect(await text(reopened.read([kept], dataKey, 0, 3))).toBe('kept');
});
