import { missingParameter, notFound } from '../ec2-errors';
import { Ec2Service } from '../ec2-service';
import { FlowLogRecord, NetworkInterfaceRecord, PrefixListRecord, VpcEndpointRecord } from '../records';
import { describing, tagSet } from './describe';

/** Endpoints, the prefix lists their routes name, and network interfaces. */
export function endpointDescriptions({ network, prefixLists }: Ec2Service) {
  const ownerId = network.accountId;
  const groupSet = (ids: readonly string[]) => ids.map((groupId) => ({ groupId, groupName: network.securityGroups.find(groupId)?.groupName }));
  const zoneOf = (subnetId: string): string | undefined => network.subnets.find(subnetId)?.availabilityZone;
  return {
    DescribeVpcEndpoints: describing<VpcEndpointRecord>({
      rows: () => network.vpcEndpoints.all(),
      set: 'vpcEndpointSet',
      ids: { parameter: 'VpcEndpointId', of: (endpoint) => endpoint.vpcEndpointId, missing: 'vpcEndpoint' },
      tags: ({ tags }) => tags,
      filters: {
        'vpc-endpoint-id': (endpoint) => endpoint.vpcEndpointId,
        'vpc-endpoint-state': () => 'available',
        'vpc-endpoint-type': (endpoint) => endpoint.vpcEndpointType,
        'vpc-id': (endpoint) => endpoint.vpcId,
        'service-name': (endpoint) => endpoint.serviceName,
      },
      item: (endpoint) => ({
        vpcEndpointId: endpoint.vpcEndpointId,
        vpcEndpointType: endpoint.vpcEndpointType,
        vpcId: endpoint.vpcId,
        serviceName: endpoint.serviceName,
        state: 'available',
        policyDocument: JSON.stringify(endpoint.policy),
        routeTableIdSet: endpoint.routeTableIds,
        subnetIdSet: endpoint.subnetIds,
        groupSet: groupSet(endpoint.securityGroupIds),
        privateDnsEnabled: endpoint.privateDnsEnabled,
        requesterManaged: false,
        networkInterfaceIdSet: endpoint.networkInterfaceIds,
        dnsEntrySet: [],
        creationTimestamp: endpoint.creationTimestamp,
        ownerId,
        tagSet: tagSet(endpoint.tags),
      }),
    }),
    DescribeManagedPrefixLists: describing<PrefixListRecord>({
      rows: () => prefixLists.all(),
      set: 'prefixListSet',
      ids: { parameter: 'PrefixListId', of: (list) => list.prefixListId, missing: 'prefixList' },
      tags: ({ tags }) => tags,
      filters: {
        'prefix-list-id': (list) => list.prefixListId,
        'prefix-list-name': (list) => list.prefixListName,
        'owner-id': (list) => (list.owner === 'AWS' ? 'AWS' : ownerId),
      },
      item: (list) => ({
        prefixListId: list.prefixListId,
        prefixListName: list.prefixListName,
        prefixListArn: prefixListArn(network.arn('prefix-list', list.prefixListId), list, ownerId),
        addressFamily: list.addressFamily,
        ownerId: list.owner === 'AWS' ? 'AWS' : ownerId,
        state: 'create-complete',
        maxEntries: list.maxEntries,
        version: list.version,
        tagSet: tagSet(list.tags),
      }),
    }),
    DescribePrefixLists: describing<PrefixListRecord>({
      rows: () => prefixLists.all().filter((list) => list.owner === 'AWS'),
      set: 'prefixListSet',
      ids: { parameter: 'PrefixListId', of: (list) => list.prefixListId, missing: 'prefixList' },
      filters: { 'prefix-list-id': (list) => list.prefixListId, 'prefix-list-name': (list) => list.prefixListName },
      item: (list) => ({ prefixListId: list.prefixListId, prefixListName: list.prefixListName, cidrSet: list.entries.map(({ cidr }) => cidr) }),
    }),
    GetManagedPrefixListEntries: (input: Readonly<Record<string, any>>) => {
      if (!input.PrefixListId) throw missingParameter('prefixListId');
      const { PrefixListId, ...rest } = input;
      const list = prefixLists.find(PrefixListId);
      if (!list) throw notFound('prefixList', PrefixListId);
      return describing<PrefixListRecord['entries'][number]>({ rows: () => list.entries, set: 'entrySet', item: ({ cidr, description }) => ({ cidr, description }), filters: {} })(rest);
    },
    DescribeNetworkInterfaces: describing<NetworkInterfaceRecord>({
      rows: () => network.networkInterfaces.all(),
      set: 'networkInterfaceSet',
      ids: { parameter: 'NetworkInterfaceId', of: (one) => one.networkInterfaceId, missing: 'networkInterface' },
      filters: {
        'network-interface-id': (one) => one.networkInterfaceId,
        'subnet-id': (one) => one.subnetId,
        'vpc-id': (one) => one.vpcId,
        'group-id': (one) => one.securityGroupIds,
        description: (one) => one.description,
        status: (one) => one.status,
        'interface-type': (one) => one.interfaceType,
        'requester-id': (one) => one.requesterId,
        'requester-managed': (one) => one.requesterManaged,
        'private-ip-address': (one) => one.privateIpAddress,
        'addresses.private-ip-address': (one) => one.privateIpAddress,
        'availability-zone': (one) => zoneOf(one.subnetId),
        'owner-id': () => ownerId,
      },
      item: (one) => ({
        networkInterfaceId: one.networkInterfaceId,
        subnetId: one.subnetId,
        vpcId: one.vpcId,
        availabilityZone: zoneOf(one.subnetId),
        description: one.description,
        ownerId,
        requesterId: one.requesterId,
        requesterManaged: one.requesterManaged,
        status: one.status,
        interfaceType: one.interfaceType,
        privateIpAddress: one.privateIpAddress,
        privateIpAddressesSet: [{ privateIpAddress: one.privateIpAddress, primary: true }],
        groupSet: groupSet(one.securityGroupIds),
        tagSet: [],
      }),
    }),
    DescribeFlowLogs: describing<FlowLogRecord>({
      rows: () => network.flowLogs.all(),
      set: 'flowLogSet',
      ids: { parameter: 'FlowLogId', of: (log) => log.flowLogId, missing: 'flowLog' },
      tags: ({ tags }) => tags,
      filters: { 'flow-log-id': (log) => log.flowLogId, 'resource-id': (log) => log.resourceId, 'log-group-name': (log) => log.logGroupName, 'traffic-type': (log) => log.trafficType },
      item: ({ resourceType: _shownByTheIdOnly, tags, ...log }) => ({ ...log, flowLogStatus: 'ACTIVE', tagSet: tagSet(tags) }),
    }),
  };
}

/** Of AWS's own lists the account part says `aws`. */
function prefixListArn(arn: string, list: PrefixListRecord, accountId: string): string {
  return list.owner === 'AWS' ? arn.replace(`:${accountId}:`, ':aws:') : arn;
}
