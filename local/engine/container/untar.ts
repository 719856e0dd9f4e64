import * as fs from 'node:fs';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;
const TYPE = { file: '0', oldFile: '\0', contiguous: '7', folder: '5', paxNext: 'x', paxGlobal: 'g', gnuLongName: 'L' } as const;
/** Extended headers hold names and times; more than this is no header. */
const LONGEST_EXTENSION = 1_048_576;

/** Unpacks a `.tar.gz` into a folder. Links, devices and names that lead out of the folder are refused by name. */
export async function untar(archive: Readable, folder: string): Promise<void> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  await pipeline(archive, createGunzip({ chunkSize: 65_536 }), async (chunks) => {
    const reader = new BlockReader(chunks as AsyncIterable<Buffer>);
    let longName: string | undefined;
    for (let header = await reader.block(); header && header.some((byte) => byte !== 0); header = await reader.block()) {
      checkSum(header);
      const type = String.fromCharCode(header[156]);
      const size = octal(header, 124, 12);
      if (type === TYPE.paxNext || type === TYPE.gnuLongName) {
        const text = await reader.text(size);
        longName = type === TYPE.paxNext ? paxPath(text) ?? longName : text.replace(/\0.*$/s, '');
        continue;
      }
      const name = longName ?? ustarName(header);
      longName = undefined;
      if (type === TYPE.paxGlobal) await reader.skip(size);
      else if (type === TYPE.folder) fs.mkdirSync(inside(folder, name), { recursive: true, mode: 0o700 });
      else if (type === TYPE.file || type === TYPE.oldFile || type === TYPE.contiguous) await store(inside(folder, name), reader.content(size));
      else throw new Error(`the archive holds '${name}', which is no file and no folder (type '${type}'); links and devices are refused`);
    }
    await reader.drain();
  });
}

async function store(file: string, content: AsyncIterable<Buffer>): Promise<void> {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  await pipeline(content, fs.createWriteStream(file, { mode: 0o600 }));
}

function inside(folder: string, name: string): string {
  if (path.isAbsolute(name) || name.split(/[/\\]/).includes('..')) throw new Error(`the archive holds '${name}', which leads out of its folder`);
  return path.join(folder, name);
}

function ustarName(header: Buffer): string {
  const name = field(header, 0, 100);
  const prefix = field(header, 257, 5) === 'ustar' && header[262] === 0 ? field(header, 345, 155) : '';
  return prefix ? `${prefix}/${name}` : name;
}

function field(header: Buffer, at: number, length: number): string {
  const end = header.indexOf(0, at);
  return header.toString('utf8', at, end < 0 || end > at + length ? at + length : end);
}

function octal(header: Buffer, at: number, length: number): number {
  if (header[at] & 0x80) return Number(header.readBigUInt64BE(at + length - 8)); // base-256, for 8 GiB and more
  const value = Number.parseInt(field(header, at, length).trim() || '0', 8);
  if (Number.isNaN(value)) throw new Error('the archive is no tar file: a size in it is no number');
  return value;
}

/** The header's checksum counts its own field as blanks. */
function checkSum(header: Buffer): void {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  if (octal(header, 148, 8) !== sum) throw new Error('the archive is no tar file, or it is damaged: a checksum does not match');
}

/** Records of a pax header are `<length> <name>=<value>\n`; times, which Python's tarfile writes, have no effect here. */
function paxPath(text: string): string | undefined {
  const bytes = Buffer.from(text, 'utf8');
  let found: string | undefined;
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString('utf8', at, at + 20), 10);
    if (!(length > 0)) break;
    const record = /^\d+ ([^=]+)=(.*)\n$/s.exec(bytes.toString('utf8', at, at + length));
    if (record?.[1] === 'path') found = record[2];
    if (record?.[1] === 'size') throw new Error('the archive holds a file of 8 GiB or more, which is larger than a transform job can load');
    at += length;
  }
  return found;
}

/** Reads a stream in blocks and in runs of bytes padded to blocks. */
class BlockReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  async block(): Promise<Buffer | undefined> {
    while (this.rest.length < BLOCK) {
      const next = await this.chunks.next();
      if (next.done) {
        if (this.rest.length === 0) return undefined;
        throw new Error('the archive ends in the middle');
      }
      this.rest = Buffer.concat([this.rest, next.value]);
    }
    const block = this.rest.subarray(0, BLOCK);
    this.rest = this.rest.subarray(BLOCK);
    return block;
  }

  async *content(size: number): AsyncGenerator<Buffer> {
    let left = Math.ceil(size / BLOCK) * BLOCK;
    let wanted = size;
    while (left > 0) {
      if (this.rest.length === 0) {
        const next = await this.chunks.next();
        if (next.done) throw new Error('the archive ends in the middle');
        this.rest = next.value;
      }
      const taken = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(taken.length);
      left -= taken.length;
      if (wanted > 0) yield taken.subarray(0, wanted);
      wanted -= Math.min(wanted, taken.length);
    }
  }

  async text(size: number): Promise<string> {
    if (size > LONGEST_EXTENSION) throw new Error('the archive is no tar file: an extended header is too long');
    const parts: Buffer[] = [];
    for await (const part of this.content(size)) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }

  async skip(size: number): Promise<void> {
    for await (const part of this.content(size)) void part;
  }

  /** What follows the end mark is padding; it is read so that the checksum of the gzip stream is verified. */
  async drain(): Promise<void> {
    while (!(await this.chunks.next()).done);
  }
}
