import { App, CfnResource, Stack, StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, IConstruct } from 'constructs';
import {
  ContainerImage, IPrivateS3Endpoint, ModelData, PrivateS3Endpoint, SecureBatchTransformModel, SecureBatchTransformModelProps, SecureTransformJob, SecureTransformJobOptions, TransformInput, TransformOutput,
} from '../../lib';

export const DIGEST = `sha256:${'a'.repeat(64)}`;
export const ENV = { account: '111122223333', region: 'us-east-1' };

export interface Network {
  readonly app: App;
  readonly stack: Stack;
  readonly vpc: ec2.Vpc;
  readonly s3Endpoint: PrivateS3Endpoint;
  readonly key: kms.Key;
  readonly photos: s3.Bucket;
  readonly artifacts: s3.Bucket;
  readonly labels: s3.Bucket;
}

/** A VPC with two isolated subnets, its endpoint, and three buckets under one key. */
export function network(props: StackProps = {}, app = new App()): Network {
  const stack = new Stack(app, 'Data', props);
  const vpc = isolatedVpc(stack);
  const key = new kms.Key(stack, 'Key');
  const bucket = (id: string) => new s3.Bucket(stack, id, { encryptionKey: key });
  return { app, stack, vpc, s3Endpoint: new PrivateS3Endpoint(stack, 'S3', { vpc }), key, photos: bucket('Photos'), artifacts: bucket('Artifacts'), labels: bucket('Labels') };
}

export function isolatedVpc(scope: Construct): ec2.Vpc {
  return new ec2.Vpc(scope, 'Vpc', { maxAzs: 2, subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }], restrictDefaultSecurityGroup: false });
}

export function detectorImage(scope: Construct): ContainerImage {
  const repository = (scope.node.tryFindChild('Detector') as ecr.IRepository | undefined) ?? ecr.Repository.fromRepositoryName(scope, 'Detector', 'detector');
  return ContainerImage.fromEcrRepository(repository, DIGEST);
}

export function detector(scope: Construct, from: { readonly s3Endpoint: IPrivateS3Endpoint; readonly artifacts: s3.IBucket }, props: Partial<SecureBatchTransformModelProps> = {}): SecureBatchTransformModel {
  return new SecureBatchTransformModel(scope, 'Model', {
    s3Endpoint: from.s3Endpoint,
    containers: [{ image: detectorImage(scope), modelData: ModelData.fromBucket(from.artifacts, 'detector/model.tar.gz') }],
    ...props,
  });
}

export function labelOptions(from: { readonly photos: s3.IBucket; readonly labels: s3.IBucket }, options: Partial<SecureTransformJobOptions> = {}): SecureTransformJobOptions {
  return {
    input: TransformInput.fromPrefix(from.photos, 'selfies/', { contentType: 'image/jpeg' }),
    output: TransformOutput.toPrefix(from.labels, 'selfies/'),
    instanceType: new ec2.InstanceType('c5.xlarge'),
    ...options,
  };
}

/** Network, model and one job, all in one stack. */
export function labelling(options: Partial<SecureTransformJobOptions> = {}, modelProps: Partial<SecureBatchTransformModelProps> = {}, env?: StackProps): Network & { model: SecureBatchTransformModel; job: SecureTransformJob } {
  const made = network(env);
  const model = detector(made.stack, made, modelProps);
  return { ...made, model, job: new SecureTransformJob(made.stack, 'Label', { model, ...labelOptions(made, options) }) };
}

/** How many resources of the type the tree has, without a synth. */
export function countResources(scope: IConstruct, type: string): number {
  return scope.node.findAll().filter((construct) => CfnResource.isCfnResource(construct) && construct.cfnResourceType === type).length;
}

/** Warnings of the tree, without a synth. */
export function warnings(scope: IConstruct): string[] {
  return scope.node.findAll().flatMap((construct) => construct.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => `${construct.node.path}: ${data}`));
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

export function roleStatements(template: Template): Statement[] {
  const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
  return policy.Properties.PolicyDocument.Statement as Statement[];
}

export function statementsOf(template: Template, type: string, idStart = ''): Statement[] {
  const [found] = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(idStart)).map(([, resource]) => resource);
  return found.Properties.PolicyDocument.Statement as Statement[];
}

/** The statement that allows or denies the action. */
export function about(statements: readonly Statement[], action: string): Statement {
  return statements.filter((statement) => [statement.Action].flat().includes(action))[0];
}
