import { AccessCall } from '../../../../local/services';
import { JOB_ROLE, newEc2, newSubnet, newVpc, refusal, TestAuthority } from './_network';

function jobNetwork(forbids?: (call: AccessCall) => boolean) {
  const authority = new TestAuthority(forbids);
  const ec2 = newEc2(authority);
  const vpcId = newVpc(ec2);
  const { subnetId } = ec2.subnets.create({ vpcId, cidrBlock: '10.0.0.0/28', availabilityZone: 'us-east-1a', tags: { tier: 'isolated' } });
  const { groupId } = ec2.securityGroups.create({ name: 'jobs', description: 'jobs', vpcId, tags: {} });
  const create = (count = 1, securityGroupIds = [groupId]) => ec2.createNetworkInterfaces({ caller: JOB_ROLE, subnetId, securityGroupIds, count, description: 'transform job' });
  return { authority, ec2, vpcId, subnetId, groupId, create };
}

test('the role is asked for every call, on the resources the call touches', () => {
  const { authority, vpcId, subnetId, groupId, create } = jobNetwork();
  const [id] = create();
  const arn = (rest: string) => `arn:aws:ec2:us-east-1:111122223333:${rest}`;
  expect(authority.asked.map(({ action, resource }) => [action, resource])).toEqual([
    ['ec2:DescribeVpcs', '*'],
    ['ec2:DescribeSubnets', '*'],
    ['ec2:DescribeSecurityGroups', '*'],
    ['ec2:DescribeDhcpOptions', '*'],
    ['ec2:DescribeNetworkInterfaces', '*'],
    ['ec2:CreateNetworkInterface', arn(`subnet/${subnetId}`)],
    ['ec2:CreateNetworkInterface', arn(`security-group/${groupId}`)],
    ['ec2:CreateNetworkInterface', arn('network-interface/*')],
    ['ec2:CreateNetworkInterfacePermission', arn(`network-interface/${id}`)],
  ]);
  expect(authority.asked.every(({ caller }) => caller === JOB_ROLE)).toBe(true);
  const [onSubnet, onGroup, onInterface, permission] = authority.asked.slice(5).map(({ context }) => context);
  const vpc = { 'ec2:Vpc': arn(`vpc/${vpcId}`), 'ec2:Region': 'us-east-1' };
  const where = { ...vpc, 'ec2:AvailabilityZone': 'us-east-1a' };
  expect(onSubnet).toEqual({ ...where, 'ec2:SubnetID': subnetId, 'aws:ResourceTag/tier': 'isolated', 'ec2:ResourceTag/tier': 'isolated' });
  expect(onGroup).toEqual({ ...vpc, 'ec2:SecurityGroupID': groupId });
  expect(onInterface).toEqual({ ...where, 'ec2:Subnet': arn(`subnet/${subnetId}`) });
  expect(permission).toEqual({ ...where, 'ec2:Subnet': arn(`subnet/${subnetId}`), 'ec2:Permission': 'INSTANCE-ATTACH' });
});

test('two interfaces are two calls and two addresses', () => {
  const { authority, ec2, subnetId, create } = jobNetwork();
  const ids = create(2);
  expect(new Set(ids).size).toBe(2);
  expect(ec2.subnet(subnetId)!.freeAddresses).toBe(9);
  expect(authority.asked.filter(({ action }) => action === 'ec2:CreateNetworkInterfacePermission')).toHaveLength(2);
});

test.each([
  ['ec2:DescribeVpcs', ''], ['ec2:DescribeSubnets', ''], ['ec2:DescribeSecurityGroups', ''], ['ec2:DescribeDhcpOptions', ''], ['ec2:DescribeNetworkInterfaces', ''],
  ['ec2:CreateNetworkInterface', 'subnet/'], ['ec2:CreateNetworkInterface', 'security-group/'], ['ec2:CreateNetworkInterface', 'network-interface/'],
  ['ec2:CreateNetworkInterfacePermission', 'network-interface/'],
])('without %s on %s nothing is made', (action, part) => {
  const { ec2, create } = jobNetwork((call) => call.action === action && call.resource.includes(part));
  expect(refusal(create)).toEqual({
    code: 'UnauthorizedOperation',
    message: expect.stringContaining(`User: arn:aws:sts::111122223333:assumed-role/Job/SageMaker is not authorized to perform: ${action}`),
  });
  expect(ec2.network.networkInterfaces.all()).toEqual([]);
});

test('when the addresses run out, those already taken are given back', () => {
  const { ec2, subnetId, create } = jobNetwork();
  expect(refusal(() => create(12)).code).toBe('InsufficientFreeAddressesInSubnet');
  expect(ec2.subnet(subnetId)!.freeAddresses).toBe(11);
  expect(create(11)).toHaveLength(11);
});

test('a group of another VPC is refused', () => {
  const { ec2, create } = jobNetwork();
  const elsewhere = newVpc(ec2);
  newSubnet(ec2, elsewhere);
  expect(refusal(() => create(1, [ec2.securityGroups.defaultOf(elsewhere).groupId])).message).toContain('belong to different networks');
});
