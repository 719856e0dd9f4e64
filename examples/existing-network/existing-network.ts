import { Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ContainerImage, ModelData, PrivateS3Endpoint, SecureBatchTransformModel, TransformInput, TransformOutput } from '../../lib';
import { Network } from './network';

export interface ExistingNetworkStackProps extends StackProps {
  readonly network: Network;
}

/**
 * A network that another team owns: its S3 endpoint is adopted, because a route table has room for one. Its policy
 * stays as it is; `cdk synth` warns of every bucket and role that it has to allow.
 */
export class ExistingNetworkStack extends Stack {
  constructor(scope: Construct, id: string, props: ExistingNetworkStackProps) {
    super(scope, id, props);
    const { network } = props;
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: network.vpcId,
      availabilityZones: network.availabilityZones,
      isolatedSubnetIds: network.subnetIds,
      isolatedSubnetRouteTableIds: network.routeTableIds,
    });
    const s3Endpoint = PrivateS3Endpoint.fromAttributes(this, 'S3', {
      vpc,
      vpcEndpointId: network.vpcEndpointId,
      networkTagValue: network.networkTagValue,
      s3PrefixListId: network.s3PrefixListId,
    });
    const bucket = s3.Bucket.fromBucketName(this, 'Data', 'shared-data');
    const model = new SecureBatchTransformModel(this, 'Model', {
      s3Endpoint,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(this, 'Group', network.securityGroupId, { mutable: false })],
      containers: [{
        image: ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(this, 'Image', 'object-detection'), 'sha256:5b0bcabd1ed22e9fb1310cf6c2dec7cdef19f0ad69efa1f392e94a4333501270'),
        modelData: ModelData.fromBucket(bucket, 'detector/model.tar.gz'),
      }],
    });
    model.addTransformJob('Label', {
      input: TransformInput.fromPrefix(bucket, 'photos/', { contentType: 'image/jpeg' }),
      output: TransformOutput.toPrefix(bucket, 'labels/'),
      // Its local disk is encrypted by hardware, so there is no volume key.
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.G5, ec2.InstanceSize.XLARGE),
      waitForCompletion: false,
    });
  }
}
