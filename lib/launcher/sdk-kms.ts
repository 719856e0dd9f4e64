import { DecryptCommand, DescribeKeyCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { KmsPort } from './ports';
import { clientSettings } from './sdk-settings';

export function sdkKms(region: string): KmsPort {
  const client = new KMSClient(clientSettings(region));
  return {
    async encrypt(keyArn, plaintext, context) {
      const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from(plaintext, 'utf8'), EncryptionContext: { ...context } }));
      return Buffer.from(CiphertextBlob ?? []).toString('base64');
    },
    async decrypt(keyArn, ciphertext, context) {
      const { Plaintext } = await client.send(new DecryptCommand({ KeyId: keyArn, CiphertextBlob: Buffer.from(ciphertext, 'base64'), EncryptionContext: { ...context } }));
      return Buffer.from(Plaintext ?? []).toString('utf8');
    },
    async describeKey(keyId) {
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: keyId }));
      return { arn: KeyMetadata?.Arn ?? '', state: KeyMetadata?.KeyState ?? '', usage: KeyMetadata?.KeyUsage ?? '', spec: KeyMetadata?.KeySpec ?? '' };
    },
  };
}
