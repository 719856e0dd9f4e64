import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PrivateS3Endpoint } from '../../lib';
import { Network } from './network';

/** Id of com.amazonaws.us-east-1.s3; a fact of the region, not of an account. */
const S3_PREFIX_LIST = 'pl-63a5400a';

/** The other team's side: its endpoint admits the roles that carry its tag to the shared bucket, and to nothing else. */
export class TheirNetworkStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      restrictDefaultSecurityGroup: false,
    });
    const endpoint = new PrivateS3Endpoint(this, 'S3', { vpc, s3PrefixListId: S3_PREFIX_LIST });
    const bucket = s3.Bucket.fromBucketName(this, 'Data', 'shared-data');
    endpoint.allowReadObject(bucket, 'detector/model.tar.gz');
    endpoint.allowRead(bucket, 'photos/');
    endpoint.allowWrite(bucket, 'labels/');
    const group = new ec2.SecurityGroup(this, 'Group', { vpc, description: 'Batch jobs: HTTPS to S3 only', allowAllOutbound: false });
    group.addEgressRule(ec2.Peer.prefixList(S3_PREFIX_LIST), ec2.Port.HTTPS);

    const network: Network = {
      vpcId: vpc.vpcId,
      availabilityZones: vpc.isolatedSubnets.map((subnet) => subnet.availabilityZone),
      subnetIds: vpc.isolatedSubnets.map((subnet) => subnet.subnetId),
      routeTableIds: vpc.isolatedSubnets.map((subnet) => subnet.routeTable.routeTableId),
      vpcEndpointId: endpoint.vpcEndpointId,
      networkTagValue: endpoint.networkTagValue,
      s3PrefixListId: S3_PREFIX_LIST,
      securityGroupId: group.securityGroupId,
    };
    new CfnOutput(this, 'Network', { value: this.toJsonString(network), description: 'For -c network= of the other app' });
  }
}
