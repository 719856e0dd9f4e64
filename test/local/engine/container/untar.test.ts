import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { untar } from '../../../../local/engine/container/untar';
import { pax, tarball, tarEntry } from '../_tar';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'untar-'))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

const unpack = (archive: Buffer, chunk = 100) =>
  untar(Readable.from((function* () { for (let at = 0; at < archive.length; at += chunk) yield archive.subarray(at, at + chunk); })()), path.join(folder, 'model'));
const read = (name: string) => fs.readFileSync(path.join(folder, 'model', name), 'utf8');

test('files and folders come out with their content', async () => {
  const large = 'x'.repeat(200_000);
  await unpack(gzipSync(tarball(tarEntry('./', '', '5'), tarEntry('code/inference.py', 'print(1)'), tarEntry('weights.bin', large), tarEntry('empty'))));
  expect(read('code/inference.py')).toBe('print(1)');
  expect(read('weights.bin')).toBe(large);
  expect(read('empty')).toBe('');
});

test('long names come from the headers that Python and GNU tar write', async () => {
  const long = `${'d'.repeat(90)}/${'f'.repeat(90)}`;
  await unpack(gzipSync(tarball(pax('mtime', '1700000000.5'), tarEntry('a', 'A'), pax('path', long), tarEntry('cut', 'B'), tarEntry('L', `gnu/${long}\0`, 'L'), tarEntry('cut', 'C'))));
  expect([read('a'), read(long), read(`gnu/${long}`)]).toEqual(['A', 'B', 'C']);
});

test.each([
  { what: 'a symbolic link', entry: tarEntry('link', '', '2'), error: /'link', which is no file and no folder/ },
  { what: 'a hard link', entry: tarEntry('link', '', '1'), error: /no file and no folder/ },
  { what: 'a device', entry: tarEntry('dev', '', '3'), error: /no file and no folder/ },
  { what: 'a way out of the folder', entry: tarEntry('a/../../b', 'x'), error: /leads out of its folder/ },
  { what: 'an absolute name', entry: tarEntry('/etc/x', 'x'), error: /leads out of its folder/ },
  { what: 'a way out in a long name', entry: Buffer.concat([pax('path', '../b'), tarEntry('a', 'x')]), error: /leads out of its folder/ },
  { what: 'a damaged header', entry: tarEntry('a', 'x', '0', { checksum: 1 }), error: /a checksum does not match/ },
])('$what is refused', async ({ entry, error }) => {
  await expect(unpack(gzipSync(tarball(entry)))).rejects.toThrow(error);
  expect(fs.readdirSync(folder)).toEqual(['model']);
});

test.each([
  { what: 'no gzip file', archive: tarball(tarEntry('a', 'x')), error: /incorrect header check/ },
  { what: 'cut off', archive: gzipSync(tarball(tarEntry('a', 'x'.repeat(5000))).subarray(0, 2000)), error: /ends in the middle/ },
])('an archive that is $what is refused', async ({ archive, error }) => {
  await expect(unpack(archive)).rejects.toThrow(error);
});
