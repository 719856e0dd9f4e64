/** What the network is made of, as it is stored. A row is never changed; a new one takes its place. */

export type Tags = Readonly<Record<string, string>>;

export interface VpcRecord {
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly cidrAssociationId: string;
  readonly instanceTenancy: string;
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly dhcpOptionsId: string;
  readonly tags: Tags;
}

export interface SubnetRecord {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone: string;
  readonly mapPublicIpOnLaunch: boolean;
  readonly tags: Tags;
}

/** Local routes and those of gateway endpoints are not stored: they follow from the VPC and the endpoints. */
export interface RouteRecord {
  readonly destination: string;
  readonly destinationKind: 'cidr' | 'ipv6' | 'prefixList';
  readonly gatewayId?: string;
  readonly natGatewayId?: string;
}

export interface RouteTableRecord {
  readonly routeTableId: string;
  readonly vpcId: string;
  /** Of the main table only: it serves the subnets without an association of their own. */
  readonly mainAssociationId?: string;
  readonly routes: readonly RouteRecord[];
  readonly associations: readonly { readonly associationId: string; readonly subnetId: string }[];
  readonly tags: Tags;
}

export interface InternetGatewayRecord {
  readonly internetGatewayId: string;
  readonly vpcId?: string;
  readonly tags: Tags;
}

export interface AddressRecord {
  readonly allocationId: string;
  readonly publicIp: string;
  readonly tags: Tags;
}

export interface NatGatewayRecord {
  readonly natGatewayId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly connectivityType: 'public' | 'private';
  readonly allocationId?: string;
  readonly networkInterfaceId: string;
  readonly createTime: string;
  readonly tags: Tags;
}

export interface VpcEndpointRecord {
  readonly vpcEndpointId: string;
  readonly vpcEndpointType: 'Gateway' | 'Interface';
  readonly vpcId: string;
  readonly serviceName: string;
  readonly policy: unknown;
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly privateDnsEnabled: boolean;
  readonly networkInterfaceIds: readonly string[];
  readonly creationTimestamp: string;
  readonly tags: Tags;
}

export interface SecurityGroupRecord {
  readonly groupId: string;
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
  readonly tags: Tags;
}

export interface NetworkAclEntryRecord {
  readonly ruleNumber: number;
  readonly egress: boolean;
  /** `-1`, `6`, `17`, … */
  readonly protocol: string;
  readonly ruleAction: 'allow' | 'deny';
  readonly cidrBlock?: string;
  readonly ipv6CidrBlock?: string;
  readonly portRange?: { readonly from: number; readonly to: number };
  readonly icmp?: { readonly type: number; readonly code: number };
}

export interface NetworkAclRecord {
  readonly networkAclId: string;
  readonly vpcId: string;
  readonly isDefault: boolean;
  readonly entries: readonly NetworkAclEntryRecord[];
  /** Of a default ACL these are only the ones that were made; the other subnets of the VPC follow it as well. */
  readonly associations: readonly { readonly associationId: string; readonly subnetId: string }[];
  readonly tags: Tags;
}

export interface DhcpOptionsRecord {
  readonly dhcpOptionsId: string;
  /** `domain-name` -> [`ec2.internal`]. */
  readonly configuration: Readonly<Record<string, readonly string[]>>;
  readonly isDefault: boolean;
  readonly tags: Tags;
}

export interface PrefixListRecord {
  readonly prefixListId: string;
  readonly prefixListName: string;
  readonly addressFamily: 'IPv4' | 'IPv6';
  readonly owner: 'AWS' | 'CUSTOMER';
  readonly maxEntries?: number;
  readonly version?: number;
  readonly entries: readonly { readonly cidr: string; readonly description?: string }[];
  readonly tags: Tags;
}

export interface NetworkInterfaceRecord {
  readonly networkInterfaceId: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly privateIpAddress: string;
  readonly description: string;
  readonly interfaceType: 'interface' | 'vpc_endpoint' | 'nat_gateway';
  readonly status: 'in-use' | 'available';
  readonly requesterId?: string;
  readonly requesterManaged: boolean;
  readonly securityGroupIds: readonly string[];
}

export interface FlowLogRecord {
  readonly flowLogId: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly trafficType?: string;
  readonly logDestinationType: string;
  readonly logGroupName?: string;
  readonly logDestination?: string;
  readonly deliverLogsPermissionArn?: string;
  readonly logFormat?: string;
  readonly maxAggregationInterval: number;
  readonly creationTime: string;
  readonly tags: Tags;
}
