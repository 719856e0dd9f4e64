import { availabilityZones } from './availability-zones';
import { formatCidr, freeAddresses, parseCidr } from './cidr';
import { dependencyViolation, invalidValue } from './ec2-errors';
import { Network } from './network';
import { SubnetRecord, Tags } from './records';
import { resourceId } from './resource-id';
import { blockOf, Vpcs } from './vpcs';

export class Subnets {
  constructor(private readonly network: Network, private readonly vpcs: Vpcs) {}

  create(settings: { vpcId: string; cidrBlock: string; availabilityZone?: string; mapPublicIpOnLaunch?: boolean; tags: Tags }): SubnetRecord {
    const block = blockOf(settings.cidrBlock, 'InvalidSubnet.Range');
    this.vpcs.requireRoom(settings.vpcId, block);
    return this.network.subnets.put({
      subnetId: resourceId('subnet'),
      vpcId: settings.vpcId,
      cidrBlock: formatCidr(block),
      availabilityZone: this.zone(settings.availabilityZone),
      mapPublicIpOnLaunch: settings.mapPublicIpOnLaunch ?? false,
      tags: settings.tags,
    });
  }

  change(subnetId: string, settings: { mapPublicIpOnLaunch?: boolean; tags: Tags }): SubnetRecord {
    return this.network.subnets.put({ ...this.network.subnets.require(subnetId), mapPublicIpOnLaunch: settings.mapPublicIpOnLaunch ?? false, tags: settings.tags });
  }

  /** Associations go with the subnet, interfaces do not: SageMaker's outlive the job by some minutes. */
  delete(subnetId: string): void {
    if (!this.network.subnets.find(subnetId)) return;
    if (this.interfacesIn(subnetId) > 0) throw dependencyViolation('subnet', subnetId);
    for (const table of this.network.routeTables.all().filter(({ associations }) => associations.some((one) => one.subnetId === subnetId))) {
      this.network.routeTables.put({ ...table, associations: table.associations.filter((one) => one.subnetId !== subnetId) });
    }
    for (const acl of this.network.networkAcls.all().filter(({ associations }) => associations.some((one) => one.subnetId === subnetId))) {
      this.network.networkAcls.put({ ...acl, associations: acl.associations.filter((one) => one.subnetId !== subnetId) });
    }
    this.network.subnets.delete(subnetId);
  }

  freeAddresses({ subnetId, cidrBlock }: SubnetRecord): number {
    return freeAddresses(parseCidr(cidrBlock)!, this.interfacesIn(subnetId));
  }

  private interfacesIn(subnetId: string): number {
    return this.network.networkInterfaces.all().filter((one) => one.subnetId === subnetId).length;
  }

  private zone(name: string | undefined): string {
    const names = availabilityZones(this.network.region).map(({ zoneName }) => zoneName);
    if (name === undefined) return names[0];
    if (!names.includes(name)) {
      throw invalidValue(`Value (${name}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${names.join(', ')}.`);
    }
    return name;
  }
}
