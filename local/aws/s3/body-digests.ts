import { createHash } from 'node:crypto';
import { AwsError } from '../wire/aws-error';
import { CHECKSUM_ALGORITHMS, ChecksumAlgorithm, isChecksumAlgorithm } from './checksum-algorithm';
import { createCrc } from './crc';
import { s3Error } from './s3-errors';

type Headers = Readonly<Record<string, string>>;

interface Digest {
  update(chunk: Uint8Array): unknown;
  digest(): Buffer;
}

function digestOf(algorithm: ChecksumAlgorithm): Digest {
  return algorithm === 'sha1' || algorithm === 'sha256' ? createHash(algorithm) : createCrc(algorithm);
}

/** Algorithms that the request names: in a checksum header, as the trailer to come, or as the one it wants. */
function namedAlgorithms(headers: Headers): ChecksumAlgorithm[] {
  const trailers = (headers['x-amz-trailer'] ?? '').split(',').map((name) => name.trim().toLowerCase().replace(/^x-amz-checksum-/, ''));
  const wanted = (headers['x-amz-sdk-checksum-algorithm'] ?? headers['x-amz-checksum-algorithm'] ?? '').toLowerCase();
  for (const name of Object.keys(headers)) {
    const other = /^x-amz-checksum-(?!mode$|type$|algorithm$)(.+)$/.exec(name)?.[1];
    if (other && !isChecksumAlgorithm(other)) throw s3Error.invalidRequest(`The checksum must be one of [${CHECKSUM_ALGORITHMS.join(', ')}], got: ${other}`);
  }
  return CHECKSUM_ALGORITHMS.filter((algorithm) => headers[`x-amz-checksum-${algorithm}`] !== undefined || trailers.includes(algorithm) || wanted === algorithm);
}

/** Sums over a body as it passes, held against what the request promised, at the head or in a trailer. */
export class BodyDigests {
  private readonly md5 = createHash('md5');
  private readonly sha256?: Digest;
  private readonly sums = new Map<ChecksumAlgorithm, Digest>();
  private size = 0;

  /** The header record may gain the trailer's checksum while the body is read. */
  constructor(
    private readonly headers: Headers,
    further: readonly ChecksumAlgorithm[] = [],
  ) {
    for (const algorithm of new Set([...namedAlgorithms(headers), ...further])) this.sums.set(algorithm, digestOf(algorithm));
    if (/^[0-9a-f]{64}$/.test(headers['x-amz-content-sha256'] ?? '')) this.sha256 = createHash('sha256');
  }

  update(chunk: Uint8Array): void {
    this.size += chunk.length;
    this.md5.update(chunk);
    this.sha256?.update(chunk);
    for (const sum of this.sums.values()) sum.update(chunk);
  }

  /** Throws when a promise is broken. */
  finish(): { md5: Buffer; checksums: Partial<Record<ChecksumAlgorithm, string>> } {
    const { headers } = this;
    const expected = headers['x-amz-decoded-content-length'];
    if (expected !== undefined && Number(expected) !== this.size) {
      throw new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header', 400);
    }
    const md5 = this.md5.digest();
    const wanted = headers['content-md5'];
    if (wanted !== undefined) {
      if (Buffer.from(wanted, 'base64').length !== 16) throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, { 'Content-MD5': wanted });
      if (wanted !== md5.toString('base64')) throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, { ExpectedDigest: wanted, CalculatedDigest: md5.toString('base64') });
    }
    if (this.sha256 && this.sha256.digest().toString('hex') !== headers['x-amz-content-sha256']) {
      throw new AwsError('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.", 400);
    }
    return { md5, checksums: this.verifyChecksums() };
  }

  private verifyChecksums(): Partial<Record<ChecksumAlgorithm, string>> {
    const checksums: Partial<Record<ChecksumAlgorithm, string>> = {};
    for (const [algorithm, sum] of this.sums) {
      const value = sum.digest().toString('base64');
      const given = this.headers[`x-amz-checksum-${algorithm}`];
      if (given === undefined && (this.headers['x-amz-trailer'] ?? '').toLowerCase().includes(`x-amz-checksum-${algorithm}`)) {
        throw new AwsError('MalformedTrailerError', `The request announced the trailer x-amz-checksum-${algorithm} and did not send it.`, 400);
      }
      if (given !== undefined && given !== value) throw s3Error.badDigest(algorithm.toUpperCase());
      checksums[algorithm] = value;
    }
    return checksums;
  }
}
