import { Ec2Service } from '../ec2-service';
import { AddressRecord, InternetGatewayRecord, NatGatewayRecord, NetworkAclEntryRecord, NetworkAclRecord, RouteTableRecord } from '../records';
import { EffectiveRoute } from '../route-tables';
import { describing, tagSet } from './describe';

/** Where packets may go: route tables, gateways, network ACLs. */
export function routingDescriptions({ network, routeTables, networkAcls }: Ec2Service) {
  const ownerId = network.accountId;
  const publicIp = (allocationId: string | undefined): string | undefined => allocationId && network.addresses.find(allocationId)?.publicIp;
  return {
    DescribeRouteTables: describing<RouteTableRecord>({
      rows: () => network.routeTables.all(),
      set: 'routeTableSet',
      ids: { parameter: 'RouteTableId', of: (table) => table.routeTableId, missing: 'routeTable' },
      tags: ({ tags }) => tags,
      filters: {
        'route-table-id': (table) => table.routeTableId,
        'vpc-id': (table) => table.vpcId,
        'association.subnet-id': (table) => table.associations.map(({ subnetId }) => subnetId),
        'association.main': (table) => [...(table.mainAssociationId ? [true] : []), ...table.associations.map(() => false)],
        'association.route-table-id': (table) => (table.mainAssociationId || table.associations.length ? table.routeTableId : undefined),
        'association.route-table-association-id': (table) => [table.mainAssociationId, ...table.associations.map(({ associationId }) => associationId)],
        'route.gateway-id': (table) => routeTables.routes(table).map((route) => route.gatewayId),
        'route.nat-gateway-id': (table) => routeTables.routes(table).map((route) => route.natGatewayId),
        'route.destination-cidr-block': (table) => routeTables.routes(table).filter((route) => route.destinationKind === 'cidr').map((route) => route.destination),
        'route.destination-prefix-list-id': (table) => routeTables.routes(table).filter((route) => route.destinationKind === 'prefixList').map((route) => route.destination),
        'route.state': (table) => routeTables.routes(table).map((route) => route.state),
        'owner-id': () => ownerId,
      },
      item: (table) => ({
        routeTableId: table.routeTableId,
        vpcId: table.vpcId,
        ownerId,
        routeSet: routeTables.routes(table).map(routeItem),
        associationSet: [
          ...(table.mainAssociationId ? [{ routeTableAssociationId: table.mainAssociationId, routeTableId: table.routeTableId, main: true, associationState: { state: 'associated' } }] : []),
          ...table.associations.map(({ associationId, subnetId }) => ({ routeTableAssociationId: associationId, routeTableId: table.routeTableId, subnetId, main: false, associationState: { state: 'associated' } })),
        ],
        propagatingVgwSet: [],
        tagSet: tagSet(table.tags),
      }),
    }),
    DescribeInternetGateways: describing<InternetGatewayRecord>({
      rows: () => network.internetGateways.all(),
      set: 'internetGatewaySet',
      ids: { parameter: 'InternetGatewayId', of: (gateway) => gateway.internetGatewayId, missing: 'internetGateway' },
      tags: ({ tags }) => tags,
      filters: {
        'internet-gateway-id': (gateway) => gateway.internetGatewayId,
        'attachment.vpc-id': (gateway) => gateway.vpcId,
        'attachment.state': (gateway) => gateway.vpcId && 'available',
        'owner-id': () => ownerId,
      },
      item: (gateway) => ({ internetGatewayId: gateway.internetGatewayId, ownerId, attachmentSet: gateway.vpcId ? [{ vpcId: gateway.vpcId, state: 'available' }] : [], tagSet: tagSet(gateway.tags) }),
    }),
    /** There are none, and `cdk` asks when it looks up a VPC. */
    DescribeVpnGateways: describing<never>({ rows: () => [], set: 'vpnGatewaySet', item: (gateway) => gateway, filters: { 'attachment.vpc-id': () => undefined, 'attachment.state': () => undefined, state: () => undefined } }),
    DescribeNatGateways: describing<NatGatewayRecord>({
      rows: () => network.natGateways.all(),
      set: 'natGatewaySet',
      ids: { parameter: 'NatGatewayId', of: (nat) => nat.natGatewayId, missing: 'natGateway' },
      tags: ({ tags }) => tags,
      filters: { 'nat-gateway-id': (nat) => nat.natGatewayId, 'vpc-id': (nat) => nat.vpcId, 'subnet-id': (nat) => nat.subnetId, state: () => 'available' },
      item: (nat) => ({
        natGatewayId: nat.natGatewayId,
        vpcId: nat.vpcId,
        subnetId: nat.subnetId,
        state: 'available',
        connectivityType: nat.connectivityType,
        createTime: nat.createTime,
        natGatewayAddressSet: [{
          allocationId: nat.allocationId,
          publicIp: publicIp(nat.allocationId),
          networkInterfaceId: nat.networkInterfaceId,
          privateIp: network.networkInterfaces.find(nat.networkInterfaceId)?.privateIpAddress,
        }],
        tagSet: tagSet(nat.tags),
      }),
    }),
    DescribeAddresses: describing<AddressRecord>({
      rows: () => network.addresses.all(),
      set: 'addressesSet',
      ids: { parameter: 'AllocationId', of: (address) => address.allocationId, missing: 'address' },
      tags: ({ tags }) => tags,
      filters: { 'allocation-id': (address) => address.allocationId, 'public-ip': (address) => address.publicIp, domain: () => 'vpc' },
      item: (address) => ({ allocationId: address.allocationId, publicIp: address.publicIp, domain: 'vpc', tagSet: tagSet(address.tags) }),
    }),
    DescribeNetworkAcls: describing<NetworkAclRecord>({
      rows: () => network.networkAcls.all(),
      set: 'networkAclSet',
      ids: { parameter: 'NetworkAclId', of: (acl) => acl.networkAclId, missing: 'networkAcl' },
      tags: ({ tags }) => tags,
      filters: {
        'network-acl-id': (acl) => acl.networkAclId,
        'vpc-id': (acl) => acl.vpcId,
        default: (acl) => acl.isDefault,
        'association.subnet-id': (acl) => networkAcls.associations(acl).map(({ subnetId }) => subnetId),
        'association.network-acl-id': (acl) => acl.networkAclId,
        'owner-id': () => ownerId,
      },
      item: (acl) => ({
        networkAclId: acl.networkAclId,
        vpcId: acl.vpcId,
        ownerId,
        default: acl.isDefault,
        entrySet: acl.entries.map(entryItem),
        associationSet: networkAcls.associations(acl).map(({ associationId, subnetId }) => ({ networkAclAssociationId: associationId, networkAclId: acl.networkAclId, subnetId })),
        tagSet: tagSet(acl.tags),
      }),
    }),
  };
}

function routeItem({ destination, destinationKind, gatewayId, natGatewayId, origin, state }: EffectiveRoute) {
  return {
    destinationCidrBlock: destinationKind === 'cidr' ? destination : undefined,
    destinationIpv6CidrBlock: destinationKind === 'ipv6' ? destination : undefined,
    destinationPrefixListId: destinationKind === 'prefixList' ? destination : undefined,
    gatewayId,
    natGatewayId,
    origin,
    state,
  };
}

function entryItem({ ruleNumber, egress, protocol, ruleAction, cidrBlock, ipv6CidrBlock, portRange, icmp }: NetworkAclEntryRecord) {
  return { ruleNumber, egress, protocol, ruleAction, cidrBlock, ipv6CidrBlock, portRange, icmpTypeCode: icmp };
}
