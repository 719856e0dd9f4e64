import { Aws, Resource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { BatchTransformModelAttributes, IBatchTransformModel } from './batch-transform-model';
import { ContainerDefinition } from './container-definition';
import { warn } from './private/annotation';
import { throwIfBroken } from './private/broken-rules';
import { checkContainers } from './private/container-rules';
import { ExecutionPolicy } from './private/execution-policy';
import { metricStatements, networkStatements } from './private/execution-statements';
import { lateDependable } from './private/late-dependable';
import { checkModelName, checkSecurityGroups } from './private/model-rules';
import { S3OnlyGroup } from './private/s3-only-group';
import { IPrivateS3Endpoint } from './private-s3-endpoint';
import { SecureTransformJob } from './secure-transform-job';
import { SecureTransformJobOptions } from './transform-job-options';

/** Properties of `SecureBatchTransformModel`. */
export interface SecureBatchTransformModelProps {
  /** The network: models run in the endpoint's VPC and subnets, so that model and route cannot disagree. */
  readonly s3Endpoint: IPrivateS3Endpoint;
  /** The containers: 1 to 15. Several make a pipeline, each gets the answer of the one before. */
  readonly containers: ContainerDefinition[];
  /**
   * The execution role. A role that this app makes gets the statements as a managed policy; an imported one gets an
   * inline policy, or none where it must not be changed (see `requiredStatements`).
   *
   * @default - a role for SageMaker in this account and region, with exactly the statements that the jobs need
   */
  readonly role?: iam.IRole;
  /**
   * Security groups of the jobs' network interfaces; 1 to 5.
   *
   * @default - a group without ingress whose only egress is HTTPS to S3
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /**
   * Runs the containers without any network and without credentials; SageMaker reads and writes the data for them.
   *
   * @default true
   */
  readonly networkIsolation?: boolean;
  /**
   * A fixed name; 1 to 63 letters, digits and inner hyphens. Every change of a model is a replacement, which then fails
   * because the name is taken: leaves a warning.
   *
   * @default - generated
   */
  readonly modelName?: string;
}

abstract class BatchTransformModelBase extends Resource implements IBatchTransformModel {
  public abstract readonly modelName: string;
  public abstract readonly modelArn: string;
  public abstract readonly s3Endpoint: IPrivateS3Endpoint;
  public abstract readonly role?: iam.IRole;
  public abstract readonly securityGroups: ec2.ISecurityGroup[];
  public abstract readonly networkIsolation?: boolean;
  public abstract readonly usesBuiltInAlgorithm: boolean;
  public abstract readonly modelReady: IDependable;
  public abstract readonly grantPrincipal: iam.IPrincipal;
  public abstract readonly connections: ec2.Connections;
  /** @internal */
  public abstract readonly _policy: ExecutionPolicy;

  public get requiredStatements(): iam.PolicyStatement[] {
    return [...this._policy.statements];
  }

  public addToRolePolicy(statement: iam.PolicyStatement): void {
    this._policy.add(statement);
  }

  public allowRead(bucket: s3.IBucket, prefix: string = ''): void {
    this._policy.read(bucket, prefix);
  }

  public allowReadObject(bucket: s3.IBucket, objectKey: string): void {
    this._policy.readObject(bucket, objectKey);
  }

  public allowWrite(bucket: s3.IBucket, prefix: string = ''): void {
    this._policy.write(bucket, prefix);
  }

  public addTransformJob(id: string, options: SecureTransformJobOptions): SecureTransformJob {
    return new SecureTransformJob(this, id, { ...options, model: this });
  }
}

/**
 * A SageMaker model for batch transform: bound to private subnets, isolated, with an execution role that may do
 * exactly what its images, artifacts and jobs need.
 */
export class SecureBatchTransformModel extends BatchTransformModelBase {
  /** A model that was made elsewhere. Its VpcConfig must be the endpoint's, or its jobs take another way to S3. */
  public static fromAttributes(scope: Construct, id: string, attrs: BatchTransformModelAttributes): IBatchTransformModel {
    class Import extends BatchTransformModelBase {
      public readonly modelName = attrs.modelName;
      public readonly modelArn = Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'model', resourceName: attrs.modelName.toLowerCase() });
      public readonly s3Endpoint = attrs.s3Endpoint;
      public readonly role = attrs.role;
      public readonly securityGroups = attrs.securityGroups ?? [];
      public readonly networkIsolation = attrs.networkIsolation;
      public readonly usesBuiltInAlgorithm = false;
      public readonly connections = new ec2.Connections({ securityGroups: attrs.securityGroups });
      public readonly grantPrincipal: iam.IPrincipal;
      public readonly _policy: ExecutionPolicy;
      public readonly modelReady: IDependable;

      public constructor(scope: Construct, id: string) {
        super(scope, id);
        this.grantPrincipal = attrs.role ?? new iam.UnknownPrincipal({ resource: this });
        this._policy = new ExecutionPolicy(this, 'Policy', attrs);
        this.modelReady = new DependencyGroup(this._policy, lateDependable(() => this._policy.bucketPolicies()));
      }
    }
    // eslint-disable-next-line awscdk/require-passing-this -- a static factory has no this
    return new Import(scope, id);
  }

  public readonly modelName: string;
  public readonly modelArn: string;
  public readonly s3Endpoint: IPrivateS3Endpoint;
  public readonly role?: iam.IRole;
  public readonly securityGroups: ec2.ISecurityGroup[];
  public readonly networkIsolation?: boolean;
  public readonly usesBuiltInAlgorithm: boolean;
  public readonly connections: ec2.Connections;
  public readonly grantPrincipal: iam.IPrincipal;
  public readonly modelReady: IDependable;
  /** @internal */
  public readonly _policy: ExecutionPolicy;

  public constructor(scope: Construct, id: string, props: SecureBatchTransformModelProps) {
    super(scope, id);
    throwIfBroken(this, [...checkContainers(this, props.containers), ...checkSecurityGroups(props.securityGroups), ...checkModelName(props.modelName)]);
    this.s3Endpoint = props.s3Endpoint;
    this.networkIsolation = props.networkIsolation ?? true;
    const ownGroup = props.securityGroups ? undefined : new S3OnlyGroup(this, 'SecurityGroup', props.s3Endpoint);
    this.securityGroups = ownGroup ? [ownGroup.securityGroup] : props.securityGroups ?? [];
    this.connections = new ec2.Connections({ securityGroups: this.securityGroups });
    const role = props.role ?? this.createRole();
    this.role = role;
    this.grantPrincipal = role;
    this._policy = this.createPolicy(role);

    const containers = props.containers.map((container, index) => this.renderContainer(container, index));
    this.usesBuiltInAlgorithm = containers.some(({ builtIn }) => builtIn);
    const definitions = containers.map(({ definition }) => definition);
    const model = new CfnModel(this, 'Resource', {
      modelName: props.modelName,
      executionRoleArn: role.roleArn,
      enableNetworkIsolation: this.networkIsolation,
      vpcConfig: { subnets: props.s3Endpoint.subnets.map((subnet) => subnet.subnetId), securityGroupIds: this.securityGroups.map((group) => group.securityGroupId) },
      ...(definitions.length === 1 ? { primaryContainer: definitions[0] } : { containers: definitions }),
    });
    // CreateModel looks for the artifact with the role at once, and CloudFormation cannot be told to try again.
    const preconditions = new DependencyGroup(role, this._policy, lateDependable(() => this._policy.bucketPolicies()));
    model.node.addDependency(preconditions);
    this.modelReady = new DependencyGroup(model, preconditions, ...(ownGroup ? [ownGroup] : this.securityGroups));
    this.modelArn = model.ref;
    this.modelName = model.attrModelName;
    this.warnOfChoices(props);
  }

  private createRole(): iam.Role {
    const account = Stack.of(this).account;
    // The service sends `…:<account>:*` for models, so the ARN must not be narrowed to jobs: one role serves both.
    return new iam.Role(this, 'Role', {
      description: `SageMaker transform jobs of ${this.node.path}`.slice(0, 1000),
      assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com', {
        conditions: {
          ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:sagemaker:${Stack.of(this).region}:${account}:*` },
          StringEqualsIfExists: { 'aws:SourceAccount': account },
        },
      }),
    });
  }

  private createPolicy(role: iam.IRole): ExecutionPolicy {
    const policy = new ExecutionPolicy(this, 'Policy', { role, s3Endpoint: this.s3Endpoint });
    policy.add(...metricStatements(), ...networkStatements(Stack.of(this), this.s3Endpoint.subnets.map((subnet) => subnet.subnetId), this.securityGroups.map((group) => group.securityGroupId)));
    return policy;
  }

  private renderContainer(container: ContainerDefinition, index: number): { definition: CfnModel.ContainerDefinitionProperty; builtIn: boolean } {
    const scope = new Construct(this, `Container${index + 1}`);
    const image = container.image?.bind(scope, this);
    return {
      builtIn: image?.builtIn ?? false,
      definition: {
        image: image?.imageName,
        modelDataUrl: container.modelData?.bind(scope, this).uri,
        environment: container.environment,
        containerHostname: container.containerHostname,
        modelPackageName: container.modelPackageName,
      },
    };
  }

  private warnOfChoices(props: SecureBatchTransformModelProps): void {
    if (!this.networkIsolation) warn(this, 'network-isolation-off', 'containers run with network access inside the VPC and with the credentials of the role (networkIsolation: false)');
    if (props.modelName) warn(this, 'fixed-model-name', `the model is called '${props.modelName}' for ever: a change is a replacement, and will fail because the name is taken`);
    if (props.containers.some(({ modelPackageName }) => modelPackageName)) warn(this, 'model-package', 'the artifacts of a model package are read by the service from outside the VPC: their bucket must not be restricted to the endpoint');
  }
}
