import {
  AuthorizeSecurityGroupEgressCommand, AuthorizeSecurityGroupIngressCommand, DeleteNetworkInterfaceCommand, DescribeAccountAttributesCommand, DescribeAddressesCommand,
  DescribeAvailabilityZonesCommand, DescribeDhcpOptionsCommand, DescribeFlowLogsCommand, DescribeInstanceTypeOfferingsCommand, DescribeInstanceTypesCommand, DescribeInternetGatewaysCommand,
  DescribeManagedPrefixListsCommand, DescribeNatGatewaysCommand, DescribeNetworkAclsCommand, DescribeNetworkInterfacesCommand, DescribePrefixListsCommand, DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, DescribeSubnetsCommand, DescribeVpcAttributeCommand, DescribeVpcEndpointsCommand, DescribeVpcsCommand, DescribeVpnGatewaysCommand,
  EC2Client, GetManagedPrefixListEntriesCommand, RevokeSecurityGroupEgressCommand, RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { ec2Operations } from '../../../../local/aws/ec2/ec2-operations';
import { Ec2Service } from '../../../../local/aws/ec2/ec2-service';
import { JOB_ROLE, newEc2, newSubnet, NOW, s3Endpoint, sdkClient, TestAuthority } from './_network';

let ec2: Ec2Service;
let client: EC2Client;
let vpcId: string;
let subnetId: string;
let mainTable: string;
let vpcEndpointId: string;
let groupId: string;

beforeEach(() => {
  ec2 = newEc2();
  client = sdkClient(ec2);
  vpcId = ec2.vpcs.create({ cidrBlock: '10.0.0.0/16', enableDnsHostnames: true, tags: { Name: 'jobs' } }).vpcId;
  subnetId = newSubnet(ec2, vpcId);
  mainTable = ec2.routeTables.ofSubnet(subnetId).routeTableId;
  vpcEndpointId = s3Endpoint(ec2, vpcId, [mainTable], { Version: '2012-10-17', Statement: [] });
  groupId = ec2.securityGroups.create({ name: 'jobs', description: 'jobs <&>', vpcId, tags: {} }).groupId;
});

test('VPC, DNS attributes and DHCP options', async () => {
  const { Vpcs } = await client.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
  expect(Vpcs).toEqual([expect.objectContaining({
    VpcId: vpcId, CidrBlock: '10.0.0.0/16', State: 'available', InstanceTenancy: 'default', IsDefault: false, OwnerId: '111122223333', Tags: [{ Key: 'Name', Value: 'jobs' }],
    CidrBlockAssociationSet: [{ AssociationId: expect.stringMatching(/^vpc-cidr-assoc-/), CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
  })]);
  expect(await client.send(new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: 'enableDnsSupport' }))).toMatchObject({ VpcId: vpcId, EnableDnsSupport: { Value: true } });
  expect(await client.send(new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: 'enableDnsHostnames' }))).toMatchObject({ EnableDnsHostnames: { Value: true } });
  const { DhcpOptions } = await client.send(new DescribeDhcpOptionsCommand({ DhcpOptionsIds: [Vpcs![0].DhcpOptionsId!] }));
  expect(DhcpOptions![0].DhcpConfigurations).toEqual([{ Key: 'domain-name', Values: [{ Value: 'ec2.internal' }] }, { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }]);
});

test('subnets', async () => {
  const { Subnets } = await client.send(new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }));
  expect(Subnets).toEqual([expect.objectContaining({
    SubnetId: subnetId, VpcId: vpcId, AvailabilityZone: 'us-east-1a', AvailabilityZoneId: 'use1-az1', AvailableIpAddressCount: 251, CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: false, State: 'available',
  })]);
});

test('route tables: the main one has the local route and that of the endpoint', async () => {
  const { RouteTables } = await client.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }, { Name: 'association.main', Values: ['true'] }] }));
  expect(RouteTables).toHaveLength(1);
  expect(RouteTables![0].Routes).toEqual([
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
    { DestinationPrefixListId: 'pl-63a5400a', GatewayId: vpcEndpointId, Origin: 'CreateRoute', State: 'active' },
  ]);
  expect(RouteTables![0].Associations).toEqual([expect.objectContaining({ Main: true, RouteTableId: mainTable })]);
  expect((await client.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }] }))).RouteTables).toEqual([]);
  const { routeTableId } = ec2.routeTables.create(vpcId, {});
  ec2.routeTables.associate(routeTableId, subnetId);
  const own = await client.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }] }));
  expect(own.RouteTables).toMatchObject([{ RouteTableId: routeTableId, Associations: [{ Main: false, SubnetId: subnetId }] }]);
});

test('endpoints, with the policy as text', async () => {
  const { VpcEndpoints } = await client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [vpcEndpointId] }));
  expect(VpcEndpoints).toEqual([expect.objectContaining({
    VpcEndpointId: vpcEndpointId, VpcEndpointType: 'Gateway', ServiceName: 'com.amazonaws.us-east-1.s3', State: 'available', RouteTableIds: [mainTable], SubnetIds: [], VpcId: vpcId,
    PolicyDocument: '{"Version":"2012-10-17","Statement":[]}', CreationTimestamp: new Date(NOW),
  })]);
});

test('prefix lists', async () => {
  const { PrefixLists } = await client.send(new DescribeManagedPrefixListsCommand({ Filters: [{ Name: 'prefix-list-name', Values: ['com.amazonaws.us-east-1.s3'] }, { Name: 'owner-id', Values: ['AWS'] }] }));
  expect(PrefixLists).toEqual([expect.objectContaining({ PrefixListId: 'pl-63a5400a', OwnerId: 'AWS', AddressFamily: 'IPv4', PrefixListArn: 'arn:aws:ec2:us-east-1:aws:prefix-list/pl-63a5400a' })]);
  const { Entries } = await client.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: 'pl-63a5400a' }));
  expect(Entries!.length).toBeGreaterThan(0);
  expect((await client.send(new DescribePrefixListsCommand({ PrefixListIds: ['pl-63a5400a'] }))).PrefixLists![0].Cidrs).toEqual(Entries!.map(({ Cidr }) => Cidr));
});

test('network ACLs: the default one has both directions open for the subnet', async () => {
  const { NetworkAcls } = await client.send(new DescribeNetworkAclsCommand({ Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }] }));
  expect(NetworkAcls).toMatchObject([{ IsDefault: true, VpcId: vpcId, Associations: [{ SubnetId: subnetId }] }]);
  expect(NetworkAcls![0].Entries).toEqual(expect.arrayContaining([true, false].map((Egress) => ({ Egress, RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0' }))));
});

test('gateways and addresses', async () => {
  const { internetGatewayId } = ec2.gateways.createInternetGateway({});
  ec2.gateways.attach(internetGatewayId, vpcId);
  const { allocationId, publicIp } = ec2.gateways.allocateAddress({});
  const { natGatewayId } = ec2.gateways.createNatGateway({ subnetId, allocationId, tags: {} });
  expect((await client.send(new DescribeInternetGatewaysCommand({ Filters: [{ Name: 'attachment.vpc-id', Values: [vpcId] }] }))).InternetGateways).toMatchObject([{ InternetGatewayId: internetGatewayId, Attachments: [{ VpcId: vpcId, State: 'available' }] }]);
  expect((await client.send(new DescribeNatGatewaysCommand({ Filter: [{ Name: 'state', Values: ['available'] }] }))).NatGateways).toMatchObject([
    { NatGatewayId: natGatewayId, SubnetId: subnetId, State: 'available', CreateTime: new Date(NOW), NatGatewayAddresses: [{ AllocationId: allocationId, PublicIp: publicIp, PrivateIp: '10.0.0.4' }] },
  ]);
  expect((await client.send(new DescribeAddressesCommand({ AllocationIds: [allocationId] }))).Addresses).toMatchObject([{ PublicIp: publicIp, Domain: 'vpc' }]);
  expect((await client.send(new DescribeVpnGatewaysCommand({ Filters: [{ Name: 'attachment.vpc-id', Values: [vpcId] }] }))).VpnGateways).toEqual([]);
});

test('security groups and their rules', async () => {
  const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] }));
  expect(SecurityGroups).toEqual([expect.objectContaining({
    GroupId: groupId, GroupName: 'jobs', Description: 'jobs <&>', VpcId: vpcId, IpPermissions: [],
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] }],
  })]);
  const { SecurityGroupRules } = await client.send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [groupId] }] }));
  expect(SecurityGroupRules).toMatchObject([{ GroupId: groupId, IsEgress: true, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '0.0.0.0/0' }]);
});

test('rules are authorized and revoked one by one, by peer or by id', async () => {
  const port = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
  const made = await client.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: groupId, IpPermissions: [{ ...port, PrefixListIds: [{ PrefixListId: 'pl-63a5400a', Description: 'S3' }], IpRanges: [{ CidrIp: '10.0.0.0/16' }] }] }));
  expect(made).toMatchObject({ Return: true, SecurityGroupRules: [{ CidrIpv4: '10.0.0.0/16' }, { PrefixListId: 'pl-63a5400a', Description: 'S3', IsEgress: true }] });
  await expect(client.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: groupId, IpPermissions: [{ ...port, PrefixListIds: [{ PrefixListId: 'pl-63a5400a' }] }] }))).rejects.toMatchObject({
    name: 'InvalidPermission.Duplicate', message: 'the specified rule "peer: pl-63a5400a, TCP, from port: 443, to port: 443, ALLOW" already exists',
  });
  await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, ...port, CidrIp: '10.0.0.0/8' }));
  await client.send(new RevokeSecurityGroupIngressCommand({ GroupId: groupId, ...port, CidrIp: '10.0.0.0/8' }));
  await client.send(new RevokeSecurityGroupEgressCommand({ GroupId: groupId, SecurityGroupRuleIds: [made.SecurityGroupRules![0].SecurityGroupRuleId!] }));
  expect(ec2.securityGroups.rules(groupId).map(({ peer }) => peer.value)).toEqual(['0.0.0.0/0', 'pl-63a5400a']);
});

test('the handler of aws-cdk-lib closes the default group, may do so again, and opens it', async () => {
  const own = ec2.securityGroups.defaultOf(vpcId).groupId;
  const ingress = { GroupId: own, IpPermissions: [{ UserIdGroupPairs: [{ GroupId: own, UserId: '111122223333' }], IpProtocol: '-1' }] };
  const egress = { GroupId: own, IpPermissions: [{ IpRanges: [{ CidrIp: '0.0.0.0/0' }], IpProtocol: '-1' }] };
  await client.send(new RevokeSecurityGroupEgressCommand(egress));
  await client.send(new RevokeSecurityGroupIngressCommand(ingress));
  expect(ec2.securityGroups.rules(own)).toEqual([]);
  await expect(client.send(new RevokeSecurityGroupEgressCommand(egress))).rejects.toMatchObject({ name: 'InvalidPermission.NotFound' });
  await client.send(new AuthorizeSecurityGroupIngressCommand(ingress));
  await client.send(new AuthorizeSecurityGroupEgressCommand(egress));
  expect(ec2.securityGroups.rules(own)).toHaveLength(2);
});

test('network interfaces are found by group and subnet, and deleted when nobody uses them', async () => {
  const [id] = ec2.createNetworkInterfaces({ caller: JOB_ROLE, subnetId, securityGroupIds: [groupId], count: 1, description: 'transform job' });
  const find = { Filters: [{ Name: 'group-id', Values: [groupId] }, { Name: 'subnet-id', Values: [subnetId] }] };
  expect((await client.send(new DescribeNetworkInterfacesCommand(find))).NetworkInterfaces).toMatchObject([
    { NetworkInterfaceId: id, Status: 'in-use', RequesterId: 'amazon-sagemaker', Groups: [{ GroupId: groupId, GroupName: 'jobs' }], PrivateIpAddress: '10.0.0.4', AvailabilityZone: 'us-east-1a' },
  ]);
  await expect(client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }))).rejects.toMatchObject({ message: `Network interface '${id}' is currently in use.` });
  ec2.network.networkInterfaces.put({ ...ec2.network.networkInterfaces.require(id), status: 'available' });
  await client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }));
  expect((await client.send(new DescribeNetworkInterfacesCommand(find))).NetworkInterfaces).toEqual([]);
});

test('what the region offers', async () => {
  const { AvailabilityZones } = await client.send(new DescribeAvailabilityZonesCommand({}));
  expect(AvailabilityZones).toHaveLength(6);
  expect(AvailabilityZones![0]).toMatchObject({ ZoneName: 'us-east-1a', ZoneId: 'use1-az1', State: 'available', RegionName: 'us-east-1', ZoneType: 'availability-zone' });
  const { InstanceTypes } = await client.send(new DescribeInstanceTypesCommand({ InstanceTypes: ['c5.xlarge', 'g5.2xlarge'] }));
  expect(InstanceTypes).toMatchObject([
    { InstanceType: 'c5.xlarge', InstanceStorageSupported: false, VCpuInfo: { DefaultVCpus: 4 }, MemoryInfo: { SizeInMiB: 8192 } },
    { InstanceType: 'g5.2xlarge', InstanceStorageSupported: true, InstanceStorageInfo: { NvmeSupport: 'required' } },
  ]);
  const offered = await client.send(new DescribeInstanceTypeOfferingsCommand({ LocationType: 'availability-zone', Filters: [{ Name: 'instance-type', Values: ['m5.large'] }, { Name: 'location', Values: ['us-east-1b'] }] }));
  expect(offered.InstanceTypeOfferings).toEqual([{ InstanceType: 'm5.large', Location: 'us-east-1b', LocationType: 'availability-zone' }]);
  const { AccountAttributes } = await client.send(new DescribeAccountAttributesCommand({ AttributeNames: ['supported-platforms'] }));
  expect(AccountAttributes).toEqual([{ AttributeName: 'supported-platforms', AttributeValues: [{ AttributeValue: 'VPC' }] }]);
});

test('flow logs are shown, not written', async () => {
  const { flowLogId } = ec2.flowLogs.create({ resourceId: vpcId, resourceType: 'VPC', trafficType: 'ALL', logDestinationType: 'cloud-watch-logs', logGroupName: 'flows', maxAggregationInterval: 600, tags: {} });
  expect((await client.send(new DescribeFlowLogsCommand({ FlowLogIds: [flowLogId] }))).FlowLogs).toMatchObject([{ FlowLogId: flowLogId, ResourceId: vpcId, LogGroupName: 'flows', TrafficType: 'ALL', FlowLogStatus: 'ACTIVE', CreationTime: new Date(NOW) }]);
});

test.each([
  ['InvalidVpcID.NotFound', 'The vpc ID \'vpc-1\' does not exist', new DescribeVpcsCommand({ VpcIds: ['vpc-1'] })],
  ['InvalidSubnetID.NotFound', 'The subnet ID \'subnet-1\' does not exist', new DescribeSubnetsCommand({ SubnetIds: ['subnet-1'] })],
  ['InvalidGroup.NotFound', 'The security group \'sg-1\' does not exist', new DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] })],
  ['InvalidVpcEndpointId.NotFound', 'The Vpc Endpoint Id \'vpce-1\' does not exist', new DescribeVpcEndpointsCommand({ VpcEndpointIds: ['vpce-1'] })],
  ['InvalidRouteTableID.NotFound', 'rtb-1', new DescribeRouteTablesCommand({ RouteTableIds: ['rtb-1'] })],
  ['InvalidPrefixListID.NotFound', 'pl-1', new GetManagedPrefixListEntriesCommand({ PrefixListId: 'pl-1' })],
  ['InvalidNetworkInterfaceID.NotFound', 'eni-1', new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: 'eni-1' })],
  ['InvalidInstanceType', '[c5.huge]', new DescribeInstanceTypesCommand({ InstanceTypes: ['c5.huge' as never] })],
  ['InvalidParameterValue', 'The filter \'colour\' is invalid', new DescribeVpcsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] })],
  ['NotImplemented', 'the input ZoneId', new DescribeAvailabilityZonesCommand({ ZoneIds: ['use1-az1'] })],
])('%s: %s', async (name, message, command) => {
  await expect(client.send(command as DescribeVpcsCommand)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});

test('a VPC attribute that is not emulated is refused by name', async () => {
  await expect(client.send(new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: 'enableNetworkAddressUsageMetrics' }))).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('enableNetworkAddressUsageMetrics') });
});

test('filters: values of one filter are alternatives, filters add up, * is a wildcard, tags count', async () => {
  const other = newSubnet(ec2, vpcId, '10.0.1.0/24');
  const find = async (...Filters: Array<{ Name: string; Values: string[] }>) => (await client.send(new DescribeSubnetsCommand({ Filters }))).Subnets!.map(({ SubnetId }) => SubnetId);
  expect(await find({ Name: 'subnet-id', Values: [subnetId, other] })).toEqual([subnetId, other]);
  expect(await find({ Name: 'vpc-id', Values: [vpcId] }, { Name: 'cidr-block', Values: ['10.0.1.*'] })).toEqual([other]);
  expect(await find({ Name: 'cidr-block', Values: ['10.0.1'] })).toEqual([]);
  const vpcs = await client.send(new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: ['j?bs'] }, { Name: 'tag-key', Values: ['Name'] }] }));
  expect(vpcs.Vpcs).toHaveLength(1);
  expect((await client.send(new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: ['other'] }] }))).Vpcs).toEqual([]);
});

test('long lists come in pages', async () => {
  const types: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeInstanceTypesCommand({ MaxResults: 50, NextToken }));
    types.push(...page.InstanceTypes!.map(({ InstanceType }) => InstanceType!));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(types.length).toBeGreaterThan(100);
  expect(new Set(types).size).toBe(types.length);
});

test('every operation asks first, a denied one does nothing', async () => {
  const authority = new TestAuthority(() => true);
  const operations = ec2Operations(ec2, authority);
  const [eni] = ec2.createNetworkInterfaces({ caller: JOB_ROLE, subnetId, securityGroupIds: [groupId], count: 1, description: '' });
  const before = ec2.securityGroups.rules(groupId);
  for (const name of Object.keys(operations)) {
    const input = name.includes('SecurityGroupI') || name.includes('SecurityGroupE') ? { GroupId: groupId } : { NetworkInterfaceId: eni };
    expect({ name, code: await Promise.resolve().then(() => operations[name](input, { caller: JOB_ROLE, requestId: 'r' })).catch((error) => error.code) }).toEqual({ name, code: 'UnauthorizedOperation' });
  }
  expect(authority.asked.map(({ action }) => action)).toEqual(Object.keys(operations).map((name) => `ec2:${name}`));
  expect(authority.asked.filter(({ action }) => action.startsWith('ec2:Describe')).every(({ resource }) => resource === '*')).toBe(true);
  expect(authority.asked.find(({ action }) => action === 'ec2:RevokeSecurityGroupEgress')).toMatchObject({ resource: `arn:aws:ec2:us-east-1:111122223333:security-group/${groupId}`, context: { 'ec2:SecurityGroupID': groupId } });
  expect(ec2.securityGroups.rules(groupId)).toEqual(before);
});

test('a dry run says so after the permission, and changes nothing', async () => {
  await expect(client.send(new DescribeVpcsCommand({ DryRun: true }))).rejects.toMatchObject({ name: 'DryRunOperation' });
  const denied = sdkClient(ec2, new TestAuthority(() => true));
  await expect(denied.send(new DescribeVpcsCommand({ DryRun: true }))).rejects.toMatchObject({ name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } });
});
