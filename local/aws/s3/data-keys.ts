import { randomBytes, randomUUID } from 'node:crypto';
import { Caller } from '../../access/model';
import { CloudIdentity, Kms } from '../../services';
import { Table } from '../../store/table';
import { open, seal } from '../kms/ciphertext';
import { AwsError } from '../wire/aws-error';
import { EncryptionChoice } from './encryption-choice';
import { ObjectEncryption } from './object-record';

interface ServiceKey {
  readonly keyId: string;
  readonly material: string;
}

/**
 * Data keys of objects. With SSE-KMS the key service is really asked, with the caller's identity and from S3's own
 * network, so that key policies decide; with SSE-S3 the service wraps them under a key of its own.
 */
export class DataKeys {
  private readonly serviceKey: ServiceKey;

  constructor(
    table: Table<ServiceKey>,
    private readonly kms: Kms,
    private readonly identity: CloudIdentity,
  ) {
    if (!table.has('current')) table.put('current', { keyId: randomUUID(), material: randomBytes(32).toString('base64') });
    this.serviceKey = table.get('current')!;
  }

  /** A fresh data key for an object (or an upload) at the ARN. */
  make(caller: Caller, choice: EncryptionChoice, objectArn: string): { dataKey: Buffer; encryption: ObjectEncryption } {
    if (choice.algorithm === 'AES256') {
      const dataKey = randomBytes(32);
      return { dataKey, encryption: { algorithm: 'AES256', wrappedKey: seal(this.serviceKey.keyId, this.serviceMaterial(), dataKey).toString('base64') } };
    }
    const bound = choice.bucketKeyEnabled ? objectArn.slice(0, objectArn.indexOf('/')) : objectArn;
    const context = { ...choice.context, 'aws:s3:arn': bound };
    const made = this.asKms(() =>
      this.kms.generateDataKey({ caller: this.viaS3(caller), keyId: choice.kmsKeyId ?? this.kms.awsManagedKey('s3'), encryptionContext: context }),
    );
    return {
      dataKey: made.plaintext,
      encryption: { algorithm: 'aws:kms', kmsKeyArn: made.keyArn, bucketKeyEnabled: choice.bucketKeyEnabled, wrappedKey: made.ciphertext.toString('base64'), context },
    };
  }

  /** The data key of what is stored, if the caller may decrypt it. */
  open(caller: Caller, encryption: ObjectEncryption): Buffer {
    const ciphertext = Buffer.from(encryption.wrappedKey, 'base64');
    if (encryption.algorithm === 'AES256') return open(this.serviceMaterial(), ciphertext);
    return this.asKms(() => this.kms.decrypt({ caller: this.viaS3(caller), ciphertext, encryptionContext: encryption.context })).plaintext;
  }

  private serviceMaterial(): Buffer {
    return Buffer.from(this.serviceKey.material, 'base64');
  }

  private viaS3(caller: Caller): Caller {
    return { ...caller, viaService: `s3.${this.identity.region}.${this.identity.urlSuffix}`, network: { kind: 'internet', sourceIp: 'AWS Internal' } };
  }

  /** S3 passes on what the key service says: a denial as its own AccessDenied, the rest under `KMS.`. */
  private asKms<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'AccessDeniedException') throw new AwsError('AccessDenied', error.message, 403);
      throw new AwsError(`KMS.${error.code}`, error.message, 400);
    }
  }
}
