import { IResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IDependable } from 'constructs';
import { IPrivateS3Endpoint } from './private-s3-endpoint';
import type { SecureTransformJob } from './secure-transform-job';
import { SecureTransformJobOptions } from './transform-job-options';

/** A SageMaker model that runs transform jobs in private subnets. */
export interface IBatchTransformModel extends IResource, iam.IGrantable, ec2.IConnectable {
  /**
   * Name of the model.
   *
   * @attribute
   */
  readonly modelName: string;
  /**
   * ARN of the model.
   *
   * @attribute
   */
  readonly modelArn: string;
  /** The network of the model, and so of its jobs. */
  readonly s3Endpoint: IPrivateS3Endpoint;
  /** The execution role, if known. */
  readonly role?: iam.IRole;
  /** Security groups of the jobs' network interfaces. */
  readonly securityGroups: ec2.ISecurityGroup[];
  /** Whether containers run without any network. Undefined: not known. */
  readonly networkIsolation?: boolean;
  /** Whether a container is known to be a built-in algorithm of AWS. */
  readonly usesBuiltInAlgorithm: boolean;
  /** Statements that the execution role needs. To be copied where the role cannot be changed from here. */
  readonly requiredStatements: iam.PolicyStatement[];
  /** What a job has to wait for: the model, its role's policy, its security group, the policies of its buckets. */
  readonly modelReady: IDependable;
  /** Adds a statement to the policy of the execution role. */
  addToRolePolicy(statement: iam.PolicyStatement): void;
  /** Lets the model list and read the objects whose keys start with the prefix: at its role and at the endpoint. */
  allowRead(bucket: s3.IBucket, prefix?: string): void;
  /** Lets the model read one object: at its role and at the endpoint. */
  allowReadObject(bucket: s3.IBucket, objectKey: string): void;
  /** Lets the model write below the prefix: at its role and at the endpoint. */
  allowWrite(bucket: s3.IBucket, prefix?: string): void;
  /** Adds a job that the deployment launches. */
  addTransformJob(id: string, options: SecureTransformJobOptions): SecureTransformJob;
}

/** What is known of a model that was made elsewhere. */
export interface BatchTransformModelAttributes {
  /** Name of the model. */
  readonly modelName: string;
  /** The network that the model is bound to. */
  readonly s3Endpoint: IPrivateS3Endpoint;
  /**
   * The model's execution role; jobs add their statements to it.
   *
   * @default - not known; it must have the statements of `requiredStatements`
   */
  readonly role?: iam.IRole;
  /**
   * Security groups of the model.
   *
   * @default - none known
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /**
   * Whether the model's containers run without any network.
   *
   * @default - not known
   */
  readonly networkIsolation?: boolean;
}
