import { gunzipSync } from 'node:zlib';

/** What a `model.tar.gz` holds: a reader of its own, so that the writer is not checked by itself. */
export function tarListing(archive: Buffer): Array<{ name: string; content: Buffer; mtime: number; checksumHolds: boolean }> {
  const tar = gunzipSync(archive);
  const files = [];
  for (let at = 0; tar[at] !== 0; ) {
    const header = tar.subarray(at, at + 512);
    const field = (offset: number, length: number): string => header.toString('latin1', offset, offset + length).replace(/[\0 ].*$/s, '');
    const size = parseInt(field(124, 12), 8);
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    files.push({ name: field(0, 100), content: tar.subarray(at + 512, at + 512 + size), mtime: parseInt(field(136, 12), 8), checksumHolds: sum === parseInt(field(148, 8), 8) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
