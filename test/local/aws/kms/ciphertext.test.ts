import { randomBytes, randomUUID } from 'node:crypto';
import { keyIdOf, open, seal } from '../../../../local/aws/kms/ciphertext';

const keyId = randomUUID();
const material = randomBytes(32);
const sealed = seal(keyId, material, Buffer.from('text'), { a: '1', b: '2' });

test('the ciphertext names its key and opens with the same context, in any order', () => {
  expect(keyIdOf(sealed)).toBe(keyId);
  expect(open(material, sealed, { b: '2', a: '1' }).toString()).toBe('text');
});

test.each<[string, () => unknown]>([
  ['another context', () => open(material, sealed, { a: '1', b: '3' })],
  ['no context', () => open(material, sealed)],
  ['another key', () => open(randomBytes(32), sealed, { a: '1', b: '2' })],
  ['a changed byte', () => open(material, Buffer.concat([sealed.subarray(0, -1), Buffer.from([sealed.at(-1)! ^ 1])]), { a: '1', b: '2' })],
  ['too few bytes', () => keyIdOf(sealed.subarray(0, 20))],
  ['other bytes', () => keyIdOf(Buffer.alloc(100))],
])('with %s it is an invalid ciphertext', (_, attempt) => {
  expect(attempt).toThrow(expect.objectContaining({ code: 'InvalidCiphertextException' }));
});
