import { AwsError } from '../wire/aws-error';

const VIRTUAL_HOST = /^(.+)\.(?:s3(?:[.-][a-z0-9.-]+)?|localhost)(?::\d+)?$/;

/** Bucket and key of a request: from the path, or the bucket from a host like `<bucket>.s3.<region>.amazonaws.com`. */
export function requestTarget(host: string | undefined, path: string): { bucket: string; key: string } {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replace(/^\//, ''));
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400, { URI: path });
  }
  const virtual = VIRTUAL_HOST.exec(host ?? '')?.[1];
  if (virtual) return { bucket: virtual, key: decoded };
  const slash = decoded.indexOf('/');
  return slash < 0 ? { bucket: decoded, key: '' } : { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
}

/** The source of a copy: `/bucket/key?versionId=…`, percent-encoded. */
export function copySource(header: string): { bucket: string; key: string; versionId?: string } {
  const [path, query = ''] = header.split('?', 2);
  return { ...requestTarget(undefined, path), versionId: new URLSearchParams(query).get('versionId') ?? undefined };
}
