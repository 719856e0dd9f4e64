import { AwsError } from '../wire/aws-error';
import { formatAddress } from './cidr';
import { dependencyViolation } from './ec2-errors';
import { Network } from './network';
import { NetworkInterfaces } from './network-interfaces';
import { AddressRecord, InternetGatewayRecord, NatGatewayRecord, Tags } from './records';
import { resourceId } from './resource-id';

/** 203.0.113.0/24 is kept for documentation: an elastic address of the local cloud never is somebody's. */
const DOCUMENTATION_NET = ((203 * 256 + 0) * 256 + 113) * 256;

/** Ways to the internet. Nothing passes them: they are where routes lead to. */
export class Gateways {
  constructor(private readonly network: Network, private readonly interfaces: NetworkInterfaces) {}

  createInternetGateway(tags: Tags): InternetGatewayRecord {
    return this.network.internetGateways.put({ internetGatewayId: resourceId('igw'), tags });
  }

  tagInternetGateway(id: string, tags: Tags): void {
    this.network.internetGateways.put({ ...this.network.internetGateways.require(id), tags });
  }

  deleteInternetGateway(id: string): void {
    if (this.network.internetGateways.find(id)?.vpcId) throw dependencyViolation('internetGateway', id);
    this.network.internetGateways.delete(id);
  }

  attach(internetGatewayId: string, vpcId: string): void {
    const gateway = this.network.internetGateways.require(internetGatewayId);
    this.network.vpcs.require(vpcId);
    if (gateway.vpcId) throw new AwsError('Resource.AlreadyAssociated', `resource ${internetGatewayId} is already attached to network ${gateway.vpcId}`);
    const other = this.network.internetGateways.all().find((one) => one.vpcId === vpcId);
    if (other) throw new AwsError('InvalidParameterValue', `Network ${vpcId} already has an internet gateway attached`);
    this.network.internetGateways.put({ ...gateway, vpcId });
  }

  detach(internetGatewayId: string, vpcId: string): void {
    const gateway = this.network.internetGateways.find(internetGatewayId);
    if (gateway?.vpcId !== vpcId) return;
    if (this.network.natGateways.all().some((nat) => nat.vpcId === vpcId && nat.connectivityType === 'public')) {
      throw new AwsError('DependencyViolation', `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`);
    }
    this.network.internetGateways.put({ internetGatewayId, tags: gateway.tags });
  }

  allocateAddress(tags: Tags): AddressRecord {
    const taken = new Set(this.network.addresses.all().map((address) => address.publicIp));
    const publicIp = Array.from({ length: 254 }, (_, index) => formatAddress(DOCUMENTATION_NET + index + 1)).find((address) => !taken.has(address));
    if (!publicIp) throw new AwsError('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
    return this.network.addresses.put({ allocationId: resourceId('eipalloc'), publicIp, tags });
  }

  addressByIp(publicIp: string): AddressRecord | undefined {
    return this.network.addresses.all().find((address) => address.publicIp === publicIp);
  }

  tagAddress(allocationId: string, tags: Tags): void {
    this.network.addresses.put({ ...this.network.addresses.require(allocationId), tags });
  }

  releaseAddress(allocationId: string): void {
    if (this.network.natGateways.all().some((nat) => nat.allocationId === allocationId)) {
      throw new AwsError('InvalidIPAddress.InUse', `The address '${this.network.addresses.require(allocationId).publicIp}' is in use.`);
    }
    this.network.addresses.delete(allocationId);
  }

  createNatGateway(settings: { subnetId: string; allocationId?: string; connectivityType?: 'public' | 'private'; tags: Tags }): NatGatewayRecord {
    const { vpcId } = this.network.subnets.require(settings.subnetId);
    const connectivityType = settings.connectivityType ?? 'public';
    if (connectivityType === 'public') {
      if (!settings.allocationId) throw new AwsError('MissingParameter', 'The request must include the AllocationId parameter. Add the required parameter and retry the request.');
      this.network.addresses.require(settings.allocationId);
      if (!this.network.internetGateways.all().some((gateway) => gateway.vpcId === vpcId)) throw new AwsError('Gateway.NotAttached', `Network ${vpcId} has no Internet gateway attached`);
    }
    const natGatewayId = resourceId('nat');
    const { networkInterfaceId } = this.interfaces.create({
      subnetId: settings.subnetId, securityGroupIds: [], description: `Interface for NAT Gateway ${natGatewayId}`, interfaceType: 'nat_gateway', requesterManaged: true,
    });
    return this.network.natGateways.put({ natGatewayId, vpcId, subnetId: settings.subnetId, connectivityType, allocationId: settings.allocationId, networkInterfaceId, createTime: this.network.now(), tags: settings.tags });
  }

  tagNatGateway(id: string, tags: Tags): void {
    this.network.natGateways.put({ ...this.network.natGateways.require(id), tags });
  }

  deleteNatGateway(id: string): void {
    const nat = this.network.natGateways.find(id);
    if (!nat) return;
    this.interfaces.release([nat.networkInterfaceId]);
    this.network.natGateways.delete(id);
  }
}
