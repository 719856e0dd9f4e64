import { byteRange } from './byte-range';
import { CHECKSUM_ALGORITHMS, ChecksumAlgorithm, checksumElement, isChecksumAlgorithm } from './checksum-algorithm';
import { commonPrefixOf } from './listing';
import { UploadPart } from './joined-parts';
import { UploadRecord } from './multipart-uploads';
import { checksumMembers, encryptionHeaders, quoted } from './object-response';
import { requireCopySource } from './preconditions';
import { S3Operations, S3Request, XML } from './s3-request';
import { copySource } from './s3-request-target';
import { s3Error } from './s3-errors';
import { S3Service } from './s3-service';
import { readDocument, xmlDocument, xmlList } from './xml';

/** Which checksum an upload will have. CRC-64/NVME is always one over the whole object, SHA never is. */
function uploadChecksum(headers: Readonly<Record<string, string>>): UploadRecord['checksum'] {
  const algorithm = headers['x-amz-checksum-algorithm']?.toLowerCase();
  if (algorithm === undefined) return undefined;
  if (!isChecksumAlgorithm(algorithm)) throw s3Error.invalidRequest(`Checksum algorithm must be one of [${CHECKSUM_ALGORITHMS.join(', ')}], got: ${algorithm}`);
  const type = headers['x-amz-checksum-type']?.toUpperCase() ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE');
  const possible = algorithm === 'crc64nvme' ? ['FULL_OBJECT'] : algorithm.startsWith('sha') ? ['COMPOSITE'] : ['FULL_OBJECT', 'COMPOSITE'];
  if (!possible.includes(type)) throw s3Error.invalidRequest(`The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`);
  return { algorithm, type: type as 'FULL_OBJECT' | 'COMPOSITE' };
}

function partChecksums(part: Pick<UploadPart, 'checksums'>, write: (algorithm: ChecksumAlgorithm) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(part.checksums).map(([algorithm, value]) => [write(algorithm as ChecksumAlgorithm), value]));
}

/** Uploads in parts. */
export function multipartOperations(s3: S3Service): S3Operations {
  const { uploads } = s3;
  const uploadOf = ({ caller, bucket, key, query }: S3Request) => ({ caller, bucket, key, uploadId: query.get('uploadId') ?? '' });

  return {
    CreateMultipartUpload: ({ caller, bucket, key, headers }) => {
      const checksum = uploadChecksum(headers);
      const { uploadId, description } = uploads.create({ caller, bucket, key, headers }, checksum);
      return {
        status: 200,
        headers: { ...XML, ...encryptionHeaders(description.encryption), ...(checksum ? { 'x-amz-checksum-algorithm': checksum.algorithm.toUpperCase(), 'x-amz-checksum-type': checksum.type } : {}) },
        body: xmlDocument('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: uploadId }),
      };
    },

    UploadPart: async (request) => {
      const { headers, query, wire } = request;
      const { part, upload } = await uploads.putPart({ ...uploadOf(request), partNumber: Number(query.get('partNumber')), headers, body: wire.body });
      return { status: 200, headers: { etag: quoted(part.etag), ...encryptionHeaders(upload.description.encryption), ...partChecksums(part, (algorithm) => `x-amz-checksum-${algorithm}`) } };
    },

    UploadPartCopy: async (request) => {
      const { caller, headers, query } = request;
      const source = s3.reader.read({ caller, ...copySource(headers['x-amz-copy-source']), eventName: 'UploadPartCopy' });
      requireCopySource(headers, source.record);
      const body = source.open(byteRange(headers['x-amz-copy-source-range'], source.record.size));
      const { part, upload } = await uploads.putPart({ ...uploadOf(request), partNumber: Number(query.get('partNumber')), headers: {}, body });
      return {
        status: 200,
        headers: { ...XML, ...encryptionHeaders(upload.description.encryption) },
        body: xmlDocument('CopyPartResult', { ETag: quoted(part.etag), LastModified: new Date(part.lastModified), ...partChecksums(part, checksumElement) }),
      };
    },

    CompleteMultipartUpload: async (request) => {
      const { bucket, key, headers, wire } = request;
      const document = await readDocument(wire.body, 'CompleteMultipartUpload');
      const parts = xmlList(document.Part).map((part) => ({
        partNumber: Number(part.PartNumber),
        etag: String(part.ETag ?? '').replace(/^"|"$/g, ''),
        checksums: Object.fromEntries(CHECKSUM_ALGORITHMS.flatMap((algorithm) => (part[checksumElement(algorithm)] === undefined ? [] : [[algorithm, part[checksumElement(algorithm)]]]))),
      }));
      const record = uploads.complete({ ...uploadOf(request), headers, parts });
      return {
        status: 200,
        headers: { ...XML, ...encryptionHeaders(record.encryption) },
        body: xmlDocument('CompleteMultipartUploadResult', { Location: `/${bucket}/${encodeURIComponent(key)}`, Bucket: bucket, Key: key, ETag: quoted(record.etag), ...checksumMembers(record) }),
      };
    },

    AbortMultipartUpload: (request) => {
      uploads.abort(uploadOf(request));
      return { status: 204 };
    },

    ListParts: (request) => {
      const { bucket, key, query } = request;
      const { upload, parts } = uploads.parts(uploadOf(request));
      const marker = Number(query.get('part-number-marker') ?? 0);
      const limit = Math.min(Number(query.get('max-parts') ?? 1000), 1000);
      const rest = parts.filter(({ partNumber }) => partNumber > marker);
      const page = rest.slice(0, limit);
      const body = xmlDocument('ListPartsResult', {
        Bucket: bucket,
        Key: key,
        UploadId: upload.uploadId,
        PartNumberMarker: marker,
        NextPartNumberMarker: page.at(-1)?.partNumber ?? marker,
        MaxParts: limit,
        IsTruncated: rest.length > limit,
        StorageClass: 'STANDARD',
        ...(upload.checksum ? { ChecksumAlgorithm: upload.checksum.algorithm.toUpperCase(), ChecksumType: upload.checksum.type } : {}),
        Part: page.map((part) => ({ PartNumber: part.partNumber, LastModified: new Date(part.lastModified), ETag: quoted(part.etag), Size: part.size, ...partChecksums(part, checksumElement) })),
      });
      return { status: 200, headers: XML, body };
    },

    ListMultipartUploads: ({ caller, bucket, query }) => {
      const prefix = query.get('prefix') ?? '';
      const delimiter = query.get('delimiter') || undefined;
      const all = uploads.list(caller, s3.buckets.get(bucket)).filter(({ description }) => description.key.startsWith(prefix));
      const limit = Math.min(Number(query.get('max-uploads') ?? 1000), 1000);
      const keyMarker = query.get('key-marker') ?? '';
      const idMarker = query.get('upload-id-marker') ?? '';
      const from = keyMarker ? all.findIndex(({ description, uploadId }) => (idMarker ? description.key === keyMarker && uploadId === idMarker : description.key > keyMarker)) : 0;
      const rest = from < 0 ? [] : all.slice(idMarker && keyMarker ? from + 1 : from);
      const shown = rest.filter(({ description }) => commonPrefixOf(description.key, prefix, delimiter) === undefined);
      const page = shown.slice(0, limit);
      const body = xmlDocument('ListMultipartUploadsResult', {
        Bucket: bucket,
        KeyMarker: keyMarker,
        UploadIdMarker: idMarker,
        NextKeyMarker: shown.length > limit ? page.at(-1)?.description.key : undefined,
        NextUploadIdMarker: shown.length > limit ? page.at(-1)?.uploadId : undefined,
        Prefix: prefix,
        Delimiter: delimiter,
        MaxUploads: limit,
        IsTruncated: shown.length > limit,
        Upload: page.map((upload) => ({ Key: upload.description.key, UploadId: upload.uploadId, Initiator: s3.owner, Owner: s3.owner, StorageClass: 'STANDARD', Initiated: new Date(upload.initiated) })),
        CommonPrefixes: [...new Set(rest.flatMap(({ description }) => commonPrefixOf(description.key, prefix, delimiter) ?? []))].map((common) => ({ Prefix: common })),
      });
      return { status: 200, headers: XML, body };
    },
  };
}
