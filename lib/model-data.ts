import { Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import type { IBatchTransformModel } from './batch-transform-model';
import { s3Uri } from './spec/s3-uri';
import { Violation } from './spec/violation';

/** Where the model's artifact is. */
export interface ModelDataConfig {
  /** `s3://bucket/key` of one `.tar.gz` file; at most 1024 characters. */
  readonly uri: string;
}

/**
 * The model's artifact: one `.tar.gz` file in S3. Uncompressed models (`ModelDataSource`) cannot be used with batch transform.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
 */
export abstract class ModelData {
  /** An object in a bucket, in the region of the model. It must exist when the model is deployed. */
  public static fromBucket(bucket: s3.IBucket, objectKey: string): ModelData {
    return new BucketModelData(bucket, objectKey);
  }

  /** A `.tar.gz` file of this machine, uploaded with the app's assets. */
  public static fromAsset(path: string, options: assets.AssetOptions = {}): ModelData {
    return new AssetModelData(path, options);
  }

  /** Lets the model's role read the artifact, through the endpoint, and says where it is. Called by the model. */
  public abstract bind(scope: Construct, model: IBatchTransformModel): ModelDataConfig;

  /** @internal */
  public _violations(): Violation[] {
    return [];
  }
}

class BucketModelData extends ModelData {
  public constructor(private readonly bucket: s3.IBucket, private readonly objectKey: string) {
    super();
  }

  public override _violations(): Violation[] {
    return oneArchive(this.objectKey);
  }

  public bind(_scope: Construct, model: IBatchTransformModel): ModelDataConfig {
    model.allowReadObject(this.bucket, this.objectKey);
    return { uri: s3Uri(this.bucket.bucketName, this.objectKey) };
  }
}

class AssetModelData extends ModelData {
  public constructor(private readonly path: string, private readonly options: assets.AssetOptions) {
    super();
  }

  public override _violations(): Violation[] {
    return oneArchive(this.path);
  }

  public bind(scope: Construct, model: IBatchTransformModel): ModelDataConfig {
    // eslint-disable-next-line awscdk/require-passing-this -- the model is the scope
    const asset = new assets.Asset(scope, 'ModelData', { path: this.path, ...this.options });
    model.allowReadObject(asset.bucket, asset.s3ObjectKey);
    return { uri: asset.s3ObjectUrl };
  }
}

function oneArchive(name: string): Violation[] {
  if (Token.isUnresolved(name) || (name.endsWith('.tar.gz') && !/[*?]|\$\{/.test(name))) return [];
  return [{ rule: 'model-data', path: 'containers.modelData', property: 'containers.modelData', value: name, must: "must name one '.tar.gz' file, without wildcards", mend: 'pack the model: tar -czf model.tar.gz -C <folder> .' }];
}
