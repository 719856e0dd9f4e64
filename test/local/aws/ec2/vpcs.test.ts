import { mkdtempSync, rmSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Ec2Service } from '../../../../local/aws/ec2/ec2-service';
import { newEc2, newSubnet, newVpc, refusal, s3Endpoint } from './_network';

test('a VPC comes with a main route table, a default group, a default ACL and DHCP options with both names', () => {
  const ec2 = newEc2();
  const vpcId = newVpc(ec2);
  expect(ec2.network.routeTables.all()).toMatchObject([{ vpcId, mainAssociationId: expect.stringMatching(/^rtbassoc-0/) }]);
  expect(ec2.securityGroups.rules(ec2.securityGroups.defaultOf(vpcId).groupId)).toMatchObject([
    { egress: false, protocol: '-1', peer: { kind: 'groupId' } },
    { egress: true, protocol: '-1', peer: { value: '0.0.0.0/0' } },
  ]);
  expect(ec2.network.networkAcls.all()).toMatchObject([{ vpcId, isDefault: true }]);
  expect(ec2.network.dhcpOptions.require(ec2.network.vpcs.require(vpcId).dhcpOptionsId).configuration).toEqual({ 'domain-name': ['ec2.internal'], 'domain-name-servers': ['AmazonProvidedDNS'] });
});

test('outside us-east-1 the domain name has the region in it', () => {
  expect(newEc2(undefined, { region: 'eu-central-1' }).dhcpOptions.default().configuration['domain-name']).toEqual(['eu-central-1.compute.internal']);
});

test.each([
  ['a VPC without a network', (ec2: Ec2Service) => newVpc(ec2, 'ten'), 'InvalidParameterValue'],
  ['a VPC that is too large', (ec2: Ec2Service) => newVpc(ec2, '10.0.0.0/15'), 'InvalidVpc.Range'],
  ['a VPC that is too small', (ec2: Ec2Service) => newVpc(ec2, '10.0.0.0/29'), 'InvalidVpc.Range'],
  ['a subnet of a VPC that is not there', (ec2: Ec2Service) => newSubnet(ec2, 'vpc-1'), 'InvalidVpcID.NotFound'],
  ['a subnet outside its VPC', (ec2: Ec2Service) => newSubnet(ec2, newVpc(ec2), '10.1.0.0/24'), 'InvalidSubnet.Range'],
  ['a subnet in a zone of another region', (ec2: Ec2Service) => ec2.subnets.create({ vpcId: newVpc(ec2), cidrBlock: '10.0.0.0/24', availabilityZone: 'eu-west-1a', tags: {} }), 'InvalidParameterValue'],
])('%s is refused', (_what, action, code) => {
  expect(refusal(() => action(newEc2())).code).toBe(code);
});

test('subnets of a VPC do not overlap, those of two VPCs may', () => {
  const ec2 = newEc2();
  const vpcId = newVpc(ec2);
  newSubnet(ec2, vpcId, '10.0.0.0/24');
  newSubnet(ec2, newVpc(ec2), '10.0.0.0/24');
  expect(refusal(() => newSubnet(ec2, vpcId, '10.0.0.128/25'))).toEqual({ code: 'InvalidSubnet.Conflict', message: "The CIDR '10.0.0.128/25' conflicts with another subnet" });
});

test('each network interface takes one address of its subnet', () => {
  const ec2 = newEc2();
  const vpcId = newVpc(ec2);
  const subnetId = newSubnet(ec2, vpcId, '10.0.0.0/28');
  const group = ec2.securityGroups.defaultOf(vpcId).groupId;
  const make = () => ec2.interfaces.create({ subnetId, securityGroupIds: [group], description: '', interfaceType: 'interface', requesterManaged: false });
  expect(ec2.subnet(subnetId)).toMatchObject({ vpcId, availabilityZone: 'us-east-1a', freeAddresses: 11 });
  const made = Array.from({ length: 11 }, make);
  expect(new Set(made.map((one) => one.privateIpAddress)).size).toBe(11);
  expect(ec2.subnet(subnetId)!.freeAddresses).toBe(0);
  expect(refusal(make).code).toBe('InsufficientFreeAddressesInSubnet');
  ec2.deleteNetworkInterfaces([made[0].networkInterfaceId]);
  expect(make().privateIpAddress).toBe(made[0].privateIpAddress);
  expect(ec2.subnet('subnet-1')).toBeUndefined();
});

describe('what is in use is not deleted', () => {
  const IN_USE: Array<[string, (ec2: Ec2Service, vpcId: string) => { remove: () => void; release: () => void; message: string }]> = [
    ['a VPC with a subnet', (ec2, vpcId) => {
      const subnetId = newSubnet(ec2, vpcId);
      return { remove: () => ec2.vpcs.delete(vpcId), release: () => ec2.subnets.delete(subnetId), message: `The vpc '${vpcId}' has dependencies and cannot be deleted.` };
    }],
    ['a VPC with a security group', (ec2, vpcId) => {
      const { groupId } = ec2.securityGroups.create({ name: 'a', description: 'a', vpcId, tags: {} });
      return { remove: () => ec2.vpcs.delete(vpcId), release: () => ec2.securityGroups.delete(groupId), message: `The vpc '${vpcId}' has dependencies` };
    }],
    ['a VPC with an internet gateway', (ec2, vpcId) => {
      const { internetGatewayId } = ec2.gateways.createInternetGateway({});
      ec2.gateways.attach(internetGatewayId, vpcId);
      return { remove: () => ec2.vpcs.delete(vpcId), release: () => ec2.gateways.detach(internetGatewayId, vpcId), message: `The vpc '${vpcId}' has dependencies` };
    }],
    ['a VPC with an endpoint', (ec2, vpcId) => {
      const id = s3Endpoint(ec2, vpcId, []);
      return { remove: () => ec2.vpcs.delete(vpcId), release: () => ec2.vpcEndpoints.delete(id), message: `The vpc '${vpcId}' has dependencies` };
    }],
    ['a VPC with a further route table', (ec2, vpcId) => {
      const { routeTableId } = ec2.routeTables.create(vpcId, {});
      return { remove: () => ec2.vpcs.delete(vpcId), release: () => ec2.routeTables.delete(routeTableId), message: `The vpc '${vpcId}' has dependencies` };
    }],
    ['a subnet with the interface of a job', (ec2, vpcId) => {
      const subnetId = newSubnet(ec2, vpcId);
      const { networkInterfaceId } = ec2.interfaces.create({ subnetId, securityGroupIds: [], description: '', interfaceType: 'interface', requesterManaged: false });
      return { remove: () => ec2.subnets.delete(subnetId), release: () => ec2.deleteNetworkInterfaces([networkInterfaceId]), message: `The subnet '${subnetId}' has dependencies and cannot be deleted.` };
    }],
    ['a group of the interface of a job', (ec2, vpcId) => {
      const { groupId } = ec2.securityGroups.create({ name: 'a', description: 'a', vpcId, tags: {} });
      const { networkInterfaceId } = ec2.interfaces.create({ subnetId: newSubnet(ec2, vpcId), securityGroupIds: [groupId], description: '', interfaceType: 'interface', requesterManaged: false });
      return { remove: () => ec2.securityGroups.delete(groupId), release: () => ec2.deleteNetworkInterfaces([networkInterfaceId]), message: `resource ${groupId} has a dependent object` };
    }],
    ['a group that another group\'s rule names', (ec2, vpcId) => {
      const [one, other] = ['one', 'other'].map((name) => ec2.securityGroups.create({ name, description: name, vpcId, tags: {} }).groupId);
      const rule = { egress: false, protocol: '-1', peer: { kind: 'groupId', value: one } } as const;
      ec2.securityGroups.authorize(other, [rule]);
      return { remove: () => ec2.securityGroups.delete(one), release: () => ec2.securityGroups.revoke(other, [rule]), message: `resource ${one} has a dependent object` };
    }],
    ['a route table with a subnet', (ec2, vpcId) => {
      const { routeTableId } = ec2.routeTables.create(vpcId, {});
      const association = ec2.routeTables.associate(routeTableId, newSubnet(ec2, vpcId));
      return { remove: () => ec2.routeTables.delete(routeTableId), release: () => ec2.routeTables.disassociate(association), message: `The routeTable '${routeTableId}' has dependencies and cannot be deleted.` };
    }],
    ['an internet gateway that is attached', (ec2, vpcId) => {
      const { internetGatewayId } = ec2.gateways.createInternetGateway({});
      ec2.gateways.attach(internetGatewayId, vpcId);
      return { remove: () => ec2.gateways.deleteInternetGateway(internetGatewayId), release: () => ec2.gateways.detach(internetGatewayId, vpcId), message: `The internetGateway '${internetGatewayId}' has dependencies` };
    }],
    ['the attachment of a gateway that a NAT gateway needs', (ec2, vpcId) => {
      const { internetGatewayId } = ec2.gateways.createInternetGateway({});
      ec2.gateways.attach(internetGatewayId, vpcId);
      const { natGatewayId } = ec2.gateways.createNatGateway({ subnetId: newSubnet(ec2, vpcId), allocationId: ec2.gateways.allocateAddress({}).allocationId, tags: {} });
      return { remove: () => ec2.gateways.detach(internetGatewayId, vpcId), release: () => ec2.gateways.deleteNatGateway(natGatewayId), message: `Network ${vpcId} has some mapped public address(es)` };
    }],
    ['DHCP options of a VPC', (ec2, vpcId) => {
      const { dhcpOptionsId } = ec2.dhcpOptions.create({ 'domain-name-servers': ['10.0.0.2'] }, {});
      ec2.dhcpOptions.associate(dhcpOptionsId, vpcId);
      return { remove: () => ec2.dhcpOptions.delete(dhcpOptionsId), release: () => ec2.dhcpOptions.disassociate(dhcpOptionsId, vpcId), message: `The dhcpOptions '${dhcpOptionsId}' has dependencies` };
    }],
    ['a network ACL of a subnet', (ec2, vpcId) => {
      const { networkAclId } = ec2.networkAcls.create(vpcId, {});
      const association = ec2.networkAcls.associate(networkAclId, newSubnet(ec2, vpcId));
      return { remove: () => ec2.networkAcls.delete(networkAclId), release: () => ec2.networkAcls.disassociate(association), message: `The networkAcl '${networkAclId}' has dependencies` };
    }],
  ];
  test.each(IN_USE)('%s; afterwards it is', (_what, prepare) => {
    const ec2 = newEc2();
    const { remove, release, message } = prepare(ec2, newVpc(ec2));
    expect(refusal(remove)).toEqual({ code: 'DependencyViolation', message: expect.stringContaining(message) });
    release();
    remove();
    remove(); // gone already: nothing to do
  });
});

test('the default group and its VPC go together', () => {
  const ec2 = newEc2();
  const vpcId = newVpc(ec2);
  expect(refusal(() => ec2.securityGroups.delete(ec2.securityGroups.defaultOf(vpcId).groupId)).code).toBe('CannotDelete');
  ec2.vpcs.delete(vpcId);
  const { network } = ec2;
  expect([network.vpcs, network.routeTables, network.securityGroups, network.securityGroupRules, network.networkAcls].map((noun) => noun.all().length)).toEqual([0, 0, 0, 0, 0]);
});

test('a group name is free in another VPC only', () => {
  const ec2 = newEc2();
  const create = (vpcId: string) => ec2.securityGroups.create({ name: 'jobs', description: 'jobs', vpcId, tags: {} });
  const vpcId = newVpc(ec2);
  create(vpcId);
  create(newVpc(ec2));
  expect(refusal(() => create(vpcId)).code).toBe('InvalidGroup.Duplicate');
});

test('the network is still there after a restart', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ec2-'));
  const before = newEc2(undefined, { folder });
  const vpcId = newVpc(before);
  const subnetId = newSubnet(before, vpcId);
  const endpoint = s3Endpoint(before, vpcId, [before.routeTables.ofSubnet(subnetId).routeTableId]);
  before.close();
  const after = newEc2(undefined, { folder });
  expect(after.subnet(subnetId)).toEqual(before.subnet(subnetId));
  expect(after.gatewayEndpointOf(subnetId, 's3')).toEqual({ vpcEndpointId: endpoint, vpcId });
  expect(after.dhcpOptions.default()).toEqual(before.dhcpOptions.default());
  after.close();
  rmSync(folder, { recursive: true });
});
