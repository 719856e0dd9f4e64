import { Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ContainerImage, ModelData, PrivateS3Endpoint, SecureBatchTransformModel, SecureTransformJob, TransformInput, TransformOutput } from '../../lib';

/** The smallest use: bucket and image exist already, the VPC is made here. */
export class MinimalStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, 'Vpc', { subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    const bucket = s3.Bucket.fromBucketName(this, 'Data', 'my-photos');
    const repository = ecr.Repository.fromRepositoryName(this, 'Detector', 'object-detection');

    // readme-begin
    const s3Endpoint = new PrivateS3Endpoint(this, 'S3', { vpc });
    const image = ContainerImage.fromEcrRepository(repository, 'sha256:5b0bcabd1ed22e9fb1310cf6c2dec7cdef19f0ad69efa1f392e94a4333501270');
    const modelData = ModelData.fromBucket(bucket, 'detector/model.tar.gz');
    const model = new SecureBatchTransformModel(this, 'Model', { s3Endpoint, containers: [{ image, modelData }] });
    new SecureTransformJob(this, 'Label', {
      model,
      input: TransformInput.fromPrefix(bucket, 'selfies/', { contentType: 'image/jpeg' }),
      output: TransformOutput.toPrefix(bucket, 'labels/'),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.C5, ec2.InstanceSize.XLARGE),
    });
    // readme-end
  }
}
