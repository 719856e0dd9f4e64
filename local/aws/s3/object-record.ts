import { ChecksumAlgorithm } from './checksum-algorithm';

/** A file of ciphertext. An object is one segment, or one a part. */
export interface Segment {
  readonly file: string;
  readonly size: number;
  /** First counter block, base64. */
  readonly iv: string;
}

export interface ObjectEncryption {
  readonly algorithm: 'AES256' | 'aws:kms';
  readonly kmsKeyArn?: string;
  readonly bucketKeyEnabled?: boolean;
  /** The data key under the service's key or the KMS key, base64. */
  readonly wrappedKey: string;
  readonly context?: Readonly<Record<string, string>>;
}

export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** base64, with `-<parts>` when it is composite. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** What is stored beside the bytes, for objects and for uploads that become objects. */
export interface ObjectDescription {
  readonly bucket: string;
  readonly key: string;
  /** `content-type`, `cache-control`, … */
  readonly headers: Readonly<Record<string, string>>;
  /** Without the `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly encryption: ObjectEncryption;
}

export interface ObjectRecord extends ObjectDescription {
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  readonly segments: readonly Segment[];
  readonly checksum?: ObjectChecksum;
}
