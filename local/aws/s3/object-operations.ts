import { AwsError, notEmulated } from '../wire/aws-error';
import { readText } from '../wire/body';
import { readTagging, taggingDocument } from './bucket-configuration';
import { refuseCustomerKeys } from './encryption-choice';
import { checksumHeaders, checksumMembers, encryptionHeaders, quoted, readingHead } from './object-response';
import { requireCopySource, requireWritable } from './preconditions';
import { S3Operations, S3Request, XML } from './s3-request';
import { copySource } from './s3-request-target';
import { s3Error } from './s3-errors';
import { S3Service } from './s3-service';
import { readDocument, xmlDocument, xmlList } from './xml';

/** The operations on objects. */
export function objectOperations(s3: S3Service): S3Operations {
  const { reader, writer } = s3;
  const read = (request: S3Request, eventName: string) => {
    const { caller, bucket, key, headers, query } = request;
    const partNumber = query.has('partNumber') ? Number(query.get('partNumber')) : undefined;
    return reader.read({ caller, bucket, key, headers, versionId: query.get('versionId') ?? undefined, partNumber, eventName });
  };

  return {
    GetObject: (request) => {
      const reading = read(request, 'GetObject');
      return { ...readingHead(reading, request), body: reading.notModified ? undefined : reading.open() };
    },

    HeadObject: (request) => readingHead(read(request, 'HeadObject'), request),

    PutObject: async ({ caller, bucket, key, headers, wire }) => {
      const record = await writer.put({ caller, bucket, key, headers, body: wire.body });
      return { status: 200, headers: { etag: quoted(record.etag), ...encryptionHeaders(record.encryption), ...checksumHeaders(record) } };
    },

    CopyObject: async ({ caller, bucket, key, headers }) => {
      refuseCustomerKeys(headers);
      const from = copySource(headers['x-amz-copy-source']);
      const { record: source, open } = reader.read({ caller, ...from, eventName: 'CopyObject' });
      requireCopySource(headers, source);
      const replace = headers['x-amz-metadata-directive']?.toUpperCase() === 'REPLACE';
      const changesEncryption = headers['x-amz-server-side-encryption'] !== undefined;
      if (from.bucket === bucket && from.key === key && !replace && !changesEncryption) {
        throw s3Error.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
        );
      }
      const request = { caller, bucket, key, headers };
      requireWritable(headers, key, s3.index.get(bucket, key));
      const tagsMove = headers['x-amz-tagging-directive']?.toUpperCase() !== 'REPLACE' && Object.keys(source.tags).length > 0;
      if (tagsMove) {
        reader.find({ caller, ...from, eventName: 'CopyObject' }, 's3:GetObjectTagging');
        s3.access.requireObject(caller, 's3:PutObjectTagging', s3.buckets.get(bucket), key);
      }
      const { description, dataKey } = writer.describe(request, {
        ...(replace ? {} : { headers: source.headers, metadata: source.metadata }),
        ...(tagsMove ? { tags: source.tags } : {}),
      });
      const wanted = headers['x-amz-checksum-algorithm'] ?? source.checksum?.algorithm;
      const conditions = Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'if-match' || name === 'if-none-match'));
      const record = await writer.store({ ...request, headers: { ...conditions, ...(wanted ? { 'x-amz-checksum-algorithm': wanted } : {}) } }, description, dataKey, open());
      return {
        status: 200,
        headers: { ...XML, ...encryptionHeaders(record.encryption) },
        body: xmlDocument('CopyObjectResult', { ETag: quoted(record.etag), LastModified: new Date(record.lastModified), ...checksumMembers(record) }),
      };
    },

    DeleteObject: ({ caller, bucket, key, query, headers }) => {
      if (headers['if-match'] !== undefined) throw notEmulated('conditional DeleteObject (header if-match)');
      writer.delete(caller, bucket, key, query.get('versionId') ?? undefined);
      return { status: 204 };
    },

    /** Each key is permitted on its own; what is refused stands in the answer, the rest is deleted. */
    DeleteObjects: async ({ caller, bucket, wire }) => {
      s3.buckets.get(bucket);
      const document = await readDocument(wire.body, 'Delete');
      const objects = xmlList(document.Object);
      if (!objects.length || objects.length > 1000) throw s3Error.malformedXml();
      const Deleted: object[] = [];
      const Errors: object[] = [];
      for (const { Key, VersionId } of objects) {
        try {
          writer.delete(caller, bucket, Key, VersionId);
          Deleted.push({ Key, VersionId });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          Errors.push({ Key, VersionId, Code: error.code, Message: error.message });
        }
      }
      return { status: 200, headers: XML, body: xmlDocument('DeleteResult', { Deleted: document.Quiet === 'true' ? undefined : Deleted, Error: Errors }) };
    },

    GetObjectTagging: ({ caller, bucket, key }) => {
      const record = reader.find({ caller, bucket, key, eventName: 'GetObjectTagging' }, 's3:GetObjectTagging');
      return { status: 200, headers: XML, body: taggingDocument(record.tags) };
    },

    PutObjectTagging: async ({ caller, bucket, key, wire }) => {
      const tags = readTagging(await readText(wire.body, 65_536), 10);
      writer.retag(reader.find({ caller, bucket, key, eventName: 'PutObjectTagging' }, 's3:PutObjectTagging'), tags);
      return { status: 200 };
    },

    DeleteObjectTagging: ({ caller, bucket, key }) => {
      writer.retag(reader.find({ caller, bucket, key, eventName: 'DeleteObjectTagging' }, 's3:DeleteObjectTagging'), {});
      return { status: 204 };
    },
  };
}
