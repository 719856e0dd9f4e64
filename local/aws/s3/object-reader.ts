import { Readable } from 'node:stream';
import { Caller } from '../../access/model';
import { byteRange } from './byte-range';
import { Buckets } from './buckets';
import { DataKeys } from './data-keys';
import { refuseCustomerKeys } from './encryption-choice';
import { ObjectFiles } from './object-files';
import { ObjectIndex } from './object-index';
import { ObjectRecord } from './object-record';
import { isNotModified } from './preconditions';
import { S3Access } from './s3-access';
import { s3Error } from './s3-errors';

export interface ReadRequest {
  readonly caller: Caller;
  readonly bucket: string;
  readonly key: string;
  /** Conditions and Range, as on the wire. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly versionId?: string;
  readonly partNumber?: number;
  /** GetObject and HeadObject ask the same permission but are two events of the audit log. */
  readonly eventName?: string;
}

export interface Reading {
  readonly record: ObjectRecord;
  readonly notModified: boolean;
  /** The part that was asked for; absent: all of it. */
  readonly range?: { readonly start: number; readonly end: number };
  /** Starts to read the range (or another one); the caller consumes or destroys it. */
  open(range?: { readonly start: number; readonly end: number }): Readable;
}

/** Finds, permits, decrypts. */
export class ObjectReader {
  constructor(
    private readonly buckets: Buckets,
    private readonly index: ObjectIndex,
    private readonly files: ObjectFiles,
    private readonly keys: DataKeys,
    private readonly access: S3Access,
  ) {}

  read(request: ReadRequest): Reading {
    const headers = request.headers ?? {};
    refuseCustomerKeys(headers);
    const record = this.find(request, request.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion');
    const dataKey = this.keys.open(request.caller, record.encryption);
    const notModified = isNotModified(headers, record);
    const range = request.partNumber === undefined ? byteRange(headers.range, record.size) : partRange(record, request.partNumber);
    const whole = { start: 0, end: record.size - 1 };
    return { record, notModified, range, open: ({ start, end } = range ?? whole) => this.files.read(record.segments, dataKey, start, end) };
  }

  /** The object, for a caller who has the permission; who may not list learns nothing of what is not there. */
  find(request: ReadRequest, action: string): ObjectRecord {
    const { caller, key, versionId, eventName = 'GetObject' } = request;
    const bucket = this.buckets.get(request.bucket);
    const record = this.index.get(bucket.name, key);
    const tags = Object.fromEntries(Object.entries(record?.tags ?? {}).map(([tag, value]) => [`s3:ExistingObjectTag/${tag}`, value]));
    this.access.requireObject(caller, action, bucket, key, { ...tags, 's3:versionid': versionId });
    if (record && (versionId === undefined || versionId === 'null')) return record;
    const decision = this.access.mayLearnAbsence(caller, bucket, eventName);
    if (!decision.allowed) throw s3Error.accessDenied();
    throw versionId === undefined ? s3Error.noSuchKey(key) : s3Error.noSuchVersion(key, versionId);
  }
}

function partRange(record: ObjectRecord, partNumber: number): { start: number; end: number } | undefined {
  const part = record.segments[partNumber - 1];
  if (!part) throw s3Error.invalidRange(`partNumber=${partNumber}`, record.size);
  const start = record.segments.slice(0, partNumber - 1).reduce((sum, { size }) => sum + size, 0);
  return part.size === 0 ? undefined : { start, end: start + part.size - 1 };
}
