import { notEmulated } from '../wire/aws-error';
import { Operation, Operations } from '../wire/http';
import { kmsError } from './kms-errors';
import { KmsService } from './kms-service';

function blob(value: unknown, member: string): Buffer {
  if (typeof value !== 'string') throw kmsError.validation(`1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`);
  return Buffer.from(value, 'base64');
}

function refuseUnsupported(input: any): void {
  if (input.DryRun) throw notEmulated('DryRun of KMS operations');
  if (input.Recipient) throw notEmulated('Recipient (Nitro Enclaves) of KMS operations');
  for (const member of ['EncryptionAlgorithm', 'SourceEncryptionAlgorithm', 'DestinationEncryptionAlgorithm']) {
    if (input[member] !== undefined && input[member] !== 'SYMMETRIC_DEFAULT') throw notEmulated(`${member} ${input[member]}`);
  }
}

function dataKeyBytes({ KeySpec: spec, NumberOfBytes: bytes }: { KeySpec?: string; NumberOfBytes?: number }): number {
  if ((spec === undefined) === (bytes === undefined)) throw kmsError.validation('Please specify either number of bytes or key spec.');
  if (spec !== undefined) {
    if (spec !== 'AES_256' && spec !== 'AES_128') throw kmsError.validation(`KeySpec must be AES_256 or AES_128, got: ${spec}`);
    return spec === 'AES_256' ? 32 : 16;
  }
  if (!Number.isInteger(bytes) || bytes! < 1 || bytes! > 1024) throw kmsError.validation(`NumberOfBytes must be between 1 and 1024, got: ${bytes}`);
  return bytes!;
}

/** The operations that use a key. */
export function cryptographicOperations(kms: KmsService): Operations {
  const generate =
    (withoutPlaintext: boolean): Operation =>
    (input, { caller }) => {
      refuseUnsupported(input);
      const made = kms.generateDataKey({ caller, keyId: input.KeyId, encryptionContext: input.EncryptionContext, withoutPlaintext, numberOfBytes: dataKeyBytes(input) });
      return {
        KeyId: made.keyArn,
        CiphertextBlob: made.ciphertext.toString('base64'),
        ...(withoutPlaintext ? {} : { Plaintext: made.plaintext.toString('base64') }),
      };
    };

  return {
    Encrypt: (input, { caller }) => {
      refuseUnsupported(input);
      const { ciphertext, keyArn } = kms.encrypt({ caller, keyId: input.KeyId, plaintext: blob(input.Plaintext, 'plaintext'), encryptionContext: input.EncryptionContext });
      return { CiphertextBlob: ciphertext.toString('base64'), KeyId: keyArn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },
    Decrypt: (input, { caller }) => {
      refuseUnsupported(input);
      const { plaintext, keyArn } = kms.decrypt({ caller, keyId: input.KeyId, ciphertext: blob(input.CiphertextBlob, 'ciphertextBlob'), encryptionContext: input.EncryptionContext });
      return { Plaintext: plaintext.toString('base64'), KeyId: keyArn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },
    GenerateDataKey: generate(false),
    GenerateDataKeyWithoutPlaintext: generate(true),
    ReEncrypt: (input, { caller }) => {
      refuseUnsupported(input);
      const made = kms.reEncrypt({
        caller,
        ciphertext: blob(input.CiphertextBlob, 'ciphertextBlob'),
        encryptionContext: input.SourceEncryptionContext,
        sourceKeyId: input.SourceKeyId,
        destinationKeyId: input.DestinationKeyId,
        destinationContext: input.DestinationEncryptionContext,
      });
      return {
        CiphertextBlob: made.ciphertext.toString('base64'),
        SourceKeyId: made.sourceKeyArn,
        KeyId: made.keyArn,
        SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
  };
}
