import { dependencyViolation, invalidValue } from './ec2-errors';
import { Network } from './network';
import { DhcpOptionsRecord, Tags } from './records';
import { resourceId } from './resource-id';

export class DhcpOptions {
  constructor(private readonly network: Network) {}

  /** The region's own set, with both names that jobs in a VPC need. */
  default(): DhcpOptionsRecord {
    const found = this.network.dhcpOptions.all().find((options) => options.isDefault);
    if (found) return found;
    const { region } = this.network;
    return this.network.dhcpOptions.put({
      dhcpOptionsId: resourceId('dopt'),
      configuration: { 'domain-name': [region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`], 'domain-name-servers': ['AmazonProvidedDNS'] },
      isDefault: true,
      tags: {},
    });
  }

  create(configuration: Readonly<Record<string, readonly string[]>>, tags: Tags): DhcpOptionsRecord {
    const given = Object.fromEntries(Object.entries(configuration).filter(([, values]) => values.length > 0));
    if (Object.keys(given).length === 0) throw invalidValue('A set of DHCP options holds at least one option.');
    return this.network.dhcpOptions.put({ dhcpOptionsId: resourceId('dopt'), configuration: given, isDefault: false, tags });
  }

  tag(dhcpOptionsId: string, tags: Tags): void {
    this.network.dhcpOptions.put({ ...this.network.dhcpOptions.require(dhcpOptionsId), tags });
  }

  delete(dhcpOptionsId: string): void {
    if (this.network.vpcs.all().some((vpc) => vpc.dhcpOptionsId === dhcpOptionsId)) throw dependencyViolation('dhcpOptions', dhcpOptionsId);
    this.network.dhcpOptions.delete(dhcpOptionsId);
  }

  /** `default` is a VPC without any options, as in AssociateDhcpOptions. */
  associate(dhcpOptionsId: string, vpcId: string): void {
    if (dhcpOptionsId !== 'default') this.network.dhcpOptions.require(dhcpOptionsId);
    this.network.vpcs.put({ ...this.network.vpcs.require(vpcId), dhcpOptionsId });
  }

  /** Back to the region's own set: what CloudFormation leaves behind. */
  disassociate(dhcpOptionsId: string, vpcId: string): void {
    const vpc = this.network.vpcs.find(vpcId);
    if (vpc?.dhcpOptionsId === dhcpOptionsId) this.network.vpcs.put({ ...vpc, dhcpOptionsId: this.default().dhcpOptionsId });
  }
}
