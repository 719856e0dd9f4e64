import { AwsError } from '../wire/aws-error';
import { Cidr, contains, formatCidr, overlaps, parseCidr } from './cidr';
import { DhcpOptions } from './dhcp-options';
import { dependencyViolation } from './ec2-errors';
import { Network } from './network';
import { NetworkAcls } from './network-acls';
import { Tags, VpcRecord } from './records';
import { resourceId } from './resource-id';
import { RouteTables } from './route-tables';
import { SecurityGroups } from './security-groups';

export interface VpcSettings {
  readonly cidrBlock: string;
  readonly instanceTenancy?: string;
  readonly enableDnsSupport?: boolean;
  readonly enableDnsHostnames?: boolean;
  readonly tags: Tags;
}

const NETWORK_PART = { min: 16, max: 28 };

/** The CIDR of a VPC or a subnet: between /16 and /28. */
export function blockOf(text: string, code: 'InvalidVpc.Range' | 'InvalidSubnet.Range'): Cidr {
  const cidr = parseCidr(text);
  if (!cidr) throw new AwsError('InvalidParameterValue', `Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
  if (cidr.prefix < NETWORK_PART.min || cidr.prefix > NETWORK_PART.max) throw new AwsError(code, `The CIDR '${text}' is invalid.`);
  return cidr;
}

export class Vpcs {
  constructor(
    private readonly network: Network,
    private readonly parts: { readonly securityGroups: SecurityGroups; readonly routeTables: RouteTables; readonly networkAcls: NetworkAcls; readonly dhcpOptions: DhcpOptions },
  ) {}

  /** A VPC comes with a main route table, a default security group, a default network ACL and DHCP options. */
  create(settings: VpcSettings): VpcRecord {
    const cidrBlock = formatCidr(blockOf(settings.cidrBlock, 'InvalidVpc.Range'));
    const vpc = this.network.vpcs.put({
      vpcId: resourceId('vpc'),
      cidrBlock,
      cidrAssociationId: resourceId('vpc-cidr-assoc'),
      instanceTenancy: settings.instanceTenancy ?? 'default',
      enableDnsSupport: settings.enableDnsSupport ?? true,
      enableDnsHostnames: settings.enableDnsHostnames ?? false,
      dhcpOptionsId: this.parts.dhcpOptions.default().dhcpOptionsId,
      tags: settings.tags,
    });
    this.parts.routeTables.createMain(vpc.vpcId);
    this.parts.securityGroups.createDefault(vpc.vpcId);
    this.parts.networkAcls.createDefault(vpc.vpcId);
    return vpc;
  }

  change(vpcId: string, settings: Omit<VpcSettings, 'cidrBlock'>): VpcRecord {
    const old = this.network.vpcs.require(vpcId);
    return this.network.vpcs.put({
      ...old,
      instanceTenancy: settings.instanceTenancy ?? 'default',
      enableDnsSupport: settings.enableDnsSupport ?? true,
      enableDnsHostnames: settings.enableDnsHostnames ?? false,
      tags: settings.tags,
    });
  }

  /** The parts it came with go with it; anything else must be gone before. */
  delete(vpcId: string): void {
    if (!this.network.vpcs.find(vpcId)) return;
    const { network } = this;
    const inVpc = (row: { readonly vpcId?: string }): boolean => row.vpcId === vpcId;
    const used = [network.subnets.all(), network.vpcEndpoints.all(), network.internetGateways.all(), network.natGateways.all(), network.networkInterfaces.all()].some((rows) => rows.some(inVpc))
      || network.routeTables.all().some((table) => inVpc(table) && !table.mainAssociationId)
      || network.securityGroups.all().some((group) => inVpc(group) && group.groupName !== 'default')
      || network.networkAcls.all().some((acl) => inVpc(acl) && !acl.isDefault);
    if (used) throw dependencyViolation('vpc', vpcId);
    for (const table of network.routeTables.all().filter(inVpc)) network.routeTables.delete(table.routeTableId);
    for (const acl of network.networkAcls.all().filter(inVpc)) network.networkAcls.delete(acl.networkAclId);
    for (const group of network.securityGroups.all().filter(inVpc)) this.parts.securityGroups.remove(group.groupId);
    network.vpcs.delete(vpcId);
  }

  /** Whether a block fits: inside the VPC, and apart from its other subnets. */
  requireRoom(vpcId: string, block: Cidr): void {
    const vpc = this.network.vpcs.require(vpcId);
    const text = formatCidr(block);
    if (!contains(parseCidr(vpc.cidrBlock)!, block)) throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
    const neighbours = this.network.subnets.all().filter((subnet) => subnet.vpcId === vpcId);
    if (neighbours.some((subnet) => overlaps(parseCidr(subnet.cidrBlock)!, block))) {
      throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`);
    }
  }
}
