import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Caller } from '../../access/model';
import { Clock } from '../../services';
import { Table } from '../../store/table';
import { BodyDigests } from './body-digests';
import { BucketRecord } from './bucket-record';
import { Buckets } from './buckets';
import { ChecksumAlgorithm } from './checksum-algorithm';
import { DataKeys } from './data-keys';
import { CompletedPart, joinParts, UploadPart } from './joined-parts';
import { ObjectFiles } from './object-files';
import { ObjectDescription, ObjectRecord } from './object-record';
import { ObjectWriter, WriteRequest } from './object-writer';
import { S3Access } from './s3-access';
import { s3Error } from './s3-errors';

export interface UploadRecord {
  readonly uploadId: string;
  /** Epoch milliseconds. */
  readonly initiated: number;
  readonly description: ObjectDescription;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: 'FULL_OBJECT' | 'COMPOSITE' };
}

export interface UploadTables {
  readonly uploads: Table<UploadRecord>;
  readonly parts: Table<UploadPart>;
}

interface UploadRequest {
  readonly caller: Caller;
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
}

/** Uploads on their way to become objects. All parts are encrypted with the data key that the object will have. */
export class MultipartUploads {
  private readonly partsOf = new Map<string, Map<number, UploadPart>>();

  /** @param objectFiles files that objects are made of: an upload that became one before a crash is forgotten, not aborted. */
  constructor(
    private readonly tables: UploadTables,
    private readonly buckets: Buckets,
    private readonly files: ObjectFiles,
    private readonly keys: DataKeys,
    private readonly writer: ObjectWriter,
    private readonly access: S3Access,
    private readonly clock: Clock,
    objectFiles: ReadonlySet<string>,
  ) {
    for (const part of tables.parts.values()) this.partMap(part.uploadId).set(part.partNumber, part);
    for (const [uploadId, parts] of this.partsOf) {
      if (!tables.uploads.has(uploadId) || [...parts.values()].some(({ segment }) => objectFiles.has(segment.file))) this.forget(uploadId);
    }
  }

  /** Names of all files that parts are made of. */
  fileNames(): string[] {
    return [...this.partsOf.values()].flatMap((parts) => [...parts.values()].map(({ segment }) => segment.file));
  }

  private inBucket(bucket: string): UploadRecord[] {
    return this.tables.uploads.values().filter(({ description }) => description.bucket === bucket);
  }

  create(request: WriteRequest, checksum?: UploadRecord['checksum']): UploadRecord {
    const { description } = this.writer.describe(request);
    const upload: UploadRecord = { uploadId: randomBytes(32).toString('base64url'), initiated: this.clock.now(), description, checksum };
    this.tables.uploads.put(upload.uploadId, upload);
    return upload;
  }

  async putPart(request: UploadRequest & { readonly partNumber: number; readonly headers: Readonly<Record<string, string>>; readonly body: Readable | Buffer }): Promise<{ part: UploadPart; upload: UploadRecord }> {
    const { caller, uploadId, partNumber, headers, body } = request;
    if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > 10_000) {
      throw s3Error.invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', String(partNumber));
    }
    const upload = this.permitted(request, 's3:PutObject');
    const dataKey = this.keys.open(caller, upload.description.encryption);
    const digests = new BodyDigests(headers, upload.checksum ? [upload.checksum.algorithm] : []);
    const segment = await this.files.write(body, dataKey, (chunk) => digests.update(chunk));
    try {
      const { md5, checksums } = digests.finish();
      if (!this.tables.uploads.has(uploadId)) throw s3Error.noSuchUpload(uploadId); // aborted while the part came
      const part: UploadPart = { uploadId, partNumber, etag: md5.toString('hex'), size: segment.size, lastModified: this.clock.now(), segment, checksums };
      const replaced = this.partMap(uploadId).get(partNumber);
      this.partMap(uploadId).set(partNumber, part);
      this.tables.parts.put(rowName(part), part);
      if (replaced) this.files.remove([replaced.segment]);
      return { part, upload };
    } catch (error) {
      this.files.remove([segment]);
      throw error;
    }
  }

  /** The parts become the object's segments: nothing is copied. The object's row comes first, so that no crash loses it. */
  complete(request: UploadRequest & { readonly headers: Readonly<Record<string, string>>; readonly parts: readonly CompletedPart[] }): ObjectRecord {
    const upload = this.permitted(request, 's3:PutObject');
    this.keys.open(request.caller, upload.description.encryption); // the service reads the parts again, so it asks for kms:Decrypt
    const stored = this.partMap(upload.uploadId);
    const joined = joinParts(upload.uploadId, request.parts, stored, upload.checksum);
    const record = this.writer.appear(request.headers, { ...upload.description, ...joined, lastModified: this.clock.now() });
    const kept = new Set(record.segments.map(({ file }) => file));
    const unused = [...stored.values()].map(({ segment }) => segment).filter(({ file }) => !kept.has(file));
    this.forget(upload.uploadId);
    this.files.remove(unused);
    return record;
  }

  abort(request: UploadRequest): void {
    this.drop(this.permitted(request, 's3:AbortMultipartUpload').uploadId);
  }

  dropBucket(bucket: string): void {
    for (const { uploadId } of this.inBucket(bucket)) this.drop(uploadId);
  }

  /** Sorted by number. */
  parts(request: UploadRequest): { upload: UploadRecord; parts: UploadPart[] } {
    const upload = this.permitted(request, 's3:ListMultipartUploadParts');
    return { upload, parts: [...this.partMap(upload.uploadId).values()].sort((a, b) => a.partNumber - b.partNumber) };
  }

  list(caller: Caller, bucket: BucketRecord): UploadRecord[] {
    this.access.requireBucket(caller, 's3:ListBucketMultipartUploads', bucket);
    return this.inBucket(bucket.name).sort((a, b) => (a.description.key < b.description.key ? -1 : a.description.key > b.description.key ? 1 : a.initiated - b.initiated));
  }

  private permitted({ caller, bucket, key, uploadId }: UploadRequest, action: string): UploadRecord {
    this.access.requireObject(caller, action, this.buckets.get(bucket), key);
    const upload = this.tables.uploads.get(uploadId);
    if (!upload || upload.description.bucket !== bucket || upload.description.key !== key) throw s3Error.noSuchUpload(uploadId);
    return upload;
  }

  private partMap(uploadId: string): Map<number, UploadPart> {
    let parts = this.partsOf.get(uploadId);
    if (!parts) this.partsOf.set(uploadId, (parts = new Map()));
    return parts;
  }

  private drop(uploadId: string): void {
    const segments = [...this.partMap(uploadId).values()].map(({ segment }) => segment);
    this.forget(uploadId);
    this.files.remove(segments);
  }

  private forget(uploadId: string): void {
    this.tables.uploads.delete(uploadId);
    for (const part of this.partMap(uploadId).values()) this.tables.parts.delete(rowName(part));
    this.partsOf.delete(uploadId);
  }
}

function rowName({ uploadId, partNumber }: { uploadId: string; partNumber: number }): string {
  return `${uploadId}/${partNumber}`;
}
