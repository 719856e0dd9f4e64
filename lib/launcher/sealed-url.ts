import { ANSWER_ENCRYPTION_CONTEXT } from '../spec/custom-resource';
import { KmsPort } from './ports';
import { serviceError } from './service-error';

/** The answer URL as it may travel: ciphertext in base64. */
export type SealedUrl = string & { readonly sealed: unique symbol };

export async function sealUrl(kms: KmsPort, keyArn: string, url: string): Promise<SealedUrl> {
  return (await quietly('encrypted', () => kms.encrypt(keyArn, url, ANSWER_ENCRYPTION_CONTEXT))) as SealedUrl;
}

export async function openUrl(kms: KmsPort, keyArn: string, sealed: SealedUrl): Promise<string> {
  return quietly('decrypted', () => kms.decrypt(keyArn, sealed, ANSWER_ENCRYPTION_CONTEXT));
}

/** Like the answer itself: an error's text might quote what was encrypted, so only its name goes on. */
async function quietly<T>(verb: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    const { name } = serviceError(thrown);
    throw Object.assign(new Error(`the answer URL could not be ${verb} with the launcher's key (${name})`), { name });
  }
}
