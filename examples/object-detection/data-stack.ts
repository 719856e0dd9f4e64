import { CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { IPrivateS3Endpoint, PrivateS3Endpoint } from '../../lib';
import { DataOperator } from './data-operator';
import { PrivateBucket } from './private-bucket';

export interface BatchTransformDataStackProps extends StackProps {
  /**
   * ARN of the role or user that uploads photos and artifacts and reads labels from outside the VPC.
   *
   * @default - a role that principals of this account may assume
   */
  readonly operatorArn?: string;
  /**
   * Where the operator has to put the model's artifact.
   *
   * @default 'detector/model.tar.gz'
   */
  readonly artifactKey?: string;
}

/**
 * Network and data: a VPC without internet, its one way to S3, and three buckets that can be reached that way only.
 * A stack of its own, because photos and artifact have to be uploaded before the job is launched.
 */
export class BatchTransformDataStack extends Stack {
  readonly s3Endpoint: IPrivateS3Endpoint;
  readonly photos: s3.IBucket;
  readonly artifacts: s3.IBucket;
  readonly labels: s3.IBucket;
  readonly artifactKey: string;

  constructor(scope: Construct, id: string, props: BatchTransformDataStackProps = {}) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      // It would cost a custom resource; nothing here uses the VPC's default security group.
      restrictDefaultSecurityGroup: false,
    });
    this.s3Endpoint = new PrivateS3Endpoint(this, 'S3', { vpc });

    const encryptionKey = new kms.Key(this, 'DataKey', { description: 'Photos, artifacts and labels', enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });
    this.photos = new PrivateBucket(this, 'Photos', { encryptionKey });
    this.artifacts = new PrivateBucket(this, 'Artifacts', { encryptionKey });
    this.labels = new PrivateBucket(this, 'Labels', { encryptionKey });

    this.artifactKey = props.artifactKey ?? 'detector/model.tar.gz';

    const operator = props.operatorArn
      ? new iam.ArnPrincipal(props.operatorArn)
      : new DataOperator(this, 'Operator', { writes: [this.photos, this.artifacts], reads: [this.labels], encryptionKey });
    this.s3Endpoint.restrictBucket(this.photos, { writers: [operator] });
    this.s3Endpoint.restrictBucket(this.artifacts, { writers: [operator] });
    this.s3Endpoint.restrictBucket(this.labels, { readers: [operator] });

    new CfnOutput(this, 'PhotosBucketName', { value: this.photos.bucketName });
    new CfnOutput(this, 'ArtifactsBucketName', { value: this.artifacts.bucketName });
    new CfnOutput(this, 'LabelsBucketName', { value: this.labels.bucketName });
    new CfnOutput(this, 'DataKeyArn', { value: encryptionKey.keyArn });
    new CfnOutput(this, 'ArtifactKey', { value: this.artifactKey });
    new CfnOutput(this, 'OperatorRoleArn', { value: props.operatorArn ?? (operator as DataOperator).roleArn, description: 'May upload photos and artifacts and read labels from outside the VPC' });
    new CfnOutput(this, 'VpcEndpointId', { value: this.s3Endpoint.vpcEndpointId });
  }
}
