import { notEmulated } from '../../wire/aws-error';
import { availabilityZones } from '../availability-zones';
import { missingParameter } from '../ec2-errors';
import { Ec2Service } from '../ec2-service';
import { DhcpOptionsRecord, SubnetRecord, VpcRecord } from '../records';
import { describing, tagSet } from './describe';

/** VPCs, their DHCP options and their subnets. */
export function vpcDescriptions({ network, subnets }: Ec2Service) {
  const ownerId = network.accountId;
  const zoneIds = new Map(availabilityZones(network.region).map(({ zoneName, zoneId }) => [zoneName, zoneId]));
  return {
    DescribeVpcs: describing<VpcRecord>({
      rows: () => network.vpcs.all(),
      set: 'vpcSet',
      ids: { parameter: 'VpcId', of: (vpc) => vpc.vpcId, missing: 'vpc' },
      tags: ({ tags }) => tags,
      filters: {
        'vpc-id': (vpc) => vpc.vpcId,
        cidr: (vpc) => vpc.cidrBlock,
        'cidr-block-association.cidr-block': (vpc) => vpc.cidrBlock,
        'dhcp-options-id': (vpc) => vpc.dhcpOptionsId,
        'owner-id': () => ownerId,
        'is-default': () => false,
        isDefault: () => false,
        state: () => 'available',
      },
      item: (vpc) => ({
        vpcId: vpc.vpcId,
        ownerId,
        state: 'available',
        cidrBlock: vpc.cidrBlock,
        cidrBlockAssociationSet: [{ associationId: vpc.cidrAssociationId, cidrBlock: vpc.cidrBlock, cidrBlockState: { state: 'associated' } }],
        dhcpOptionsId: vpc.dhcpOptionsId,
        instanceTenancy: vpc.instanceTenancy,
        isDefault: false,
        tagSet: tagSet(vpc.tags),
      }),
    }),
    DescribeVpcAttribute: ({ VpcId, Attribute }: { VpcId?: string; Attribute?: string }) => {
      if (!VpcId) throw missingParameter('vpcId');
      const vpc = network.vpcs.require(VpcId);
      if (Attribute === 'enableDnsSupport') return { vpcId: VpcId, enableDnsSupport: { value: vpc.enableDnsSupport } };
      if (Attribute === 'enableDnsHostnames') return { vpcId: VpcId, enableDnsHostnames: { value: vpc.enableDnsHostnames } };
      if (!Attribute) throw missingParameter('attribute');
      throw notEmulated(`the VPC attribute ${Attribute}`);
    },
    DescribeSubnets: describing<SubnetRecord>({
      rows: () => network.subnets.all(),
      set: 'subnetSet',
      ids: { parameter: 'SubnetId', of: (subnet) => subnet.subnetId, missing: 'subnet' },
      tags: ({ tags }) => tags,
      filters: {
        'subnet-id': (subnet) => subnet.subnetId,
        'vpc-id': (subnet) => subnet.vpcId,
        'availability-zone': (subnet) => subnet.availabilityZone,
        availabilityZone: (subnet) => subnet.availabilityZone,
        'availability-zone-id': (subnet) => zoneIds.get(subnet.availabilityZone),
        'cidr-block': (subnet) => subnet.cidrBlock,
        'default-for-az': () => false,
        'map-public-ip-on-launch': (subnet) => subnet.mapPublicIpOnLaunch,
        'owner-id': () => ownerId,
        state: () => 'available',
      },
      item: (subnet) => ({
        subnetId: subnet.subnetId,
        subnetArn: network.arn('subnet', subnet.subnetId),
        vpcId: subnet.vpcId,
        ownerId,
        state: 'available',
        cidrBlock: subnet.cidrBlock,
        availableIpAddressCount: subnets.freeAddresses(subnet),
        availabilityZone: subnet.availabilityZone,
        availabilityZoneId: zoneIds.get(subnet.availabilityZone),
        defaultForAz: false,
        mapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
        assignIpv6AddressOnCreation: false,
        ipv6CidrBlockAssociationSet: [],
        tagSet: tagSet(subnet.tags),
      }),
    }),
    DescribeDhcpOptions: describing<DhcpOptionsRecord>({
      rows: () => network.dhcpOptions.all(),
      set: 'dhcpOptionsSet',
      ids: { parameter: 'DhcpOptionsId', of: (options) => options.dhcpOptionsId, missing: 'dhcpOptions' },
      tags: ({ tags }) => tags,
      filters: {
        'dhcp-options-id': (options) => options.dhcpOptionsId,
        key: (options) => Object.keys(options.configuration),
        value: (options) => Object.values(options.configuration).flat(),
        'owner-id': () => ownerId,
      },
      item: (options) => ({
        dhcpOptionsId: options.dhcpOptionsId,
        ownerId,
        dhcpConfigurationSet: Object.entries(options.configuration).map(([key, values]) => ({ key, valueSet: values.map((value) => ({ value })) })),
        tagSet: tagSet(options.tags),
      }),
    }),
  };
}
