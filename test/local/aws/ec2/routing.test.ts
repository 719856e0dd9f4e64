import { FULL_ACCESS } from '../../../../local/aws/ec2/vpc-endpoints';
import { newEc2, newSubnet, newVpc, refusal, s3Endpoint } from './_network';

function network() {
  const ec2 = newEc2();
  const vpcId = newVpc(ec2);
  const subnetId = newSubnet(ec2, vpcId);
  const main = ec2.routeTables.ofSubnet(subnetId).routeTableId;
  const own = (subnet = subnetId): string => {
    const { routeTableId } = ec2.routeTables.create(vpcId, {});
    ec2.routeTables.associate(routeTableId, subnet);
    return routeTableId;
  };
  return { ec2, vpcId, subnetId, main, own };
}

test('a subnet without a route table of its own follows the main one, and its endpoint', () => {
  const { ec2, vpcId, subnetId, main, own } = network();
  expect(ec2.gatewayEndpointOf(subnetId, 's3')).toBeUndefined();
  const vpcEndpointId = s3Endpoint(ec2, vpcId, [main]);
  expect(ec2.gatewayEndpointOf(subnetId, 's3')).toEqual({ vpcEndpointId, vpcId });
  expect(ec2.gatewayEndpointOf(subnetId, 'dynamodb')).toBeUndefined();
  own();
  expect(ec2.gatewayEndpointOf(subnetId, 's3')).toBeUndefined();
});

test('a new association takes the place of the old one', () => {
  const { ec2, subnetId, own } = network();
  const first = own();
  const second = own();
  expect(ec2.routeTables.ofSubnet(subnetId).routeTableId).toBe(second);
  expect(ec2.network.routeTables.require(first).associations).toEqual([]);
});

test('a route table has room for one S3 endpoint', () => {
  const { ec2, vpcId, subnetId, main, own } = network();
  s3Endpoint(ec2, vpcId, [main]);
  expect(refusal(() => s3Endpoint(ec2, vpcId, [main]))).toEqual({ code: 'RouteAlreadyExists', message: `route table ${main} already has a route with destination-prefix-list-id pl-63a5400a` });
  const other = own();
  const second = s3Endpoint(ec2, vpcId, [other]);
  expect(ec2.gatewayEndpointOf(subnetId, 's3')!.vpcEndpointId).toBe(second);
  expect(refusal(() => ec2.vpcEndpoints.change(second, { routeTableIds: [other, main], tags: {} })).code).toBe('RouteAlreadyExists');
  ec2.vpcEndpoints.change(second, { routeTableIds: [other], tags: {} });
  ec2.vpcEndpoints.create({ vpcId, serviceName: 'com.amazonaws.us-east-1.dynamodb', routeTableIds: [main], tags: {} });
});

test('the endpoint\'s route shows in the table as long as the endpoint is there', () => {
  const { ec2, vpcId, main } = network();
  const vpcEndpointId = s3Endpoint(ec2, vpcId, [main]);
  const destinations = () => ec2.routeTables.routes(ec2.network.routeTables.require(main)).map(({ destination, gatewayId }) => [destination, gatewayId]);
  expect(destinations()).toEqual([['10.0.0.0/16', 'local'], ['pl-63a5400a', vpcEndpointId]]);
  ec2.vpcEndpoints.delete(vpcEndpointId);
  expect(destinations()).toEqual([['10.0.0.0/16', 'local']]);
});

test('an endpoint without a policy lets everything through, one with a policy only that', () => {
  const { ec2, vpcId, main } = network();
  const vpcEndpointId = s3Endpoint(ec2, vpcId, [main]);
  expect(ec2.endpointPolicies(vpcEndpointId)).toEqual([{ name: vpcEndpointId, document: FULL_ACCESS }]);
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' }] };
  ec2.vpcEndpoints.change(vpcEndpointId, { policy, routeTableIds: [main], tags: {} });
  expect(ec2.endpointPolicies(vpcEndpointId)[0].document).toEqual(policy);
  ec2.vpcEndpoints.change(vpcEndpointId, { policy: JSON.stringify(policy), routeTableIds: [main], tags: {} });
  expect(ec2.endpointPolicies(vpcEndpointId)[0].document).toEqual(policy);
  expect(refusal(() => ec2.vpcEndpoints.change(vpcEndpointId, { policy: 'no', tags: {} })).code).toBe('InvalidPolicyDocument');
  expect(refusal(() => ec2.endpointPolicies('vpce-1')).code).toBe('InvalidVpcEndpointId.NotFound');
});

test.each([
  ['of another region', { serviceName: 'com.amazonaws.eu-west-1.s3' }, 'InvalidServiceName'],
  ['of a service without gateway endpoints', { serviceName: 'com.amazonaws.us-east-1.sqs' }, 'InvalidParameter'],
  ['with subnets', { serviceName: 'com.amazonaws.us-east-1.s3', subnetIds: ['subnet-1'] }, 'InvalidParameter'],
  ['of a kind that is not emulated', { serviceName: 'com.amazonaws.us-east-1.s3', vpcEndpointType: 'GatewayLoadBalancer' }, 'InvalidParameterValue'],
])('a gateway endpoint %s is refused', (_what, settings, code) => {
  const { ec2, vpcId } = network();
  expect(refusal(() => ec2.vpcEndpoints.create({ vpcId, tags: {}, ...settings })).code).toBe(code);
});

test('an endpoint on a route table of another VPC is refused', () => {
  const { ec2, main } = network();
  expect(refusal(() => s3Endpoint(ec2, newVpc(ec2), [main])).code).toBe('InvalidParameter');
});

test('an interface endpoint puts an interface into each of its subnets and takes them along', () => {
  const { ec2, vpcId, subnetId } = network();
  const second = newSubnet(ec2, vpcId, '10.0.1.0/24');
  const settings = { vpcId, serviceName: 'com.amazonaws.us-east-1.sagemaker.api', vpcEndpointType: 'Interface', tags: {} };
  const { vpcEndpointId, networkInterfaceIds: [kept] } = ec2.vpcEndpoints.create({ ...settings, subnetIds: [subnetId] });
  expect(ec2.vpcEndpoints.change(vpcEndpointId, { subnetIds: [subnetId, second], tags: {} }).networkInterfaceIds).toEqual([kept, expect.stringMatching(/^eni-/)]);
  expect([ec2.subnet(subnetId)!.freeAddresses, ec2.subnet(second)!.freeAddresses]).toEqual([250, 250]);
  expect(refusal(() => ec2.vpcEndpoints.change(vpcEndpointId, { subnetIds: [second, 'subnet-1'], tags: {} })).code).toBe('InvalidSubnetID.NotFound');
  expect([ec2.subnet(subnetId)!.freeAddresses, ec2.subnet(second)!.freeAddresses]).toEqual([250, 250]);
  ec2.vpcEndpoints.delete(vpcEndpointId);
  expect(ec2.network.networkInterfaces.all()).toEqual([]);
});

test('the internet is reached through a NAT or internet gateway that is there', () => {
  const { ec2, vpcId, subnetId, main } = network();
  const { internetGatewayId } = ec2.gateways.createInternetGateway({});
  const route = { destination: '0.0.0.0/0', destinationKind: 'cidr', gatewayId: internetGatewayId } as const;
  expect(refusal(() => ec2.routeTables.createRoute(main, route)).code).toBe('InvalidParameterValue');
  ec2.gateways.attach(internetGatewayId, vpcId);
  expect(ec2.hasInternetRoute(subnetId)).toBe(false);
  ec2.routeTables.createRoute(main, route);
  expect(ec2.hasInternetRoute(subnetId)).toBe(true);
  expect(refusal(() => ec2.routeTables.createRoute(main, route))).toEqual({ code: 'RouteAlreadyExists', message: 'The route identified by 0.0.0.0/0 already exists.' });
  const nat = ec2.gateways.createNatGateway({ subnetId, allocationId: ec2.gateways.allocateAddress({}).allocationId, tags: {} });
  ec2.routeTables.replaceRoute(main, { destination: '0.0.0.0/0', destinationKind: 'cidr', natGatewayId: nat.natGatewayId });
  expect(ec2.hasInternetRoute(subnetId)).toBe(true);
  ec2.gateways.deleteNatGateway(nat.natGatewayId);
  expect(ec2.hasInternetRoute(subnetId)).toBe(false);
  expect(ec2.routeTables.routes(ec2.network.routeTables.require(main)).at(-1)).toMatchObject({ state: 'blackhole' });
});

test.each([
  ['a private NAT gateway leads nowhere', { connectivityType: 'private' as const }, undefined],
  ['a public NAT gateway needs an address', {}, 'MissingParameter'],
  ['a public NAT gateway needs an internet gateway', { address: true }, 'Gateway.NotAttached'],
])('%s', (_what, { address, ...settings }: { address?: boolean; connectivityType?: 'private' }, code) => {
  const { ec2, subnetId, main } = network();
  const create = () => ec2.gateways.createNatGateway({ subnetId, tags: {}, allocationId: address ? ec2.gateways.allocateAddress({}).allocationId : undefined, ...settings });
  if (code) return expect(refusal(create).code).toBe(code);
  ec2.routeTables.createRoute(main, { destination: '0.0.0.0/0', destinationKind: 'cidr', natGatewayId: create().natGatewayId });
  expect(ec2.hasInternetRoute(subnetId)).toBe(false);
});

test('security groups let a job out to S3 by its prefix list or to everywhere', () => {
  const { ec2, vpcId } = network();
  const { groupId } = ec2.securityGroups.create({ name: 'jobs', description: 'jobs', vpcId, tags: {} });
  const open = { egress: true, protocol: '-1', peer: { kind: 'cidrIpv4', value: '0.0.0.0/0' } } as const;
  const toList = (value: string) => ({ egress: true, protocol: 'tcp', fromPort: 443, toPort: 443, peer: { kind: 'prefixListId', value } } as const);
  expect(ec2.allowsEgressTo([groupId], 's3')).toBe(true);
  ec2.securityGroups.revoke(groupId, [open]);
  expect(ec2.allowsEgressTo([groupId], 's3')).toBe(false);
  ec2.securityGroups.authorize(groupId, [toList(ec2.prefixListId('s3'))]);
  expect(ec2.allowsEgressTo([groupId], 's3')).toBe(true);
  expect(ec2.allowsEgressTo([groupId], 'dynamodb')).toBe(false);
  const mine = ec2.prefixLists.create({ name: 'all', addressFamily: 'IPv4', maxEntries: 1, entries: [{ cidr: '0.0.0.0/0' }], tags: {} });
  ec2.securityGroups.authorize(groupId, [toList(mine.prefixListId)]);
  expect(ec2.allowsEgressTo([groupId], 'dynamodb')).toBe(true);
  expect(refusal(() => ec2.prefixListId('sqs')).message).toContain('s3 and dynamodb have');
});

test('prefix list ids are those of the region, also where none is known', () => {
  expect(newEc2(undefined, { region: 'eu-central-1' }).prefixListId('s3')).toBe('pl-6ea54007');
  const elsewhere = newEc2(undefined, { region: 'eu-south-2' });
  expect(elsewhere.prefixListId('s3')).toMatch(/^pl-[0-9a-f]{8}$/);
  expect(elsewhere.prefixListId('s3')).not.toBe(elsewhere.prefixListId('dynamodb'));
});

test('a customer\'s prefix list has room for its entries only', () => {
  const { ec2 } = network();
  const settings = { name: 'offices', addressFamily: 'IPv4' as const, maxEntries: 1, entries: [{ cidr: '10.0.0.0/8' }], tags: {} };
  const { prefixListId } = ec2.prefixLists.create(settings);
  expect(ec2.prefixLists.change(prefixListId, settings).version).toBe(1);
  expect(ec2.prefixLists.change(prefixListId, { ...settings, entries: [{ cidr: '11.0.0.0/8' }] }).version).toBe(2);
  expect(refusal(() => ec2.prefixLists.change(prefixListId, { ...settings, entries: [{ cidr: '10.0.0.0/8' }, { cidr: '11.0.0.0/8' }] })).message).toContain('room for 1 entries');
  expect(refusal(() => ec2.prefixLists.create({ ...settings, entries: [{ cidr: '::/0' }] })).message).toContain('not an IPv4');
  expect(refusal(() => ec2.prefixLists.create({ ...settings, name: 'com.amazonaws.mine' })).message).toContain('may not start with');
});

test('entries of a network ACL are numbered once for each direction', () => {
  const { ec2, vpcId, subnetId } = network();
  const { networkAclId } = ec2.networkAcls.create(vpcId, {});
  const entry = { ruleNumber: 100, egress: true, protocol: '6', ruleAction: 'allow', cidrBlock: '0.0.0.0/0', portRange: { from: 443, to: 443 } } as const;
  ec2.networkAcls.createEntry(networkAclId, entry);
  ec2.networkAcls.createEntry(networkAclId, { ...entry, egress: false });
  expect(refusal(() => ec2.networkAcls.createEntry(networkAclId, entry)).code).toBe('NetworkAclEntryAlreadyExists');
  expect(refusal(() => ec2.networkAcls.createEntry(networkAclId, { ...entry, ruleNumber: 32767 })).message).toContain('32767');
  ec2.networkAcls.associate(networkAclId, subnetId);
  const [byDefault, own] = ec2.network.networkAcls.all();
  expect(ec2.networkAcls.associations(byDefault)).toEqual([]);
  expect(ec2.networkAcls.associations(own)).toMatchObject([{ subnetId }]);
});
