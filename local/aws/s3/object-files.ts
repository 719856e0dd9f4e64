import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { counterCipher, newCounter } from './counter-cipher';
import { Segment } from './object-record';

/** Names are random hexadecimal, so the files spread over 256 folders. */
const SHARDS = Array.from({ length: 256 }, (_, shard) => shard.toString(16).padStart(2, '0'));
/** What is not longer is read in one piece: a stream would cost more than the bytes. */
const SMALL = 1 << 16;

/**
 * The bytes on disk, always encrypted. A file is written beside, flushed and renamed, so what has a final name
 * is whole; a file that no row names is an orphan of a killed process and is swept at start.
 */
export class ObjectFiles {
  private readonly readers = new Map<string, number>();
  private readonly doomed = new Set<string>();

  /** @param durable whether files are flushed to the disk before they count. */
  constructor(
    private readonly home: string,
    private readonly durable: boolean,
  ) {
    fs.rmSync(this.incoming(''), { recursive: true, force: true });
    for (const folder of [this.incoming(''), ...SHARDS.map((shard) => path.join(home, 'objects', shard))]) fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Streams a body to disk; `observe` sees the plaintext. Nothing is left behind when the body fails. */
  async write(body: Readable | Buffer, dataKey: Buffer, observe: (chunk: Buffer) => void): Promise<Segment> {
    const file = randomBytes(16).toString('hex');
    const counter = newCounter();
    const encrypt = counterCipher(dataKey, counter);
    const incoming = this.incoming(file);
    let size = 0;
    try {
      const handle = await fs.promises.open(incoming, 'wx', 0o600);
      let writing: Promise<void> = Promise.resolve();
      try {
        for await (const piece of Buffer.isBuffer(body) ? [body] : body) {
          const chunk: Buffer = typeof piece === 'string' ? Buffer.from(piece) : piece;
          observe(chunk);
          size += chunk.length;
          const bytes = encrypt(chunk);
          await writing; // one chunk is on its way to the disk while the next one is summed and encrypted
          writing = writeAll(handle, bytes);
          writing.catch(() => {}); // it is thrown where it is awaited
        }
        await writing;
        if (this.durable) await handle.datasync();
      } finally {
        await writing.catch(() => {});
        await handle.close();
      }
      await fs.promises.rename(incoming, this.final(file));
    } catch (error) {
      await fs.promises.rm(incoming, { force: true });
      throw error;
    }
    return { file, size, iv: counter.toString('base64') };
  }

  /** Plaintext of bytes `start` to `end` (inclusive). The files stay until the reader is done, even if the object is overwritten. */
  read(segments: readonly Segment[], dataKey: Buffer, start: number, end: number): Readable {
    for (const { file } of segments) this.readers.set(file, (this.readers.get(file) ?? 0) + 1);
    const stream = Readable.from(this.chunks(segments, dataKey, start, end), { objectMode: false, highWaterMark: 1 << 18 });
    stream.once('close', () => segments.forEach(({ file }) => this.release(file)));
    return stream;
  }

  remove(segments: readonly Segment[]): void {
    for (const { file } of segments) {
      if (this.readers.has(file)) this.doomed.add(file);
      else fs.rmSync(this.final(file), { force: true });
    }
  }

  sweep(live: ReadonlySet<string>): number {
    const objects = path.join(this.home, 'objects');
    const stored = fs.readdirSync(objects).flatMap((shard) => fs.readdirSync(path.join(objects, shard)).map((file) => path.join(objects, shard, file)));
    const orphans = stored.filter((file) => !live.has(path.basename(file)));
    for (const orphan of orphans) fs.rmSync(orphan);
    return orphans.length;
  }

  private async *chunks(segments: readonly Segment[], dataKey: Buffer, start: number, end: number): AsyncGenerator<Buffer> {
    let first = 0;
    for (const { file, size, iv } of segments) {
      const from = Math.max(start - first, 0);
      const to = Math.min(end - first, size - 1);
      if (from <= to) {
        const decrypt = counterCipher(dataKey, Buffer.from(iv, 'base64'), from);
        if (to - from < SMALL) yield decrypt(readPiece(this.final(file), from, to - from + 1));
        else for await (const chunk of fs.createReadStream(this.final(file), { start: from, end: to, highWaterMark: 1 << 18 })) yield decrypt(chunk);
      }
      first += size;
    }
  }

  private release(file: string): void {
    const left = this.readers.get(file)! - 1;
    if (left > 0) {
      this.readers.set(file, left);
      return;
    }
    this.readers.delete(file);
    if (this.doomed.delete(file)) fs.rmSync(this.final(file), { force: true });
  }

  private incoming(file: string): string {
    return path.join(this.home, 'incoming', file);
  }

  private final(file: string): string {
    return path.join(this.home, 'objects', file.slice(0, 2), file);
  }
}

function readPiece(file: string, from: number, length: number): Buffer {
  const fd = fs.openSync(file, 'r');
  try {
    const piece = Buffer.alloc(length);
    for (let at = 0; at < length; ) {
      const read = fs.readSync(fd, piece, at, length - at, from + at);
      if (read === 0) throw new Error(`the object file ${path.basename(file)} is shorter than its row says`);
      at += read;
    }
    return piece;
  } finally {
    fs.closeSync(fd);
  }
}

async function writeAll(handle: fs.promises.FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}
