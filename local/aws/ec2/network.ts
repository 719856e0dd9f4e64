import { Clock, CloudIdentity } from '../../services';
import { Noun } from './noun';
import {
  AddressRecord, DhcpOptionsRecord, FlowLogRecord, InternetGatewayRecord, NatGatewayRecord, NetworkAclRecord, NetworkInterfaceRecord,
  PrefixListRecord, RouteTableRecord, SecurityGroupRecord, SubnetRecord, VpcEndpointRecord, VpcRecord,
} from './records';
import { SecurityGroupRuleRecord } from './security-group-rule';

export interface NetworkOptions {
  readonly folder?: string;
  readonly identity: CloudIdentity;
  readonly clock: Clock;
}

/** All there is in the region's network. */
export class Network {
  readonly vpcs: Noun<VpcRecord>;
  readonly subnets: Noun<SubnetRecord>;
  readonly routeTables: Noun<RouteTableRecord>;
  readonly internetGateways: Noun<InternetGatewayRecord>;
  readonly addresses: Noun<AddressRecord>;
  readonly natGateways: Noun<NatGatewayRecord>;
  readonly vpcEndpoints: Noun<VpcEndpointRecord>;
  readonly securityGroups: Noun<SecurityGroupRecord>;
  readonly securityGroupRules: Noun<SecurityGroupRuleRecord>;
  readonly networkAcls: Noun<NetworkAclRecord>;
  readonly dhcpOptions: Noun<DhcpOptionsRecord>;
  readonly customerPrefixLists: Noun<PrefixListRecord>;
  readonly networkInterfaces: Noun<NetworkInterfaceRecord>;
  readonly flowLogs: Noun<FlowLogRecord>;

  constructor(private readonly options: NetworkOptions) {
    const { folder } = options;
    this.vpcs = new Noun(folder, 'vpc', 'vpcId');
    this.subnets = new Noun(folder, 'subnet', 'subnetId');
    this.routeTables = new Noun(folder, 'routeTable', 'routeTableId');
    this.internetGateways = new Noun(folder, 'internetGateway', 'internetGatewayId');
    this.addresses = new Noun(folder, 'address', 'allocationId');
    this.natGateways = new Noun(folder, 'natGateway', 'natGatewayId');
    this.vpcEndpoints = new Noun(folder, 'vpcEndpoint', 'vpcEndpointId');
    this.securityGroups = new Noun(folder, 'securityGroup', 'groupId');
    this.securityGroupRules = new Noun(folder, 'securityGroupRule', 'securityGroupRuleId');
    this.networkAcls = new Noun(folder, 'networkAcl', 'networkAclId');
    this.dhcpOptions = new Noun(folder, 'dhcpOptions', 'dhcpOptionsId');
    this.customerPrefixLists = new Noun(folder, 'prefixList', 'prefixListId');
    this.networkInterfaces = new Noun(folder, 'networkInterface', 'networkInterfaceId');
    this.flowLogs = new Noun(folder, 'flowLog', 'flowLogId');
  }

  get region(): string {
    return this.options.identity.region;
  }

  get accountId(): string {
    return this.options.identity.accountId;
  }

  now(): string {
    return new Date(this.options.clock.now()).toISOString();
  }

  /** `arn:aws:ec2:us-east-1:111122223333:subnet/subnet-0…`. */
  arn(type: string, id: string): string {
    return `arn:${this.options.identity.partition}:ec2:${this.region}:${this.accountId}:${type}/${id}`;
  }

  close(): void {
    for (const value of Object.values(this)) if (value instanceof Noun) value.close();
  }
}
