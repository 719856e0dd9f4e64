import { createCipheriv, randomBytes } from 'node:crypto';

const BLOCK = 16n;

/** A first counter block. Its last four bytes are zero, so that an object's blocks never wrap it. */
export function newCounter(): Buffer {
  return Buffer.concat([randomBytes(12), Buffer.alloc(4)]);
}

/** AES-256-CTR from any byte on; to encrypt and to decrypt is the same. */
export function counterCipher(dataKey: Buffer, firstCounter: Buffer, offset = 0): (chunk: Buffer) => Buffer {
  const counter = BigInt(`0x${firstCounter.toString('hex')}`) + BigInt(offset) / BLOCK;
  const cipher = createCipheriv('aes-256-ctr', dataKey, Buffer.from(counter.toString(16).padStart(32, '0').slice(-32), 'hex'));
  cipher.update(Buffer.alloc(offset % Number(BLOCK)));
  return (chunk) => cipher.update(chunk);
}
