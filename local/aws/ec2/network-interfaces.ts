import { AwsError } from '../wire/aws-error';
import { nextAddress, parseCidr } from './cidr';
import { invalidValue } from './ec2-errors';
import { Network } from './network';
import { NetworkInterfaceRecord } from './records';
import { resourceId } from './resource-id';

/** Who made an interface for its own use. */
export interface InterfaceOwner {
  readonly interfaceType: NetworkInterfaceRecord['interfaceType'];
  /** `amazon-sagemaker`, … ; absent: the account itself. */
  readonly requesterId?: string;
  /** Only the owner may delete it. */
  readonly requesterManaged: boolean;
}

export class NetworkInterfaces {
  constructor(private readonly network: Network) {}

  /** Takes the lowest free address of the subnet. */
  create(settings: { subnetId: string; securityGroupIds: readonly string[]; description: string } & InterfaceOwner): NetworkInterfaceRecord {
    const subnet = this.network.subnets.require(settings.subnetId);
    for (const groupId of settings.securityGroupIds) {
      if (this.network.securityGroups.require(groupId).vpcId !== subnet.vpcId) {
        throw invalidValue(`You have specified two resources that belong to different networks: ${groupId} and ${subnet.subnetId}.`);
      }
    }
    const taken = new Set(this.inSubnet(subnet.subnetId).map((one) => one.privateIpAddress));
    const privateIpAddress = nextAddress(parseCidr(subnet.cidrBlock)!, taken);
    if (!privateIpAddress) throw new AwsError('InsufficientFreeAddressesInSubnet', `The specified subnet does not have enough free addresses to satisfy the request: ${subnet.subnetId}.`);
    return this.network.networkInterfaces.put({ ...settings, networkInterfaceId: resourceId('eni'), vpcId: subnet.vpcId, privateIpAddress, status: 'in-use' });
  }

  /** One in each subnet, or none at all. */
  createInEach(subnetIds: readonly string[], settings: { securityGroupIds: readonly string[]; description: string } & InterfaceOwner): NetworkInterfaceRecord[] {
    const made: NetworkInterfaceRecord[] = [];
    try {
      for (const subnetId of subnetIds) made.push(this.create({ ...settings, subnetId }));
    } catch (error) {
      this.release(made.map((one) => one.networkInterfaceId));
      throw error;
    }
    return made;
  }

  /** By its owner, whether in use or not. */
  release(networkInterfaceIds: readonly string[]): void {
    for (const id of networkInterfaceIds) this.network.networkInterfaces.delete(id);
  }

  /** By anybody who may: only an interface that nobody uses. */
  delete(networkInterfaceId: string): void {
    const found = this.network.networkInterfaces.require(networkInterfaceId);
    if (found.status === 'in-use') throw invalidValue(`Network interface '${networkInterfaceId}' is currently in use.`);
    this.network.networkInterfaces.delete(networkInterfaceId);
  }

  inSubnet(subnetId: string): NetworkInterfaceRecord[] {
    return this.network.networkInterfaces.all().filter((one) => one.subnetId === subnetId);
  }
}
