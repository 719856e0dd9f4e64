import * as fc from 'fast-check';
import { BodyDigests } from '../../../../local/aws/s3/body-digests';
import { combineCrc, createCrc, CrcAlgorithm } from '../../../../local/aws/s3/crc';

const ALGORITHMS: CrcAlgorithm[] = ['crc32', 'crc32c', 'crc64nvme'];

function crc(algorithm: CrcAlgorithm, ...chunks: Uint8Array[]): Buffer {
  const sum = createCrc(algorithm);
  for (const chunk of chunks) sum.update(chunk);
  return sum.digest();
}

test.each<[CrcAlgorithm, string]>([
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
])('%s of the check text "123456789" is the published %s', (algorithm, expected) => {
  expect(crc(algorithm, Buffer.from('123456789')).toString('hex')).toBe(expected);
});

test.each(ALGORITHMS)('%s does not depend on where the body is cut, and the sums of two pieces combine', (algorithm) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (a, b) => {
      const whole = crc(algorithm, Buffer.concat([a, b]));
      expect(crc(algorithm, a, b)).toEqual(whole);
      expect(combineCrc(algorithm, crc(algorithm, a), crc(algorithm, b), b.length)).toEqual(whole);
    }),
  );
});

test('a checksum that comes as a trailer is verified when the body has been read', () => {
  const headers: Record<string, string> = { 'x-amz-trailer': 'x-amz-checksum-crc32', 'x-amz-sdk-checksum-algorithm': 'CRC32' };
  const digests = new BodyDigests(headers);
  digests.update(Buffer.from('123456789'));
  headers['x-amz-checksum-crc32'] = 'AAAAAA==';
  expect(() => digests.finish()).toThrow(/CRC32 you specified did not match/);
});

test('the right trailer is accepted', () => {
  const headers: Record<string, string> = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
  const digests = new BodyDigests(headers);
  digests.update(Buffer.from('123456789'));
  headers['x-amz-checksum-crc32'] = 'y/Q5Jg==';
  expect(digests.finish().checksums).toEqual({ crc32: 'y/Q5Jg==' });
});

test.each([
  ['an announced trailer that did not come', { 'x-amz-trailer': 'x-amz-checksum-sha256' }, 'MalformedTrailerError'],
  ['fewer bytes than announced', { 'x-amz-decoded-content-length': '10' }, 'IncompleteBody'],
  ['a body that is not the signed one', { 'x-amz-content-sha256': '0'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
])('%s is refused', (_, headers, code) => {
  const digests = new BodyDigests(headers as unknown as Record<string, string>);
  digests.update(Buffer.from('123456789'));
  expect(() => digests.finish()).toThrow(expect.objectContaining({ code }));
});

test('a checksum nobody knows is refused by name', () => {
  expect(() => new BodyDigests({ 'x-amz-checksum-md6': 'AA==' })).toThrow(/md6/);
});
