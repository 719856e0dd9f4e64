import { createHmac } from 'node:crypto';
import { Transform, TransformCallback } from 'node:stream';
import { AwsError } from './aws-error';
import { sha256 } from './sigv4';

/** What chunk signatures are chained from; absent for unsigned chunks. */
export interface ChunkSigning {
  readonly key: Buffer;
  readonly timestamp: string;
  readonly scope: string;
  readonly seed: string;
}

const HEADER_LIMIT = 4096;

/**
 * Takes the `aws-chunked` framing off a body: `<hex>[;chunk-signature=…]\r\n<data>\r\n … 0\r\n<trailers>\r\n`.
 * Data flows through as it comes; signed chunks are checked when they are whole. Trailers go to `onTrailer`.
 */
export class AwsChunkedDecoder extends Transform {
  private pending: Buffer = Buffer.alloc(0);
  private left = 0;
  private state: 'header' | 'data' | 'data-end' | 'trailer' | 'done' = 'header';
  private held: Buffer[] = [];
  private claimed = '';
  private previous: string;

  constructor(
    private readonly onTrailer: (name: string, value: string) => void,
    private readonly signing?: ChunkSigning,
  ) {
    super();
    this.previous = signing?.seed ?? '';
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.pending = this.pending.length ? Buffer.concat([this.pending, chunk]) : chunk;
    try {
      while (this.step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.state === 'done' || this.state === 'trailer' ? null : new AwsError('IncompleteBody', 'the aws-chunked body ended before its last chunk'));
  }

  /** Consumes one piece; false when more input is needed. */
  private step(): boolean {
    switch (this.state) {
      case 'header': {
        const line = this.takeLine();
        if (line === undefined) return false;
        const [size, ...extensions] = line.split(';');
        if (!/^[0-9a-fA-F]+$/.test(size)) throw new AwsError('InvalidRequest', 'a chunk of the aws-chunked body has no size');
        this.left = parseInt(size, 16);
        this.claimed = extensions.find((extension) => extension.startsWith('chunk-signature='))?.slice('chunk-signature='.length) ?? '';
        if (this.left === 0) {
          this.endChunk();
          this.state = 'trailer';
        } else this.state = 'data';
        return true;
      }
      case 'data': {
        if (!this.pending.length) return false;
        const piece = this.pending.subarray(0, this.left);
        this.pending = this.pending.subarray(piece.length);
        this.left -= piece.length;
        if (this.signing) this.held.push(piece);
        else this.push(piece);
        if (this.left === 0) this.state = 'data-end';
        return true;
      }
      case 'data-end': {
        if (this.pending.length < 2) return false;
        this.pending = this.pending.subarray(2);
        this.endChunk();
        this.state = 'header';
        return true;
      }
      case 'trailer': {
        const line = this.takeLine();
        if (line === undefined) return false;
        if (line === '') this.state = 'done';
        else this.trailer(line);
        return true;
      }
      case 'done':
        this.pending = Buffer.alloc(0);
        return false;
    }
  }

  private trailer(line: string): void {
    const colon = line.indexOf(':');
    if (colon > 0) this.onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }

  private takeLine(): string | undefined {
    const end = this.pending.indexOf('\r\n');
    if (end < 0) {
      if (this.pending.length > HEADER_LIMIT) throw new AwsError('InvalidRequest', 'a chunk header of the aws-chunked body is too long');
      return undefined;
    }
    const line = this.pending.toString('latin1', 0, end);
    this.pending = this.pending.subarray(end + 2);
    return line;
  }

  /** A signed chunk is passed on only when its signature is right. */
  private endChunk(): void {
    if (!this.signing) return;
    const data = Buffer.concat(this.held);
    this.held = [];
    const toSign = ['AWS4-HMAC-SHA256-PAYLOAD', this.signing.timestamp, this.signing.scope, this.previous, sha256(''), sha256(data)].join('\n');
    const expected = createHmac('sha256', this.signing.key).update(toSign).digest('hex');
    if (expected !== this.claimed) throw new AwsError('SignatureDoesNotMatch', 'a chunk of the body carries a wrong signature', 403);
    this.previous = expected;
    if (data.length) this.push(data);
  }
}
