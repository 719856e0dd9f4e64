/** What the team that owns the network says of it. */
export interface Network {
  readonly vpcId: string;
  readonly availabilityZones: string[];
  readonly subnetIds: string[];
  readonly routeTableIds: string[];
  readonly vpcEndpointId: string;
  /** If a PrivateS3Endpoint made the endpoint: the model's role then carries the tag that its policy asks for. */
  readonly networkTagValue?: string;
  readonly s3PrefixListId?: string;
  readonly securityGroupId: string;
}

/** Stands in while nobody has said anything, so that the app can be synthesized. */
export const UNKNOWN_NETWORK: Network = {
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  availabilityZones: ['us-east-1a', 'us-east-1b'],
  subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-18f7e6d5c4b3a2019'],
  routeTableIds: ['rtb-0a1b2c3d4e5f60718', 'rtb-18f7e6d5c4b3a2019'],
  vpcEndpointId: 'vpce-0a1b2c3d4e5f60718',
  networkTagValue: 'Network-S3-7C1F09E3',
  s3PrefixListId: 'pl-63a5400a',
  securityGroupId: 'sg-0a1b2c3d4e5f60718',
};
