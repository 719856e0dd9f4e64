import { Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ContainerImage, ModelData, PrivateS3Endpoint, SecureBatchTransformModel, TransformInput, TransformOutput } from '../../lib';

/**
 * A network that another team owns: its S3 endpoint is adopted, because a route table has room for one. Its policy
 * stays as it is; `cdk synth` warns of every bucket and role that it has to allow.
 */
export class ExistingNetworkStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      availabilityZones: ['us-east-1a', 'us-east-1b'],
      isolatedSubnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-18f7e6d5c4b3a2019'],
      isolatedSubnetRouteTableIds: ['rtb-0a1b2c3d4e5f60718', 'rtb-18f7e6d5c4b3a2019'],
    });
    const s3Endpoint = PrivateS3Endpoint.fromAttributes(this, 'S3', {
      vpc,
      vpcEndpointId: 'vpce-0a1b2c3d4e5f60718',
      // Of the endpoint's stack, if a PrivateS3Endpoint made it: the model's role then carries the tag it asks for.
      networkTagValue: 'Network-S3-7C1F09E3',
      s3PrefixListId: 'pl-63a5400a',
    });
    const bucket = s3.Bucket.fromBucketName(this, 'Data', 'shared-data');
    const model = new SecureBatchTransformModel(this, 'Model', {
      s3Endpoint,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(this, 'Group', 'sg-0a1b2c3d4e5f60718', { mutable: false })],
      containers: [{
        image: ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(this, 'Image', 'classifier'), 'sha256:5b0bcabd1ed22e9fb1310cf6c2dec7cdef19f0ad69efa1f392e94a4333501270'),
        modelData: ModelData.fromBucket(bucket, 'classifier/model.tar.gz'),
      }],
    });
    model.addTransformJob('Classify', {
      input: TransformInput.fromPrefix(bucket, 'documents/', { contentType: 'text/plain' }),
      output: TransformOutput.toPrefix(bucket, 'classes/'),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.G5, ec2.InstanceSize.XLARGE),
      waitForCompletion: false,
    });
  }
}
