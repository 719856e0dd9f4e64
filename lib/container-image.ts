import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as assets from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';
import { BuiltInAlgorithm } from './built-in-algorithm';
import { warn } from './private/annotation';
import { ImageUri, isDigest, parseImageUri } from './private/image-uri';
import { pullStatements } from './private/execution-statements';
import { AccountByRegion, checkRegion, registryAccount } from './private/registry-account';
import { DLC_ACCOUNTS } from './private/registry-accounts';
import type { IBatchTransformModel } from './batch-transform-model';
import { Violation } from './spec/violation';

/** What a model needs to know of its image. */
export interface ContainerImageConfig {
  /** URI of the image: `<account>.dkr.ecr.<region>.<suffix>/<repository>` with `:tag` or `@sha256:digest`; at most 255 characters. */
  readonly imageName: string;
  /**
   * Whether it is a built-in algorithm, which cannot take requests of unlimited size (`maxPayload` of 0).
   *
   * @default false
   */
  readonly builtIn?: boolean;
}

/** The image of a container: in a repository, built from a folder, or kept by AWS. */
export abstract class ContainerImage {
  /**
   * An image in an ECR repository.
   *
   * @param tagOrDigest `sha256:…` names one image for ever; a tag may move, which leaves a warning
   */
  public static fromEcrRepository(repository: ecr.IRepository, tagOrDigest: string): ContainerImage {
    return new EcrImage(repository, tagOrDigest);
  }

  /** An image built from a folder with a Dockerfile while the app is deployed. Its tag is a hash of the folder. */
  public static fromAsset(directory: string, options: assets.DockerImageAssetOptions = {}): ContainerImage {
    return new AssetImage(directory, options);
  }

  /**
   * An AWS Deep Learning Container.
   *
   * @param repositoryName for example `pytorch-inference`
   * @param tag for example `2.6.0-cpu-py312`
   * @param accountId the registry's account. Default: looked up for the region of the stack
   * @see https://github.com/aws/deep-learning-containers/blob/master/available_images.md
   */
  public static fromDlc(repositoryName: string, tag: string, accountId?: string): ContainerImage {
    return new AwsImage({ repositoryName, tag, accounts: accountId === undefined ? DLC_ACCOUNTS : accountId, builtIn: false });
  }

  /**
   * The image of a built-in algorithm. A region without one is an error.
   *
   * @param version tag of the image. Default: the algorithm's `defaultVersion`
   */
  public static builtIn(algorithm: BuiltInAlgorithm, version?: string): ContainerImage {
    return new AwsImage({ repositoryName: algorithm.repositoryName, tag: version ?? algorithm.defaultVersion, accounts: algorithm._accounts, builtIn: true });
  }

  /**
   * An image by its full ECR URI, known at synth. Registries other than ECR need `ImageConfig` of mode `Vpc`, which
   * AWS documents for real-time hosting only, not for batch transform: an error.
   */
  public static fromImageUri(imageUri: string): ContainerImage {
    return new UriImage(imageUri);
  }

  /** Lets the model's role pull the image and says its name. Called by the model. */
  public abstract bind(scope: Construct, model: IBatchTransformModel): ContainerImageConfig;

  /** @internal */
  public _violations(_scope: Construct): Violation[] {
    return [];
  }
}

class EcrImage extends ContainerImage {
  public constructor(private readonly repository: ecr.IRepository, private readonly tagOrDigest: string) {
    super();
  }

  public override _violations(scope: Construct): Violation[] {
    return otherRegion(scope, this.repository.env.region);
  }

  public bind(scope: Construct, model: IBatchTransformModel): ContainerImageConfig {
    pullStatements(this.repository.repositoryArn).forEach((statement) => model.addToRolePolicy(statement));
    warnOfTag(scope, this.tagOrDigest);
    return { imageName: this.repository.repositoryUriForTagOrDigest(this.tagOrDigest) };
  }
}

class AssetImage extends ContainerImage {
  public constructor(private readonly directory: string, private readonly options: assets.DockerImageAssetOptions) {
    super();
  }

  public bind(scope: Construct, model: IBatchTransformModel): ContainerImageConfig {
    // eslint-disable-next-line awscdk/require-passing-this -- the model is the scope
    const asset = new assets.DockerImageAsset(scope, 'Image', { directory: this.directory, ...this.options });
    pullStatements(asset.repository.repositoryArn).forEach((statement) => model.addToRolePolicy(statement));
    return { imageName: asset.imageUri };
  }
}

interface AwsRepository {
  readonly repositoryName: string;
  readonly tag: string;
  readonly accounts: AccountByRegion | string;
  readonly builtIn: boolean;
}

class AwsImage extends ContainerImage {
  public constructor(private readonly repository: AwsRepository) {
    super();
  }

  public override _violations(scope: Construct): Violation[] {
    const { accounts, repositoryName } = this.repository;
    return typeof accounts === 'string' ? [] : checkRegion(Stack.of(scope), repositoryName, accounts);
  }

  public bind(scope: Construct, model: IBatchTransformModel): ContainerImageConfig {
    const { accounts, repositoryName, tag, builtIn } = this.repository;
    const account = typeof accounts === 'string' ? accounts : registryAccount(scope, builtIn ? repositoryName : 'DeepLearningContainers', accounts);
    const { region, urlSuffix } = Stack.of(scope);
    pullStatements(repositoryArn(scope, { account, region, repository: repositoryName })).forEach((statement) => model.addToRolePolicy(statement));
    // Built-in algorithms are published by tag only.
    if (!builtIn) warnOfTag(scope, tag);
    return { imageName: `${account}.dkr.ecr.${region}.${urlSuffix}/${repositoryName}${isDigest(tag) ? '@' : ':'}${tag}`, builtIn };
  }
}

class UriImage extends ContainerImage {
  public constructor(private readonly imageUri: string) {
    super();
  }

  public override _violations(scope: Construct): Violation[] {
    const parsed = parseImageUri(this.imageUri);
    return 'must' in parsed ? [parsed] : otherRegion(scope, parsed.region);
  }

  public bind(scope: Construct, model: IBatchTransformModel): ContainerImageConfig {
    const parsed = parseImageUri(this.imageUri);
    if ('must' in parsed) return { imageName: this.imageUri };
    pullStatements(repositoryArn(scope, parsed)).forEach((statement) => model.addToRolePolicy(statement));
    warnOfTag(scope, parsed.tagOrDigest);
    return { imageName: this.imageUri };
  }
}

function repositoryArn(scope: Construct, { account, region, repository }: Pick<ImageUri, 'account' | 'region' | 'repository'>): string {
  return Stack.of(scope).formatArn({ service: 'ecr', account, region, resource: 'repository', resourceName: repository, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
}

function otherRegion(scope: Construct, region: string): Violation[] {
  const own = Stack.of(scope).region;
  if (Token.isUnresolved(own) || Token.isUnresolved(region) || own === region) return [];
  return [{ rule: 'image-region', path: 'containers.image', property: 'containers.image', value: region, must: `must be in the region of the stack, '${own}'`, mend: 'replicate the repository into that region' }];
}

function warnOfTag(scope: Construct, tagOrDigest: string): void {
  if (Token.isUnresolved(tagOrDigest) || isDigest(tagOrDigest)) return;
  warn(scope, 'image-by-tag', `the image is named by the tag '${tagOrDigest}', which may come to mean another image; name it by its digest (sha256:…)`);
}
