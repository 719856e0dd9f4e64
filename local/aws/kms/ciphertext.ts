import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { kmsError } from './kms-errors';

type EncryptionContext = Readonly<Record<string, string>>;

const VERSION = 1;
const KEY_ID = 36;
const IV = 12;
const TAG = 16;
const HEADER = 1 + KEY_ID + IV + TAG;

/** The order of the pairs has no meaning, so they are bound in one order. */
function boundContext(context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** AES-256-GCM with the encryption context as additional data: version, key id, iv, tag, data. */
export function seal(keyId: string, material: Buffer, plaintext: Buffer, context: EncryptionContext = {}): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', material, iv);
  cipher.setAAD(boundContext(context));
  const data = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), Buffer.from(keyId, 'latin1'), iv, cipher.getAuthTag(), data]);
}

/** Which key made the ciphertext. */
export function keyIdOf(ciphertext: Buffer): string {
  if (ciphertext.length < HEADER || ciphertext[0] !== VERSION) throw kmsError.invalidCiphertext();
  return ciphertext.toString('latin1', 1, 1 + KEY_ID);
}

/** Throws InvalidCiphertextException when the text, the key or the encryption context is another one. */
export function open(material: Buffer, ciphertext: Buffer, context: EncryptionContext = {}): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', material, ciphertext.subarray(1 + KEY_ID, 1 + KEY_ID + IV));
  decipher.setAuthTag(ciphertext.subarray(1 + KEY_ID + IV, HEADER));
  decipher.setAAD(boundContext(context));
  const start = decipher.update(ciphertext.subarray(HEADER));
  try {
    return Buffer.concat([start, decipher.final()]);
  } catch {
    throw kmsError.invalidCiphertext(); // the tag does not match
  }
}
