import { availabilityZones } from '../aws/ec2/availability-zones';
import { Ec2Service } from '../aws/ec2/ec2-service';
import { tagsOf, truth } from './ec2-properties';
import { ResourceContext, ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

/** VPCs, their DHCP options, and subnets. */
export function vpcHandlers(ec2: Ec2Service): ResourceHandler[] {
  return [vpc(ec2), subnet(ec2), dhcpOptions(ec2), dhcpOptionsAssociation(ec2)];
}

function vpc(ec2: Ec2Service): ResourceHandler {
  const settings = (properties: Properties, context: ResourceContext) => ({
    instanceTenancy: properties.InstanceTenancy,
    enableDnsSupport: truth(properties.EnableDnsSupport),
    enableDnsHostnames: truth(properties.EnableDnsHostnames),
    tags: tagsOf(properties, context),
  });
  const result = (vpcId: string) => {
    const { cidrBlock, cidrAssociationId } = ec2.network.vpcs.require(vpcId);
    return {
      physicalId: vpcId,
      attributes: {
        VpcId: vpcId,
        CidrBlock: cidrBlock,
        CidrBlockAssociations: [cidrAssociationId],
        DefaultNetworkAcl: ec2.network.networkAcls.all().find((acl) => acl.vpcId === vpcId && acl.isDefault)!.networkAclId,
        DefaultSecurityGroup: ec2.securityGroups.defaultOf(vpcId).groupId,
        Ipv6CidrBlocks: [],
      },
    };
  };
  return {
    type: 'AWS::EC2::VPC',
    properties: ['CidrBlock', 'EnableDnsSupport', 'EnableDnsHostnames', 'InstanceTenancy', 'Tags'],
    create: (properties, context) => result(ec2.vpcs.create({ cidrBlock: properties.CidrBlock ?? '', ...settings(properties, context) }).vpcId),
    update: (physicalId, properties, _old, context) => result(ec2.vpcs.change(physicalId, settings(properties, context)).vpcId),
    delete: (physicalId) => ec2.vpcs.delete(physicalId),
  };
}

function subnet(ec2: Ec2Service): ResourceHandler {
  const result = (subnetId: string) => {
    const { vpcId, cidrBlock, availabilityZone } = ec2.network.subnets.require(subnetId);
    const acl = ec2.network.networkAcls.all().filter((one) => one.vpcId === vpcId).flatMap((one) => ec2.networkAcls.associations(one)).find((one) => one.subnetId === subnetId);
    return {
      physicalId: subnetId,
      attributes: {
        SubnetId: subnetId,
        VpcId: vpcId,
        CidrBlock: cidrBlock,
        AvailabilityZone: availabilityZone,
        AvailabilityZoneId: availabilityZones(ec2.network.region).find(({ zoneName }) => zoneName === availabilityZone)!.zoneId,
        NetworkAclAssociationId: acl!.associationId,
        Ipv6CidrBlocks: [],
      },
    };
  };
  return {
    type: 'AWS::EC2::Subnet',
    properties: ['VpcId', 'CidrBlock', 'AvailabilityZone', 'MapPublicIpOnLaunch', 'Tags'],
    create: (properties, context) => result(ec2.subnets.create({
      vpcId: properties.VpcId,
      cidrBlock: properties.CidrBlock ?? '',
      availabilityZone: properties.AvailabilityZone,
      mapPublicIpOnLaunch: truth(properties.MapPublicIpOnLaunch),
      tags: tagsOf(properties, context),
    }).subnetId),
    update: (physicalId, properties, _old, context) => result(ec2.subnets.change(physicalId, { mapPublicIpOnLaunch: truth(properties.MapPublicIpOnLaunch), tags: tagsOf(properties, context) }).subnetId),
    delete: (physicalId) => ec2.subnets.delete(physicalId),
  };
}

function dhcpOptions(ec2: Ec2Service): ResourceHandler {
  const configuration = (properties: Properties): Record<string, string[]> => ({
    'domain-name': list(properties.DomainName),
    'domain-name-servers': list(properties.DomainNameServers),
    'ntp-servers': list(properties.NtpServers),
    'netbios-name-servers': list(properties.NetbiosNameServers),
    'netbios-node-type': list(properties.NetbiosNodeType),
  });
  const result = (id: string) => ({ physicalId: id, attributes: { DhcpOptionsId: id } });
  return {
    type: 'AWS::EC2::DHCPOptions',
    properties: ['DomainName', 'DomainNameServers', 'NtpServers', 'NetbiosNameServers', 'NetbiosNodeType', 'Tags'],
    create: (properties, context) => result(ec2.dhcpOptions.create(configuration(properties), tagsOf(properties, context)).dhcpOptionsId),
    update: (physicalId, properties, _old, context) => {
      ec2.dhcpOptions.tag(physicalId, tagsOf(properties, context));
      return result(physicalId);
    },
    delete: (physicalId) => ec2.dhcpOptions.delete(physicalId),
  };
}

function list(value: unknown): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
}

function dhcpOptionsAssociation(ec2: Ec2Service): ResourceHandler {
  return {
    type: 'AWS::EC2::VPCDHCPOptionsAssociation',
    properties: ['DhcpOptionsId', 'VpcId'],
    create: ({ DhcpOptionsId, VpcId }) => {
      ec2.dhcpOptions.associate(DhcpOptionsId, VpcId);
      return { physicalId: `${DhcpOptionsId}|${VpcId}`, attributes: {} };
    },
    delete: (physicalId) => {
      const [optionsId, vpcId] = physicalId.split('|');
      ec2.dhcpOptions.disassociate(optionsId, vpcId);
    },
  };
}
