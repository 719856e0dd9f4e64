import { Stack } from 'aws-cdk-lib';
import { CfnPolicy, IRole, ManagedPolicy, Policy, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, IConstruct } from 'constructs';
import type { IPrivateS3Endpoint } from '../private-s3-endpoint';
import { warn } from './annotation';
import { throwIfBroken } from './broken-rules';
import { BucketRestriction } from './bucket-restriction';
import { dataKeyStatements, s3Statements } from './execution-statements';
import { refersAcrossStacks } from './bucket-arn';
import { ownResource } from './owned';
import { S3Allowance } from './s3-allowance';

export interface ExecutionPolicyProps {
  /** Undefined: not known. */
  readonly role?: IRole;
  readonly s3Endpoint: IPrivateS3Endpoint;
}

/**
 * The one policy of an execution role. What a job needs of S3 is allowed here and at the endpoint in one step, so
 * that the two cannot disagree.
 */
export class ExecutionPolicy extends Construct {
  readonly statements: PolicyStatement[] = [];
  private readonly document = new PolicyDocument({ minimize: true });
  private readonly buckets = new Set<IBucket>();
  private readonly endpoint: IPrivateS3Endpoint;

  constructor(scope: Construct, id: string, props: ExecutionPolicyProps) {
    super(scope, id);
    const { role, s3Endpoint } = props;
    this.endpoint = s3Endpoint;
    if (role && Role.isRole(role)) {
      new ManagedPolicy(this, 'Resource', { document: this.document, roles: [role] });
    } else if (!role || !this.attachedTo(role)) {
      warn(scope, 'role-not-changed', `${role ? `the role '${role.node.path}' must not be changed from here` : 'the role is not known'}: give it the statements of 'requiredStatements', or the service will answer that it cannot assume the role or find objects`);
    }
    if (role) s3Endpoint.admitRole(role);
  }

  add(...statements: PolicyStatement[]): void {
    this.statements.push(...statements);
    this.document.addStatements(...statements);
  }

  readObject(bucket: IBucket, key: string): void {
    this.allow('object', bucket, key);
    this.endpoint.allowReadObject(bucket, key);
  }

  read(bucket: IBucket, prefix: string): void {
    this.allow('read', bucket, prefix);
    this.endpoint.allowRead(bucket, prefix);
  }

  write(bucket: IBucket, prefix: string): void {
    this.allow('write', bucket, prefix);
    this.endpoint.allowWrite(bucket, prefix);
  }

  /** Policies of the buckets, as they are at synth: a job must not start before its buckets are as they will be. */
  bucketPolicies(): IConstruct[] {
    return [...this.buckets].flatMap((bucket) => bucket.policy ?? []);
  }

  restricted(): boolean {
    return [...this.buckets].some((bucket) => BucketRestriction.of(bucket) !== undefined);
  }

  private allow(access: S3Allowance['access'], bucket: IBucket, key: string): void {
    this.refuseCycle(bucket);
    this.buckets.add(bucket);
    this.add(...s3Statements({ access, bucketArn: bucket.bucketArn, key }));
    if (bucket.encryptionKey) this.add(...dataKeyStatements(bucket.encryptionKey.keyArn, access === 'write' ? 'write' : 'read'));
    const account = Stack.of(this).resolve(bucket.env.account);
    if (typeof account === 'string' && /^\d{12}$/.test(Stack.of(this).account) && account !== Stack.of(this).account) {
      warn(this, 'cross-account-bucket', `'${bucket.node.path}' belongs to account ${account}: its bucket policy and its key policy must allow the role there`);
    }
  }

  /** An imported role takes an inline policy where the CDK may change it, and ignores it where it may not. */
  private attachedTo(role: IRole): boolean {
    const policy = new Policy(this, 'Resource', { document: this.document });
    role.attachInlinePolicy(policy);
    const roles: unknown = Stack.of(this).resolve((policy.node.defaultChild as CfnPolicy).roles);
    return Array.isArray(roles) && roles.length > 0;
  }

  /** The endpoint's policy refers to the bucket, this stack refers to the endpoint: the bucket must not be here. */
  private refuseCycle(bucket: IBucket): void {
    const endpointStack = Stack.of(this.endpoint);
    if (!ownResource(this.endpoint) || Stack.of(bucket) !== Stack.of(this) || !refersAcrossStacks(endpointStack, bucket)) return;
    throwIfBroken(this, [{
      rule: 'bucket-stack', path: 'bucket', property: 'bucket', value: bucket.node.path,
      must: `must not be in the model's stack while the endpoint is in '${endpointStack.node.path}': the endpoint's policy names the bucket, and the model needs the endpoint`,
      mend: "make the bucket in the endpoint's stack, or give it a bucketName",
    }]);
  }
}
