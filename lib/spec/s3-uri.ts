/** Bucket and key (or key prefix) of an S3 location. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** Reads `s3://bucket/key` (or the https form that the service accepts); undefined when it is neither. */
export function parseS3Uri(uri: string): S3Location | undefined {
  const match = /^(?:https|s3):\/\/([^/]+)\/?(.*)$/s.exec(uri);
  return match ? { bucket: match[1], key: match[2] } : undefined;
}

/** Writes `s3://bucket/key`. */
export function s3Uri(bucket: string, key = ''): string {
  return `s3://${bucket}/${key}`;
}
