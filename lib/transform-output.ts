import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { checkKey } from './private/job-keys';
import { checkPrefix } from './private/key-prefix';
import type { IBatchTransformModel } from './batch-transform-model';
import { s3Uri } from './spec/s3-uri';
import { Violation } from './spec/violation';
import { AssembleWith } from './spec/vocabulary';

/** How results are written. */
export interface TransformOutputOptions {
  /**
   * MIME type that the container is asked for; at most 256 characters.
   *
   * @default - none; the container decides
   */
  readonly accept?: string;
  /**
   * How the answers for one input object are put together.
   *
   * @default AssembleWith.NONE
   */
  readonly assembleWith?: AssembleWith;
  /**
   * Key that encrypts the results.
   *
   * @default - the bucket's key, or a key that the jobs of the model share
   */
  readonly encryptionKey?: kms.IKey;
}

/** The output of a job, as CreateTransformJob wants it, and the bucket that it goes to. */
export interface TransformOutputConfig extends TransformOutputOptions {
  /** Prefix of the results. */
  readonly s3OutputPath: string;
  /** The bucket of the results. */
  readonly bucket: s3.IBucket;
  /**
   * Start of the results' keys.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;
}

/**
 * Where a job writes: one object `<prefix>/<rest of the input's key>.out` for each input object.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformOutput.html
 */
export abstract class TransformOutput {
  /**
   * Below a prefix of a bucket. It must not lie under the input prefix.
   *
   * @param prefix without a leading slash. Default: the whole bucket
   */
  public static toPrefix(bucket: s3.IBucket, prefix: string = '', options: TransformOutputOptions = {}): TransformOutput {
    return new PrefixOutput(bucket, prefix, options);
  }

  /** Lets the model's role write the results, through the endpoint, and says where they go. Called by the job. */
  public abstract bind(scope: Construct, model: IBatchTransformModel): TransformOutputConfig;

  /** @internal */
  public _violations(): Violation[] {
    return [];
  }
}

class PrefixOutput extends TransformOutput {
  public constructor(private readonly bucket: s3.IBucket, private readonly prefix: string, private readonly options: TransformOutputOptions) {
    super();
  }

  public override _violations(): Violation[] {
    return [...checkPrefix(this.prefix, 'output'), ...checkKey(this.options.encryptionKey, 'output.encryptionKey')];
  }

  public bind(_scope: Construct, model: IBatchTransformModel): TransformOutputConfig {
    model.allowWrite(this.bucket, this.prefix);
    return {
      ...this.options,
      encryptionKey: this.options.encryptionKey ?? this.bucket.encryptionKey,
      bucket: this.bucket,
      prefix: this.prefix,
      s3OutputPath: s3Uri(this.bucket.bucketName, this.prefix),
    };
  }
}
