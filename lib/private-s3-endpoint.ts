import { IResource, Lazy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { warn } from './private/annotation';
import { bucketArnFrom, refersAcrossStacks } from './private/bucket-arn';
import { BucketRestriction } from './private/bucket-restriction';
import { throwIfBroken } from './private/broken-rules';
import { endpointPolicy } from './private/endpoint-policy';
import { networkTagValue, tagOwnRole } from './private/network-tag';
import { S3Allowance } from './private/s3-allowance';
import { privateSubnets, routeTableIds, selectedSubnets } from './private/subnets';
import { RestrictBucketOptions } from './restrict-bucket-options';

/** The private way to S3: a VPC, subnets, and the gateway endpoint on their route tables. */
export interface IPrivateS3Endpoint extends IResource {
  /** The VPC of the endpoint, and so of every model that uses it. */
  readonly vpc: ec2.IVpc;
  /** The subnets whose route tables lead to S3 through the endpoint; models run in them. */
  readonly subnets: ec2.ISubnet[];
  /**
   * Id of the gateway endpoint (`vpce-…`), which restricted buckets ask for as `aws:SourceVpce`.
   *
   * @attribute
   */
  readonly vpcEndpointId: string;
  /** Value of the tag by which the endpoint's policy knows the roles that may use it. Undefined: it admits none by tag. */
  readonly networkTagValue?: string;
  /** Id of the region's S3 managed prefix list, if known. Undefined: it is looked up when the model is deployed. */
  readonly s3PrefixListId?: string;
  /** Lets admitted roles list and read the objects whose keys start with the prefix. Default: the whole bucket. */
  allowRead(bucket: s3.IBucket, prefix?: string): void;
  /** Lets admitted roles read one object. */
  allowReadObject(bucket: s3.IBucket, objectKey: string): void;
  /** Lets admitted roles write objects below the prefix. Default: the whole bucket. */
  allowWrite(bucket: s3.IBucket, prefix?: string): void;
  /** Admits a role: by a tag when this app makes the role, by its ARN when it is imported. */
  admitRole(role: iam.IRole): void;
  /** Makes a bucket refuse data requests that do not come through this endpoint. */
  restrictBucket(bucket: s3.IBucket, options?: RestrictBucketOptions): void;
}

/** Properties of `PrivateS3Endpoint`. */
export interface PrivateS3EndpointProps {
  /** The VPC. It needs DNS support and DNS hostnames, which are the defaults of `ec2.Vpc`. */
  readonly vpc: ec2.IVpc;
  /**
   * Subnets whose route tables get the route to S3, and in which models run; 1 to 16.
   *
   * @default - all isolated subnets of the VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * Id of the region's S3 managed prefix list (`pl-…`).
   *
   * @default - looked up during the deployment
   */
  readonly s3PrefixListId?: string;
}

/** What is known of an endpoint that was made elsewhere. */
export interface PrivateS3EndpointAttributes {
  /** The VPC of the endpoint. */
  readonly vpc: ec2.IVpc;
  /** Id of the gateway endpoint (`vpce-…`). */
  readonly vpcEndpointId: string;
  /**
   * Subnets whose route tables have the endpoint's route; 1 to 16.
   *
   * @default - all isolated subnets of the VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * `networkTagValue` of the endpoint, if a `PrivateS3Endpoint` made it: roles of models then carry the tag.
   *
   * @default - roles are not tagged
   */
  readonly networkTagValue?: string;
  /**
   * Id of the region's S3 managed prefix list (`pl-…`).
   *
   * @default - looked up during the deployment
   */
  readonly s3PrefixListId?: string;
}

abstract class PrivateS3EndpointBase extends Resource implements IPrivateS3Endpoint {
  public abstract readonly vpc: ec2.IVpc;
  public abstract readonly subnets: ec2.ISubnet[];
  public abstract readonly vpcEndpointId: string;
  public abstract readonly networkTagValue?: string;
  public abstract readonly s3PrefixListId?: string;

  public allowRead(bucket: s3.IBucket, prefix: string = ''): void {
    this._allow('read', bucket, prefix);
  }

  public allowReadObject(bucket: s3.IBucket, objectKey: string): void {
    this._allow('object', bucket, objectKey);
  }

  public allowWrite(bucket: s3.IBucket, prefix: string = ''): void {
    this._allow('write', bucket, prefix);
  }

  public abstract admitRole(role: iam.IRole): void;

  public restrictBucket(bucket: s3.IBucket, options: RestrictBucketOptions = {}): void {
    BucketRestriction.add(bucket, this, options);
    if (options.controlPlaneAccess) {
      warn(this, 'control-plane-access', `'${bucket.node.path}' lets the roles of this network read from outside the endpoint (controlPlaneAccess); remove it when SageMaker's checks pass without`);
    }
  }

  /** @internal */
  protected abstract _allow(access: S3Allowance['access'], bucket: s3.IBucket, key: string): void;
}

/**
 * A gateway endpoint to S3 whose policy names exactly the buckets and prefixes that the models and jobs of its network
 * need, and the only subnets in which those models run.
 *
 * A route table has room for one S3 endpoint, and its policy holds for every workload on these route tables. Where
 * an endpoint exists already, adopt it with `fromAttributes`.
 */
export class PrivateS3Endpoint extends PrivateS3EndpointBase {
  /**
   * Adopts an existing gateway endpoint. Its policy, its route tables and its DNS stay as they are: a warning says
   * what the policy has to allow. `restrictBucket` works as ever, because it changes the bucket only.
   */
  public static fromAttributes(scope: Construct, id: string, attrs: PrivateS3EndpointAttributes): IPrivateS3Endpoint {
    class Import extends PrivateS3EndpointBase {
      public readonly vpc = attrs.vpc;
      public readonly subnets: ec2.ISubnet[];
      public readonly vpcEndpointId = attrs.vpcEndpointId;
      public readonly networkTagValue = attrs.networkTagValue;
      public readonly s3PrefixListId = attrs.s3PrefixListId;

      public constructor(scope: Construct, id: string) {
        super(scope, id);
        this.subnets = selectedSubnets(this, attrs.vpc, attrs.vpcSubnets);
      }

      public admitRole(role: iam.IRole): void {
        if (attrs.networkTagValue !== undefined && tagOwnRole(role, attrs.networkTagValue)) return;
        warn(this, 'imported-endpoint-role', `the policy of an imported endpoint stays as it is: it must admit the role '${role.node.path}' (condition aws:PrincipalArn), or give networkTagValue if a PrivateS3Endpoint made it`);
      }

      /** @internal */
      protected _allow(access: S3Allowance['access'], bucket: s3.IBucket, key: string): void {
        const actions = { object: 's3:GetObject', read: 's3:GetObject and s3:ListBucket', write: 's3:PutObject and s3:AbortMultipartUpload' }[access];
        warn(this, 'imported-endpoint-policy', `the policy of an imported endpoint stays as it is: it must allow ${actions} on bucket '${bucket.node.path}', ${Token.isUnresolved(key) ? 'a key known at deployment' : `key or prefix '${key}'`}`);
      }
    }
    // eslint-disable-next-line awscdk/require-passing-this -- a static factory has no this
    return new Import(scope, id);
  }

  public readonly vpc: ec2.IVpc;
  public readonly subnets: ec2.ISubnet[];
  public readonly vpcEndpointId: string;
  public readonly networkTagValue?: string;
  public readonly s3PrefixListId?: string;

  private readonly tagValue: string;
  private readonly allowances: S3Allowance[] = [];
  private readonly bucketAccounts = new Set<string>();
  private readonly roleArns = new Set<string>();
  private readonly furtherStatements: iam.PolicyStatement[] = [];

  public constructor(scope: Construct, id: string, props: PrivateS3EndpointProps) {
    super(scope, id);
    this.vpc = props.vpc;
    this.subnets = privateSubnets(this, props.vpc, props.vpcSubnets);
    this.tagValue = networkTagValue(this);
    this.networkTagValue = this.tagValue;
    this.s3PrefixListId = props.s3PrefixListId;
    const endpoint = new ec2.CfnVPCEndpoint(this, 'Resource', {
      vpcEndpointType: ec2.VpcEndpointType.GATEWAY,
      serviceName: `com.amazonaws.${Stack.of(this).region}.s3`,
      vpcId: props.vpc.vpcId,
      routeTableIds: routeTableIds(this.subnets),
      policyDocument: Lazy.any({ produce: () => this.renderPolicy() }),
    });
    this.vpcEndpointId = endpoint.ref;
  }

  /**
   * Adds a statement for other workloads on the same route tables (image layers, package repositories).
   *
   * @param statement needs a principal; gateway endpoints understand `*` only, name roles with `aws:PrincipalArn`
   */
  public addToPolicy(statement: iam.PolicyStatement): void {
    this.furtherStatements.push(statement);
  }

  public admitRole(role: iam.IRole): void {
    if (!tagOwnRole(role, this.tagValue)) this.roleArns.add(role.roleArn);
  }

  public override restrictBucket(bucket: s3.IBucket, options: RestrictBucketOptions = {}): void {
    super.restrictBucket(bucket, options);
    this.refuseCycle(bucket);
  }

  /** @internal */
  protected _allow(access: S3Allowance['access'], bucket: s3.IBucket, key: string): void {
    this.allowances.push({ access, bucketArn: bucketArnFrom(Stack.of(this), bucket), key });
    this.bucketAccounts.add(bucket.env.account);
    this.refuseCycle(bucket);
  }

  private renderPolicy(): iam.PolicyDocument {
    return endpointPolicy({
      allowances: this.allowances,
      networkTagValue: this.tagValue,
      roleArns: [...this.roleArns],
      accountId: Stack.of(this).account,
      bucketAccountIds: [...this.bucketAccounts],
      furtherStatements: this.furtherStatements,
    });
  }

  /** The bucket's policy names the endpoint; the endpoint's policy must not refer back to another stack. */
  private refuseCycle(bucket: s3.IBucket): void {
    const named = this.allowances.some(({ bucketArn }) => bucketArn === bucket.bucketArn);
    if (!named || BucketRestriction.of(bucket)?.endpoint !== this || !refersAcrossStacks(Stack.of(this), bucket)) return;
    throwIfBroken(this, [{
      rule: 'restricted-bucket-stack', path: 'restrictBucket', property: 'restrictBucket', value: bucket.node.path,
      must: `must be in the endpoint's stack '${Stack.of(this).node.path}': bucket policy and endpoint policy name each other`,
      mend: 'make the bucket in that stack, or give it a bucketName',
    }]);
  }
}
