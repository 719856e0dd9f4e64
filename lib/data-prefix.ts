import * as s3 from 'aws-cdk-lib/aws-s3';

/** A place in S3: a bucket, and what its keys start with. */
export interface DataPrefix {
  /** The bucket. */
  readonly bucket: s3.IBucket;
  /**
   * Start of the keys, without a leading slash; end it with `/`, because S3 compares texts and knows no folders.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;
}
