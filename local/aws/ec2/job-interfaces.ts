import { Caller } from '../../access/model';
import { Authority } from '../../services';
import { unauthorized } from './ec2-errors';
import { Network } from './network';
import { NetworkInterfaces } from './network-interfaces';
import { SubnetRecord } from './records';

/** What SageMaker looks up before it makes an interface; none of it can be limited to a resource. */
const LOOKED_UP = ['DescribeVpcs', 'DescribeSubnets', 'DescribeSecurityGroups', 'DescribeDhcpOptions', 'DescribeNetworkInterfaces'];

export interface JobInterfacesRequest {
  readonly caller: Caller;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  readonly count: number;
  readonly description: string;
}

type Context = Readonly<Record<string, string>>;

/** Network interfaces that SageMaker makes for a job with the rights of its role. */
export class JobInterfaces {
  constructor(private readonly network: Network, private readonly interfaces: NetworkInterfaces, private readonly authority: () => Authority) {}

  /** All of them or none. */
  create(request: JobInterfacesRequest): string[] {
    for (const name of LOOKED_UP) this.require(request.caller, `ec2:${name}`, '*');
    const subnet = this.network.subnets.require(request.subnetId);
    const made: string[] = [];
    try {
      for (let index = 0; index < request.count; index++) made.push(this.createOne(request, subnet));
    } catch (error) {
      this.interfaces.release(made);
      throw error;
    }
    return made;
  }

  /** The call is checked against each resource it touches, as the service authorization reference lists them. */
  private createOne({ caller, subnetId, securityGroupIds, description }: JobInterfacesRequest, subnet: SubnetRecord): string {
    const arn = (type: string, id: string): string => this.network.arn(type, id);
    const vpc = { 'ec2:Vpc': arn('vpc', subnet.vpcId), 'ec2:Region': this.network.region };
    const where = { ...vpc, 'ec2:AvailabilityZone': subnet.availabilityZone };
    this.require(caller, 'ec2:CreateNetworkInterface', arn('subnet', subnetId), { ...where, 'ec2:SubnetID': subnetId, ...resourceTags(subnet.tags) });
    for (const groupId of securityGroupIds) {
      this.require(caller, 'ec2:CreateNetworkInterface', arn('security-group', groupId), { ...vpc, 'ec2:SecurityGroupID': groupId, ...resourceTags(this.network.securityGroups.require(groupId).tags) });
    }
    const ofInterface = { ...where, 'ec2:Subnet': arn('subnet', subnetId) };
    this.require(caller, 'ec2:CreateNetworkInterface', arn('network-interface', '*'), ofInterface);
    const { networkInterfaceId } = this.interfaces.create({ subnetId, securityGroupIds, description, interfaceType: 'interface', requesterId: 'amazon-sagemaker', requesterManaged: false });
    try {
      // No ec2:AuthorizedService: which value SageMaker sends is not documented, so a policy that asks for one is not met here.
      this.require(caller, 'ec2:CreateNetworkInterfacePermission', arn('network-interface', networkInterfaceId), { ...ofInterface, 'ec2:Permission': 'INSTANCE-ATTACH' });
    } catch (error) {
      this.interfaces.release([networkInterfaceId]);
      throw error;
    }
    return networkInterfaceId;
  }

  private require(caller: Caller, action: string, resource: string, context?: Context): void {
    const call = { caller, action, resource, context };
    this.authority().require(call, (decision) => unauthorized(call, decision));
  }
}

/** Tags of the resource, under both of their names. */
export function resourceTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).flatMap(([key, value]) => [[`aws:ResourceTag/${key}`, value], [`ec2:ResourceTag/${key}`, value]]));
}
