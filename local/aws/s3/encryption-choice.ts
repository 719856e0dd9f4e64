import { notEmulated } from '../wire/aws-error';
import { BucketEncryption } from './bucket-record';
import { s3Error } from './s3-errors';

type Headers = Readonly<Record<string, string>>;

/** How a new object will be encrypted. */
export interface EncryptionChoice {
  readonly algorithm: 'AES256' | 'aws:kms';
  /** Absent with `aws:kms`: the AWS managed key. */
  readonly kmsKeyId?: string;
  readonly bucketKeyEnabled: boolean;
  readonly context?: Readonly<Record<string, string>>;
  /** The request named it, so that policies can see it in the request's condition keys. */
  readonly explicit: boolean;
}

const ALGORITHM = 'x-amz-server-side-encryption';

/** The request's headers, else the bucket's default. */
export function chooseEncryption(headers: Headers, bucketDefault: BucketEncryption): EncryptionChoice {
  refuseCustomerKeys(headers);
  const algorithm = headers[ALGORITHM];
  const kmsKeyId = headers[`${ALGORITHM}-aws-kms-key-id`];
  const bucketKey = headers[`${ALGORITHM}-bucket-key-enabled`];
  if (algorithm === undefined) {
    if (kmsKeyId !== undefined) throw s3Error.invalidArgument('Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms', ALGORITHM, '');
    return { ...bucketDefault, bucketKeyEnabled: bucketKey === undefined ? (bucketDefault.bucketKeyEnabled ?? false) : bucketKey === 'true', explicit: false };
  }
  if (algorithm === 'aws:kms:dsse') throw notEmulated('aws:kms:dsse (dual-layer server-side encryption)');
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms') throw s3Error.invalidArgument('The encryption method specified is not supported', ALGORITHM, algorithm);
  if (algorithm === 'AES256' && kmsKeyId !== undefined) {
    throw s3Error.invalidArgument('Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms', ALGORITHM, algorithm);
  }
  return { algorithm, kmsKeyId, bucketKeyEnabled: bucketKey === 'true', context: encryptionContext(headers[`${ALGORITHM}-context`]), explicit: true };
}

export function refuseCustomerKeys(headers: Headers): void {
  const header = Object.keys(headers).find((name) => /^x-amz-(copy-source-)?server-side-encryption-customer-/.test(name));
  if (header) throw notEmulated(`SSE-C (header ${header})`);
}

function encryptionContext(header: string | undefined): Record<string, string> | undefined {
  if (header === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
  } catch {
    throw s3Error.invalidArgument('The header x-amz-server-side-encryption-context must be base64 of a JSON object', `${ALGORITHM}-context`, header);
  }
}
