import { createHash } from 'node:crypto';
import { ChecksumAlgorithm } from './checksum-algorithm';
import { combineCrc, createCrc } from './crc';
import { ObjectChecksum, ObjectRecord, Segment } from './object-record';
import { s3Error } from './s3-errors';

const SMALLEST_PART = 5 * 2 ** 20;

export interface UploadPart {
  readonly uploadId: string;
  readonly partNumber: number;
  readonly etag: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  readonly segment: Segment;
  readonly checksums: Readonly<Partial<Record<ChecksumAlgorithm, string>>>;
}

/** What the client says that it has uploaded. */
export interface CompletedPart {
  readonly partNumber: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksums: Readonly<Partial<Record<ChecksumAlgorithm, string>>>;
}

type Checksum = { readonly algorithm: ChecksumAlgorithm; readonly type: 'FULL_OBJECT' | 'COMPOSITE' };

/** The object that the parts make, if the client's list names stored parts in order. */
export function joinParts(uploadId: string, listed: readonly CompletedPart[], stored: ReadonlyMap<number, UploadPart>, checksum?: Checksum): Pick<ObjectRecord, 'size' | 'etag' | 'segments' | 'checksum'> {
  if (!listed.length) throw s3Error.malformedXml();
  const parts = listed.map((claimed, index) => {
    if (index > 0 && claimed.partNumber <= listed[index - 1].partNumber) throw s3Error.invalidPartOrder(uploadId);
    const part = stored.get(claimed.partNumber);
    if (!part || part.etag !== claimed.etag || !isSame(claimed.checksums, part.checksums)) throw s3Error.invalidPart(uploadId, claimed.partNumber);
    return part;
  });
  const small = parts.slice(0, -1).find(({ size }) => size < SMALLEST_PART);
  if (small) throw s3Error.entityTooSmall(small.partNumber, small.size);
  const md5s = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
  return {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    etag: `${createHash('md5').update(md5s).digest('hex')}-${parts.length}`,
    segments: parts.map(({ segment }) => segment),
    checksum: checksum && joinChecksums(parts, checksum),
  };
}

function isSame(claimed: CompletedPart['checksums'], stored: UploadPart['checksums']): boolean {
  return Object.entries(claimed).every(([algorithm, value]) => stored[algorithm as ChecksumAlgorithm] === value);
}

/** Composite: the sum of the parts' sums. Full object: only CRCs can be joined without reading the bytes again. */
function joinChecksums(parts: readonly UploadPart[], { algorithm, type }: Checksum): ObjectChecksum {
  const sums = parts.map(({ checksums, size }) => ({ sum: Buffer.from(checksums[algorithm]!, 'base64') as Buffer, size }));
  if (type === 'COMPOSITE') return { algorithm, type, value: `${digest(algorithm, Buffer.concat(sums.map(({ sum }) => sum)))}-${parts.length}` };
  if (algorithm === 'sha1' || algorithm === 'sha256') throw s3Error.invalidRequest(`The FULL_OBJECT checksum type cannot be used with the ${algorithm} checksum algorithm.`);
  const whole = sums.reduce((first, second) => ({ sum: combineCrc(algorithm, first.sum, second.sum, second.size), size: first.size + second.size }));
  return { algorithm, type, value: whole.sum.toString('base64') };
}

function digest(algorithm: ChecksumAlgorithm, bytes: Buffer): string {
  if (algorithm === 'sha1' || algorithm === 'sha256') return createHash(algorithm).update(bytes).digest('base64');
  const crc = createCrc(algorithm);
  crc.update(bytes);
  return crc.digest().toString('base64');
}
