import { App, Stack, Tags, aws_ec2 as ec2lib } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Ec2Service } from '../../../local/aws/ec2/ec2-service';
import { ec2Resources } from '../../../local/resources/ec2';
import { ResourceContext, ResourceHandler, ResourceResult } from '../../../local/resources/handler';
import { newEc2, newSubnet, newVpc, refusal } from '../aws/ec2/_network';

type Properties = Record<string, any>;

const context = (logicalId: string): ResourceContext => ({
  stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Net/1', stackName: 'Net', logicalId, region: 'us-east-1', accountId: '111122223333', partition: 'aws', stackTags: { app: 'labels' },
  physicalName: () => `Net-${logicalId}-X`, signal: new AbortController().signal,
});

function handlerOf(ec2: Ec2Service, type: string): ResourceHandler {
  return ec2Resources(ec2).find((handler) => handler.type === `AWS::EC2::${type}`)!;
}

async function create(ec2: Ec2Service, type: string, properties: Properties): Promise<ResourceResult> {
  return handlerOf(ec2, type).create(properties, context(type));
}

/** Creates the resources of a template in the order of their references, as the engine does. */
async function deploy(ec2: Ec2Service, resources: Record<string, { Type: string; Properties?: Properties; DependsOn?: string[] }>): Promise<{ results: Map<string, ResourceResult>; destroy: () => Promise<void> }> {
  const results = new Map<string, ResourceResult>();
  const properties = new Map<string, Properties>();
  const resolved = (value: any): any => {
    if (Array.isArray(value)) return value.map(resolved);
    if (typeof value !== 'object' || value === null) return value;
    if (value.Ref === 'AWS::Region') return 'us-east-1';
    if (value.Ref) return results.get(value.Ref)!.physicalId;
    if (value['Fn::GetAtt']) return results.get(value['Fn::GetAtt'][0])!.attributes[value['Fn::GetAtt'][1]];
    if (value['Fn::Join']) return resolved(value['Fn::Join'][1]).join(value['Fn::Join'][0]);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one)]));
  };
  const visit = async (id: string): Promise<void> => {
    if (results.has(id)) return;
    const { Type, Properties = {}, DependsOn = [] } = resources[id];
    const text = JSON.stringify(Properties);
    for (const other of Object.keys(resources)) if (text.includes(`"Ref":"${other}"`) || text.includes(`["${other}",`) || DependsOn.includes(other)) await visit(other);
    const handler = handlerOf(ec2, Type.replace('AWS::EC2::', ''));
    properties.set(id, resolved(Properties));
    const unknown = Object.keys(Properties).filter((name) => ![...handler.properties, ...(handler.recordedOnly ?? [])].includes(name));
    expect({ id, unknown }).toEqual({ id, unknown: [] });
    results.set(id, await handler.create(properties.get(id)!, context(id)));
  };
  for (const id of Object.keys(resources)) await visit(id);
  const destroy = async (): Promise<void> => {
    for (const [id, { physicalId }] of [...results].reverse()) await handlerOf(ec2, resources[id].Type.replace('AWS::EC2::', '')).delete(physicalId, properties.get(id)!, context(id));
  };
  return { results, destroy };
}

test('a network as aws-cdk-lib synthesizes it is made, works, and goes again', async () => {
  const app = new App({ context: { '@aws-cdk/aws-ec2:restrictDefaultSecurityGroup': false } });
  const stack = new Stack(app, 'Net');
  Tags.of(stack).add('owner', 'me');
  const vpc = new ec2lib.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, subnetConfiguration: [
    { name: 'public', subnetType: ec2lib.SubnetType.PUBLIC }, { name: 'egress', subnetType: ec2lib.SubnetType.PRIVATE_WITH_EGRESS }, { name: 'jobs', subnetType: ec2lib.SubnetType.PRIVATE_ISOLATED },
  ] });
  vpc.addGatewayEndpoint('S3', { service: ec2lib.GatewayVpcEndpointAwsService.S3, subnets: [{ subnetType: ec2lib.SubnetType.PRIVATE_ISOLATED }] });
  vpc.addInterfaceEndpoint('Api', { service: ec2lib.InterfaceVpcEndpointAwsService.SAGEMAKER_API, subnets: { subnetType: ec2lib.SubnetType.PRIVATE_ISOLATED } });
  const group = new ec2lib.SecurityGroup(stack, 'Jobs', { vpc, allowAllOutbound: false });
  group.addEgressRule(ec2lib.Peer.prefixList('pl-63a5400a'), ec2lib.Port.tcp(443), 'S3');
  const { Resources } = Template.fromStack(stack).toJSON();
  const wanted = Object.fromEntries(Object.entries<any>(Resources).filter(([, { Type }]) => Type.startsWith('AWS::EC2::')));
  for (const { Properties } of Object.values<any>(wanted)) if (Properties?.AvailabilityZone) Properties.AvailabilityZone = `us-east-1${'ab'[Properties.AvailabilityZone['Fn::Select'][0]]}`;

  const ec2 = newEc2();
  const { results, destroy } = await deploy(ec2, wanted);
  const subnets = (name: string) => [...results].filter(([id]) => new RegExp(`^Vpc${name}Subnet\\dSubnet`).test(id)).map(([, { physicalId }]) => physicalId);
  const [endpoint] = [...results].filter(([id]) => id.startsWith('VpcS3')).map(([, { physicalId }]) => physicalId);
  expect(subnets('jobs').map((id) => [ec2.gatewayEndpointOf(id, 's3')?.vpcEndpointId, ec2.hasInternetRoute(id)])).toEqual([[endpoint, false], [endpoint, false]]);
  expect([...subnets('egress'), ...subnets('public')].map((id) => [ec2.gatewayEndpointOf(id, 's3'), ec2.hasInternetRoute(id)])).toEqual(Array(4).fill([undefined, true]));
  const jobs = [...results].find(([id]) => id.startsWith('Jobs'))![1].physicalId;
  expect([ec2.allowsEgressTo([jobs], 's3'), ec2.allowsEgressTo([jobs], 'dynamodb')]).toEqual([true, false]);
  expect(ec2.network.securityGroups.require(jobs).tags).toEqual({ app: 'labels', owner: 'me' });

  await destroy();
  expect(ec2.network.vpcs.all()).toEqual([]);
  expect(ec2.network.networkInterfaces.all()).toEqual([]);
  await destroy();
});

test('Ref and GetAtt have the service\'s forms', async () => {
  const ec2 = newEc2();
  const vpc = await create(ec2, 'VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: 'true', EnableDnsHostnames: false });
  expect(vpc).toEqual({ physicalId: expect.stringMatching(/^vpc-0[0-9a-f]{16}$/), attributes: {
    VpcId: vpc.physicalId, CidrBlock: '10.0.0.0/16', CidrBlockAssociations: [expect.stringMatching(/^vpc-cidr-assoc-/)], DefaultNetworkAcl: expect.stringMatching(/^acl-/), DefaultSecurityGroup: expect.stringMatching(/^sg-/), Ipv6CidrBlocks: [],
  } });
  const VpcId = vpc.physicalId;
  const subnet = await create(ec2, 'Subnet', { VpcId, CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1b' });
  expect(subnet).toMatchObject({ physicalId: expect.stringMatching(/^subnet-/), attributes: { AvailabilityZone: 'us-east-1b', AvailabilityZoneId: 'use1-az2', VpcId, NetworkAclAssociationId: expect.stringMatching(/^aclassoc-/) } });
  const table = await create(ec2, 'RouteTable', { VpcId });
  expect(table.attributes).toEqual({ RouteTableId: table.physicalId });
  const endpoint = await create(ec2, 'VPCEndpoint', { VpcId, ServiceName: 'com.amazonaws.us-east-1.s3', RouteTableIds: [table.physicalId], VpcEndpointType: 'Gateway', PolicyDocument: { Statement: [] } });
  expect(endpoint).toMatchObject({ physicalId: expect.stringMatching(/^vpce-/), attributes: { Id: endpoint.physicalId, NetworkInterfaceIds: [], DnsEntries: [] } });
  expect(ec2.endpointPolicies(endpoint.physicalId)[0].document).toEqual({ Statement: [] });
  const gateway = await create(ec2, 'InternetGateway', {});
  expect((await create(ec2, 'VPCGatewayAttachment', { VpcId, InternetGatewayId: gateway.physicalId })).physicalId).toBe(`IGW|${VpcId}`);
  expect((await create(ec2, 'Route', { RouteTableId: table.physicalId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway.physicalId })).physicalId).toBe(`${table.physicalId}|0.0.0.0/0`);
  const address = await create(ec2, 'EIP', { Domain: 'vpc' });
  expect(address).toEqual({ physicalId: '203.0.113.1', attributes: { PublicIp: '203.0.113.1', AllocationId: expect.stringMatching(/^eipalloc-/) } });
  const group = await create(ec2, 'SecurityGroup', { VpcId, GroupDescription: 'd' });
  expect(group).toEqual({ physicalId: expect.stringMatching(/^sg-/), attributes: { GroupId: group.physicalId, Id: group.physicalId, VpcId } });
  expect(ec2.network.securityGroups.require(group.physicalId).groupName).toBe('Net-SecurityGroup-X');
  const options = await create(ec2, 'DHCPOptions', { DomainNameServers: ['10.0.0.2'] });
  expect((await create(ec2, 'VPCDHCPOptionsAssociation', { DhcpOptionsId: options.physicalId, VpcId })).physicalId).toBe(`${options.physicalId}|${VpcId}`);
  expect(Object.keys(ec2.network.dhcpOptions.require(ec2.network.vpcs.require(VpcId).dhcpOptionsId).configuration)).toEqual(['domain-name-servers']);
  const list = await create(ec2, 'PrefixList', { PrefixListName: 'offices', AddressFamily: 'IPv4', MaxEntries: '2', Entries: [{ Cidr: '10.0.0.0/8' }] });
  expect(list.attributes).toEqual({ PrefixListId: list.physicalId, Arn: `arn:aws:ec2:us-east-1:111122223333:prefix-list/${list.physicalId}`, OwnerId: '111122223333', Version: 1 });
  const acl = await create(ec2, 'NetworkAcl', { VpcId });
  await create(ec2, 'NetworkAclEntry', { NetworkAclId: acl.physicalId, RuleNumber: '100', Egress: 'true', Protocol: 6, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', PortRange: { From: '443', To: '443' } });
  expect(ec2.network.networkAcls.require(acl.physicalId).entries.at(-1)).toMatchObject({ ruleNumber: 100, egress: true, protocol: '6', portRange: { from: 443, to: 443 } });
  expect((await create(ec2, 'SubnetNetworkAclAssociation', { NetworkAclId: acl.physicalId, SubnetId: subnet.physicalId })).attributes).toEqual({ AssociationId: expect.stringMatching(/^aclassoc-/) });
  expect(await create(ec2, 'FlowLog', { ResourceId: VpcId, ResourceType: 'VPC', TrafficType: 'ALL' })).toMatchObject({ physicalId: expect.stringMatching(/^fl-/) });
});

describe('security groups', () => {
  const S3_OUT = { IpProtocol: 'tcp', FromPort: 443, ToPort: '443', DestinationPrefixListId: 'pl-63a5400a', Description: 'S3' };
  const newGroup = (properties: Properties) => {
    const ec2 = newEc2();
    const VpcId = newVpc(ec2);
    const all = { VpcId, GroupDescription: 'jobs', ...properties };
    return { ec2, VpcId, all, made: create(ec2, 'SecurityGroup', all) };
  };
  const values = (ec2: Ec2Service, groupId: string) => ec2.securityGroups.rules(groupId).map(({ egress, peer }) => `${egress ? 'out' : 'in'} ${peer.value}`);

  test('without egress rules everything goes out', async () => {
    const { ec2, made } = newGroup({});
    expect(values(ec2, (await made).physicalId)).toEqual(['out 0.0.0.0/0']);
  });

  test('with egress rules only they do', async () => {
    const { ec2, made } = newGroup({ SecurityGroupEgress: [S3_OUT] });
    expect(values(ec2, (await made).physicalId)).toEqual(['out pl-63a5400a']);
  });

  test('the rule that aws-cdk-lib writes for "nothing goes out" is taken', async () => {
    const { ec2, made } = newGroup({ SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32', Description: 'Disallow all traffic', FromPort: 252, IpProtocol: 'icmp', ToPort: 86 }] });
    expect(ec2.allowsEgressTo([(await made).physicalId], 's3')).toBe(false);
  });

  test('an update changes the template\'s rules and leaves standalone ones alone', async () => {
    const { ec2, all, made } = newGroup({ SecurityGroupEgress: [S3_OUT] });
    const { physicalId: GroupId } = await made;
    const standalone = await create(ec2, 'SecurityGroupIngress', { GroupId, IpProtocol: '-1', SourceSecurityGroupId: GroupId });
    const handler = handlerOf(ec2, 'SecurityGroup');
    const closed = { ...all, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }] };
    await handler.update!(GroupId, closed, all, context('SecurityGroup'));
    expect(values(ec2, GroupId)).toEqual([`in ${GroupId}`, 'out 10.0.0.0/8']);
    await handler.update!(GroupId, { ...all, SecurityGroupEgress: undefined }, closed, context('SecurityGroup'));
    expect(values(ec2, GroupId)).toEqual([`in ${GroupId}`]);
    await handlerOf(ec2, 'SecurityGroupIngress').delete(standalone.physicalId, {}, context('Rule'));
    expect(values(ec2, GroupId)).toEqual([]);
  });

  test('the open rule goes when an update names egress, and stays when it does not', async () => {
    const { ec2, all, made } = newGroup({});
    const { physicalId: GroupId } = await made;
    const handler = handlerOf(ec2, 'SecurityGroup');
    await handler.update!(GroupId, { ...all, SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }] }, all, context('SecurityGroup'));
    expect(values(ec2, GroupId)).toEqual(['out 0.0.0.0/0', 'in 10.0.0.0/8']);
    await handler.update!(GroupId, { ...all, SecurityGroupEgress: [S3_OUT] }, { ...all, SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }] }, context('SecurityGroup'));
    expect(values(ec2, GroupId)).toEqual(['out pl-63a5400a']);
  });

  test.each([
    ['an egress rule', 'SecurityGroupEgress', { ...S3_OUT }, ['out pl-63a5400a']],
    ['an egress rule to everywhere', 'SecurityGroupEgress', { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, ['out 0.0.0.0/0']],
    ['an ingress rule', 'SecurityGroupIngress', { IpProtocol: '-1', CidrIp: '10.0.0.0/8' }, ['out 0.0.0.0/0', 'in 10.0.0.0/8']],
  ])('%s that stands alone takes the place of the open rule when it is for egress', async (_what, type, rule, left) => {
    const { ec2, made } = newGroup({});
    const { physicalId: GroupId } = await made;
    await create(ec2, type, { GroupId, ...rule });
    expect(values(ec2, GroupId)).toEqual(left);
  });

  test('a new description keeps the rule', async () => {
    const { ec2, all, made } = newGroup({ SecurityGroupEgress: [S3_OUT] });
    const { physicalId } = await made;
    const [before] = ec2.securityGroups.rules(physicalId);
    await handlerOf(ec2, 'SecurityGroup').update!(physicalId, { ...all, SecurityGroupEgress: [{ ...S3_OUT, Description: 'photos' }] }, all, context('SecurityGroup'));
    expect(ec2.securityGroups.rules(physicalId)).toEqual([{ ...before, description: 'photos' }]);
  });

  test.each([
    ['a rule without a peer', { IpProtocol: '-1' }, 'exactly one of CidrIp'],
    ['a rule with two peers', { ...S3_OUT, CidrIp: '0.0.0.0/0' }, 'got 2'],
    ['a rule without a protocol', { CidrIp: '0.0.0.0/0' }, 'IpProtocol'],
    ['a prefix list that is not there', { ...S3_OUT, DestinationPrefixListId: 'pl-1' }, 'pl-1'],
  ])('%s is refused, and no group stays behind', async (_what, rule, message) => {
    const { ec2, VpcId, made } = newGroup({ SecurityGroupEgress: [rule] });
    await expect(made).rejects.toThrow(message);
    expect(ec2.securityGroups.ofVpc(VpcId).map(({ groupName }) => groupName)).toEqual(['default']);
  });
});

test('an endpoint is updated in place: policy and route tables', async () => {
  const ec2 = newEc2();
  const VpcId = newVpc(ec2);
  const SubnetId = newSubnet(ec2, VpcId);
  const main = ec2.routeTables.ofSubnet(SubnetId).routeTableId;
  const properties = { VpcId, ServiceName: 'com.amazonaws.us-east-1.s3', RouteTableIds: [] as string[] };
  const { physicalId } = await create(ec2, 'VPCEndpoint', properties);
  expect(ec2.gatewayEndpointOf(SubnetId, 's3')).toBeUndefined();
  await handlerOf(ec2, 'VPCEndpoint').update!(physicalId, { ...properties, RouteTableIds: [main], PolicyDocument: { Statement: [{ Effect: 'Deny' }] } }, properties, context('Endpoint'));
  expect(ec2.gatewayEndpointOf(SubnetId, 's3')).toEqual({ vpcEndpointId: physicalId, vpcId: VpcId });
  expect(ec2.endpointPolicies(physicalId)[0].document.Statement).toEqual([{ Effect: 'Deny' }]);
});

test('a route is updated in place', async () => {
  const ec2 = newEc2();
  const VpcId = newVpc(ec2);
  const SubnetId = newSubnet(ec2, VpcId);
  const RouteTableId = ec2.routeTables.ofSubnet(SubnetId).routeTableId;
  const gateway = await create(ec2, 'InternetGateway', {});
  await create(ec2, 'VPCGatewayAttachment', { VpcId, InternetGatewayId: gateway.physicalId });
  const nat = await create(ec2, 'NatGateway', { SubnetId, AllocationId: (await create(ec2, 'EIP', {})).attributes.AllocationId });
  const old = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway.physicalId };
  const { physicalId } = await create(ec2, 'Route', old);
  await handlerOf(ec2, 'Route').update!(physicalId, { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: nat.physicalId }, old, context('Route'));
  expect(ec2.network.routeTables.require(RouteTableId).routes).toEqual([{ destination: '0.0.0.0/0', destinationKind: 'cidr', gatewayId: undefined, natGatewayId: nat.physicalId }]);
  expect(refusal(() => ec2.gateways.releaseAddress(ec2.network.addresses.all()[0].allocationId)).code).toBe('InvalidIPAddress.InUse');
});
