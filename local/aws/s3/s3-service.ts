import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { Caller } from '../../access/model';
import { Authority, Clock, CloudIdentity, Kms, ObjectSummary, Report, S3, StoredObject } from '../../services';
import { Table } from '../../store/table';
import { isPublicPolicy, parseBucketPolicy } from './bucket-policy';
import { BucketRecord } from './bucket-record';
import { Buckets } from './buckets';
import { DataKeys } from './data-keys';
import { listPage } from './listing';
import { MultipartUploads } from './multipart-uploads';
import { metadataHeaders } from './object-description';
import { ObjectFiles } from './object-files';
import { ObjectIndex } from './object-index';
import { ObjectReader } from './object-reader';
import { ObjectRecord } from './object-record';
import { ObjectWriter } from './object-writer';
import { S3Access } from './s3-access';
import { s3Error } from './s3-errors';

export interface S3ServiceProps {
  /** Absent: a temporary folder, which `close` removes. */
  readonly folder?: string;
  readonly identity: CloudIdentity;
  readonly clock: Clock;
  readonly authority: Authority;
  readonly kms: Kms;
  readonly report?: Report;
}

/** Buckets and objects: encrypted files, an index that survives, and every request decided by the policies. */
export class S3Service implements S3 {
  readonly identity: CloudIdentity;
  readonly report: Report;
  readonly owner: { readonly ID: string };
  readonly access: S3Access;
  readonly buckets: Buckets;
  readonly index: ObjectIndex;
  readonly reader: ObjectReader;
  readonly writer: ObjectWriter;
  readonly uploads: MultipartUploads;
  private readonly tables: Array<{ close(): void }> = [];
  private readonly temporary?: string;

  constructor(props: S3ServiceProps) {
    const { identity, clock, kms } = props;
    this.identity = identity;
    this.report = props.report ?? (() => {});
    this.owner = { ID: createHash('sha256').update(identity.accountId).digest('hex') };
    if (!props.folder) this.temporary = fs.mkdtempSync(path.join(os.tmpdir(), 's3-'));
    const home = props.folder ? path.join(props.folder, 's3') : this.temporary!;
    const open = <T>(name: string): Table<T> => {
      const table = Table.open<T>(props.folder && home, name);
      this.tables.push(table);
      return table;
    };

    this.access = new S3Access(identity, props.authority);
    this.index = new ObjectIndex(open('objects'));
    const objectFiles = new Set(this.index.files());
    const files = new ObjectFiles(home, props.folder !== undefined);
    const keys = new DataKeys(open('service-key'), kms, identity);
    this.buckets = new Buckets(open('buckets'), clock, identity, (bucket) => this.index.keys(bucket).length === 0);
    this.reader = new ObjectReader(this.buckets, this.index, files, keys, this.access);
    this.writer = new ObjectWriter(this.buckets, this.index, files, keys, this.access, kms, clock);
    this.uploads = new MultipartUploads({ uploads: open('uploads'), parts: open('parts') }, this.buckets, files, keys, this.writer, this.access, clock, objectFiles);

    const orphans = files.sweep(new Set([...objectFiles, ...this.uploads.fileNames()]));
    if (orphans) this.report({ source: 's3', type: 'orphans-swept', detail: { files: orphans } });
  }

  close(): void {
    for (const table of this.tables) table.close();
    if (this.temporary) fs.rmSync(this.temporary, { recursive: true, force: true });
  }

  /** Checks and stores; for the door and for CloudFormation. */
  putBucketPolicy(name: string, policy: unknown): BucketRecord {
    const bucket = this.buckets.get(name);
    const document = parseBucketPolicy(policy, this.access.bucketArn(name));
    if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(document)) {
      throw s3Error.accessDenied('the bucket policy is public, and public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access');
    }
    return this.buckets.change(name, { policy: document });
  }

  /** Uploads that were never completed go with the bucket; objects keep it. */
  deleteBucket(name: string): void {
    this.buckets.delete(name);
    this.uploads.dropBucket(name);
  }

  // The port: the same ways as the door's, with the wire's headers made up from the request.

  listObjects(caller: Caller, request: { readonly bucket: string; readonly prefix?: string; readonly startAfter?: string; readonly maxKeys?: number }) {
    const { bucket, prefix, startAfter, maxKeys = 1000 } = request;
    this.access.requireBucket(caller, 's3:ListBucket', this.buckets.get(bucket), { 's3:prefix': prefix, 's3:max-keys': request.maxKeys?.toString() });
    const page = listPage(this.index.keys(bucket), { prefix, after: startAfter ? { key: startAfter } : undefined, maxKeys: Math.min(maxKeys, 1000) });
    return { objects: page.keys.map((key) => summary(this.index.get(bucket, key)!)), nextStartAfter: page.truncated ? page.keys.at(-1) : undefined };
  }

  async headObject(caller: Caller, request: { readonly bucket: string; readonly key: string }): Promise<ObjectSummary> {
    return summary(this.reader.read({ caller, ...request, eventName: 'HeadObject' }).record);
  }

  async getObject(caller: Caller, request: { readonly bucket: string; readonly key: string }): Promise<StoredObject> {
    const reading = this.reader.read({ caller, ...request });
    return { ...summary(reading.record), body: reading.open(), contentType: reading.record.headers['content-type'], metadata: reading.record.metadata };
  }

  async putObject(caller: Caller, request: Parameters<S3['putObject']>[1]): Promise<{ etag: string; size: number }> {
    const { bucket, key, body, contentType, metadata = {}, encryption } = request;
    const headers = {
      ...metadataHeaders(metadata),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(encryption ? { 'x-amz-server-side-encryption': encryption.algorithm } : {}),
      ...(encryption?.kmsKeyId === undefined ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': encryption.kmsKeyId }),
    };
    const { etag, size } = await this.writer.put({ caller, bucket, key, headers, body: body as Readable | Buffer });
    return { etag, size };
  }
}

function summary({ key, size, etag, lastModified }: ObjectRecord): ObjectSummary {
  return { key, size, etag, lastModified };
}
