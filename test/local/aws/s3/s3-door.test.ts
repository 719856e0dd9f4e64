import { Readable } from 'node:stream';
import { s3Door } from '../../../../local/aws/s3/s3-door';
import { operationOf, ROUTES } from '../../../../local/aws/s3/routes';
import { copySource, requestTarget } from '../../../../local/aws/s3/s3-request-target';
import { WireRequest } from '../../../../local/aws/wire/http';
import { roleCaller } from '../../_helpers/recording-authority';
import { s3UnderTest, S3UnderTest } from '../../_helpers/s3-under-test';

let cloud: S3UnderTest;
beforeAll(async () => {
  cloud = await s3UnderTest();
  cloud.s3.buckets.create('photos');
});
afterAll(() => cloud.close());

const request = (changes: Partial<WireRequest>): WireRequest => ({
  requestId: 'r-1', method: 'GET', path: '/', query: new URLSearchParams(), headers: { host: '127.0.0.1:4566' }, body: Readable.from([]), caller: roleCaller(), ...changes,
});

test.each([
  ['127.0.0.1:1', '/photos/a%20b/c%2Fd', 'photos', 'a b/c/d'],
  ['127.0.0.1:1', '/photos', 'photos', ''],
  ['127.0.0.1:1', '/photos/', 'photos', ''],
  ['127.0.0.1:1', '/photos//x', 'photos', '/x'],
  ['127.0.0.1:1', '/', '', ''],
  ['photos.s3.eu-west-1.amazonaws.com', '/a/b', 'photos', 'a/b'],
  ['my.photos.s3.amazonaws.com', '/a', 'my.photos', 'a'],
  ['photos.localhost:4566', '/a', 'photos', 'a'],
  ['s3.eu-west-1.amazonaws.com', '/photos/a', 'photos', 'a'],
  ['localhost:4566', '/photos/a', 'photos', 'a'],
])('%s%s is bucket "%s" and key "%s"', (host, path, bucket, key) => {
  expect(requestTarget(host, path)).toEqual({ bucket, key });
});

test('the source of a copy may name a version', () => {
  expect(copySource('/photos/a%20b?versionId=null')).toEqual({ bucket: 'photos', key: 'a b', versionId: 'null' });
});

test.each([
  ['GET', 'b', '', '', 'ListObjects'],
  ['GET', 'b', '', 'list-type=2', 'ListObjectsV2'],
  ['GET', 'b', '', 'uploads', 'ListMultipartUploads'],
  ['PUT', 'b', 'k', 'partNumber=1&uploadId=u', 'UploadPart'],
  ['POST', 'b', 'k', 'uploads', 'CreateMultipartUpload'],
  ['DELETE', 'b', 'k', '', 'DeleteObject'],
  ['GET', 'b', 'k', 'x-id=GetObject', 'GetObject'],
])('%s /%s/%s?%s is %s', (method, bucket, key, query, operation) => {
  expect(operationOf(method, { bucket, key }, new URLSearchParams(query), {})).toBe(operation);
});

test.each([
  ['GET', 'k', 'torrent', 'NotImplemented'],
  ['PUT', '', 'cors', 'NotImplemented'],
  ['PUT', 'k', 'acl', 'NotImplemented'],
  ['POST', 'k', '', 'MethodNotAllowed'],
])('%s with key "%s" and ?%s is %s', (method, key, query, code) => {
  expect(() => operationOf(method, { bucket: 'b', key }, new URLSearchParams(query), {})).toThrow(expect.objectContaining({ code }));
});

test.each(ROUTES.map(({ operation, method, level, query, header }) => ({ operation, method, level, query, header })))('$operation has a handler', async ({ operation, method, level, query, header }) => {
  const path = { service: '/', bucket: '/no-such-bucket', object: '/no-such-bucket/k' }[level];
  const headers = { host: '127.0.0.1', ...(header ? { [header]: 'no-such-bucket/k' } : {}) };
  const target = requestTarget(headers.host, path);
  const parameters = new URLSearchParams(query ? { [query]: '' } : {});
  expect(operationOf(method, target, parameters, headers)).toBe(operation);
  const { status } = await s3Door(cloud.s3).handle(request({ method, path, query: parameters, headers }));
  expect(status).not.toBe(501);
});

test('an error is an XML document that names resource and request; a HEAD has only the status', async () => {
  const door = s3Door(cloud.s3);
  const get = await door.handle(request({ path: '/photos/a%26b' }));
  expect(get.status).toBe(404);
  expect(get.headers).toMatchObject({ 'content-type': 'application/xml', 'x-amz-request-id': 'r-1' });
  expect(get.body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&amp;b</Key><Resource>/photos/a%26b</Resource><RequestId>r-1</RequestId><HostId>r-1</HostId></Error>',
  );
  const head = await door.handle(request({ method: 'HEAD', path: '/photos/a%26b' }));
  expect(head).toMatchObject({ status: 404 });
  expect(head.body).toBeUndefined();
});

test('our own defects are reported and leave as InternalError', async () => {
  const broken = Readable.from((function* () { throw new Error('defect'); })());
  const answer = await s3Door(cloud.s3).handle(request({ method: 'PUT', path: '/photos/x', body: broken }));
  expect(answer.status).toBe(500);
  expect(answer.body).toContain('<Code>InternalError</Code>');
  expect(cloud.events).toEqual([expect.objectContaining({ type: 'internal-error', detail: { error: expect.stringContaining('defect') } })]);
});

test.each(['/photos/%zz'])('the path %s cannot be read', async (path) => {
  expect(await s3Door(cloud.s3).handle(request({ path }))).toMatchObject({ status: 400, body: expect.stringContaining('InvalidURI') });
});
