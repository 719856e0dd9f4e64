import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DataPrefix } from './data-prefix';
import { checkPrefix, warnOfOpenPrefix } from './private/key-prefix';
import type { IBatchTransformModel } from './batch-transform-model';
import { s3Uri } from './spec/s3-uri';
import { Violation } from './spec/violation';
import { CompressionType, S3DataType, SplitType } from './spec/vocabulary';

/** How input objects are read. */
export interface TransformInputOptions {
  /**
   * MIME type that is sent to the container with each request; at most 256 characters.
   *
   * @default - none; the container decides
   */
  readonly contentType?: string;
  /**
   * How an object is cut into records.
   *
   * @default SplitType.NONE
   */
  readonly splitType?: SplitType;
  /**
   * Compression of the input objects.
   *
   * @default CompressionType.NONE
   */
  readonly compressionType?: CompressionType;
}

/** The input of a job, as CreateTransformJob wants it. */
export interface TransformInputConfig extends TransformInputOptions {
  /** How `s3Uri` is read. */
  readonly s3DataType: S3DataType;
  /** Prefix of the objects, or the manifest. */
  readonly s3Uri: string;
}

/**
 * What a job reads. The objects must exist when the job is launched: the service lists them before it accepts a job.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformInput.html
 */
export abstract class TransformInput {
  /**
   * Every object whose key starts with the prefix.
   *
   * @param prefix without a leading slash; end it with `/`. Everything under it is input, earlier results too
   */
  public static fromPrefix(bucket: s3.IBucket, prefix: string, options: TransformInputOptions = {}): TransformInput {
    return new PrefixInput(bucket, prefix, options);
  }

  /**
   * The objects that a manifest names: a JSON array of `{"prefix": "s3://bucket/start/"}` and relative keys.
   *
   * @param key key of the manifest
   * @param dataPrefixes where the named objects are; the role may read below these, the manifest may name nothing else
   */
  public static fromManifest(bucket: s3.IBucket, key: string, dataPrefixes: DataPrefix[], options: TransformInputOptions = {}): TransformInput {
    return new ManifestInput(bucket, key, dataPrefixes, options);
  }

  /** Lets the model's role read the data, through the endpoint, and says where it is. Called by the job. */
  public abstract bind(scope: Construct, model: IBatchTransformModel): TransformInputConfig;

  /** @internal */
  public _violations(): Violation[] {
    return [];
  }
}

class PrefixInput extends TransformInput {
  public constructor(private readonly bucket: s3.IBucket, private readonly prefix: string, private readonly options: TransformInputOptions) {
    super();
  }

  public override _violations(): Violation[] {
    return checkPrefix(this.prefix, 'input');
  }

  public bind(scope: Construct, model: IBatchTransformModel): TransformInputConfig {
    warnOfOpenPrefix(scope, this.prefix);
    model.allowRead(this.bucket, this.prefix);
    return { ...this.options, s3DataType: S3DataType.S3_PREFIX, s3Uri: s3Uri(this.bucket.bucketName, this.prefix) };
  }
}

class ManifestInput extends TransformInput {
  public constructor(private readonly bucket: s3.IBucket, private readonly key: string, private readonly dataPrefixes: readonly DataPrefix[], private readonly options: TransformInputOptions) {
    super();
  }

  public override _violations(): Violation[] {
    const prefixes = this.dataPrefixes.flatMap(({ prefix = '' }) => checkPrefix(prefix, 'input.dataPrefixes'));
    const none: Violation[] = this.dataPrefixes.length ? [] : [{ rule: 'manifest-data', path: 'input.dataPrefixes', property: 'input.dataPrefixes', value: 'none', must: 'must say where the objects are that the manifest names', mend: 'give at least one bucket and prefix' }];
    return [...checkPrefix(this.key, 'input.key'), ...prefixes, ...none];
  }

  public bind(_scope: Construct, model: IBatchTransformModel): TransformInputConfig {
    // The service lists with the manifest's key before it accepts the job.
    model.allowRead(this.bucket, this.key);
    this.dataPrefixes.forEach(({ bucket, prefix = '' }) => model.allowRead(bucket, prefix));
    return { ...this.options, s3DataType: S3DataType.MANIFEST_FILE, s3Uri: s3Uri(this.bucket.bucketName, this.key) };
  }
}
