import { Readable } from 'node:stream';
import { Caller } from '../../access/model';
import { Clock, Kms } from '../../services';
import { BodyDigests } from './body-digests';
import { BucketRecord } from './bucket-record';
import { Buckets } from './buckets';
import { ChecksumAlgorithm, isChecksumAlgorithm } from './checksum-algorithm';
import { DataKeys } from './data-keys';
import { chooseEncryption, EncryptionChoice } from './encryption-choice';
import { checkKey, headerTags, keptHeaders, refuseUnsupportedHeaders, userMetadata } from './object-description';
import { ObjectFiles } from './object-files';
import { ObjectIndex } from './object-index';
import { ObjectChecksum, ObjectDescription, ObjectRecord } from './object-record';
import { requireWritable } from './preconditions';
import { headerContext, S3Access } from './s3-access';

type Headers = Readonly<Record<string, string>>;

export interface WriteRequest {
  readonly caller: Caller;
  readonly bucket: string;
  readonly key: string;
  /** As on the wire, in lower case: they carry type, metadata, encryption, conditions and checksums. */
  readonly headers: Headers;
}

/** Makes and ends objects. */
export class ObjectWriter {
  constructor(
    private readonly buckets: Buckets,
    private readonly index: ObjectIndex,
    private readonly files: ObjectFiles,
    private readonly keys: DataKeys,
    private readonly access: S3Access,
    private readonly kms: Pick<Kms, 'resolve' | 'awsManagedKey'>,
    private readonly clock: Clock,
  ) {}

  async put(request: WriteRequest & { readonly body: Readable | Buffer }): Promise<ObjectRecord> {
    const { description, dataKey } = this.describe(request);
    requireWritable(request.headers, request.key, this.index.get(request.bucket, request.key));
    return this.store(request, description, dataKey, request.body);
  }

  /** Permission, limits and data key of a new object (or upload): all that can be refused before the body is read. */
  describe(request: WriteRequest, carried: Partial<Pick<ObjectDescription, 'headers' | 'metadata' | 'tags'>> = {}): { description: ObjectDescription; dataKey: Buffer } {
    const { caller, bucket: name, key, headers } = request;
    const bucket = this.buckets.get(name);
    const choice = chooseEncryption(headers, bucket.encryption);
    this.requirePut(request, bucket, choice);
    checkKey(key);
    refuseUnsupportedHeaders(headers);
    const plain = { headers: keptHeaders(headers), metadata: userMetadata(headers), tags: headerTags(headers), ...carried };
    const { dataKey, encryption } = this.keys.make(caller, choice, this.access.objectArn(name, key));
    return { description: { bucket: name, key, ...plain, encryption }, dataKey };
  }

  /** Streams the body to disk and lets the object appear, if its digests and the conditions still hold at the end. */
  async store(request: WriteRequest, description: ObjectDescription, dataKey: Buffer, body: Readable | Buffer): Promise<ObjectRecord> {
    const digests = new BodyDigests(request.headers);
    const segment = await this.files.write(body, dataKey, (chunk) => digests.update(chunk));
    try {
      const { md5, checksums } = digests.finish();
      return this.appear(request.headers, {
        ...description,
        size: segment.size,
        etag: md5.toString('hex'),
        lastModified: this.clock.now(),
        segments: [segment],
        checksum: wholeChecksum(checksums),
      });
    } catch (error) {
      this.files.remove([segment]);
      throw error;
    }
  }

  /** The moment of the change: conditions, the row, then the files that it made superfluous. */
  appear(headers: Headers, record: ObjectRecord): ObjectRecord {
    this.buckets.get(record.bucket); // it may have gone while the body came
    const replaced = this.index.get(record.bucket, record.key);
    requireWritable(headers, record.key, replaced);
    this.index.put(record);
    if (replaced) this.files.remove(replaced.segments);
    return record;
  }

  /** Succeeds when there is no such object, as in the service. */
  delete(caller: Caller, bucketName: string, key: string, versionId?: string): void {
    const bucket = this.buckets.get(bucketName);
    this.access.requireObject(caller, versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion', bucket, key, { 's3:versionid': versionId });
    const record = this.index.get(bucketName, key);
    if (!record || (versionId !== undefined && versionId !== 'null')) return;
    this.index.delete(bucketName, key);
    this.files.remove(record.segments);
  }

  retag(record: ObjectRecord, tags: Record<string, string>): void {
    this.index.put({ ...record, tags });
  }

  requirePut(request: WriteRequest, bucket: BucketRecord, choice?: EncryptionChoice): void {
    const tags = headerTags(request.headers);
    const context = {
      ...headerContext(request.headers),
      's3:x-amz-server-side-encryption-aws-kms-key-id': choice?.explicit && choice.algorithm === 'aws:kms' ? this.keyArn(choice.kmsKeyId) : undefined,
      ...Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`s3:RequestObjectTag/${tag}`, value])),
      's3:RequestObjectTagKeys': Object.keys(tags).length ? Object.keys(tags) : undefined,
      's3:if-none-match': request.headers['if-none-match'],
      's3:if-match': request.headers['if-match'],
    };
    this.access.requireObject(request.caller, 's3:PutObject', bucket, request.key, context);
    if (Object.keys(tags).length) this.access.requireObject(request.caller, 's3:PutObjectTagging', bucket, request.key, context);
  }

  /** The condition key holds the ARN; what names no key is shown as it was sent, and refused by the key service later. */
  private keyArn(kmsKeyId: string | undefined): string {
    if (kmsKeyId === undefined) return this.kms.awsManagedKey('s3');
    try {
      return this.kms.resolve(kmsKeyId);
    } catch {
      return kmsKeyId;
    }
  }
}

function wholeChecksum(checksums: Partial<Record<ChecksumAlgorithm, string>>): ObjectChecksum | undefined {
  const [algorithm, value] = Object.entries(checksums)[0] ?? [];
  return algorithm && isChecksumAlgorithm(algorithm) && value !== undefined ? { algorithm, value, type: 'FULL_OBJECT' } : undefined;
}
