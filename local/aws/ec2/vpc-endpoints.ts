import { PolicyDocument } from '../../access/model';
import { AwsError } from '../wire/aws-error';
import { invalidValue } from './ec2-errors';
import { ManagedPrefixLists } from './managed-prefix-lists';
import { Network } from './network';
import { NetworkInterfaces } from './network-interfaces';
import { Tags, VpcEndpointRecord } from './records';
import { resourceId } from './resource-id';
import { RouteTables } from './route-tables';
import { SecurityGroups } from './security-groups';

export interface VpcEndpointSettings {
  readonly policy?: unknown;
  readonly routeTableIds?: readonly string[];
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
  readonly privateDnsEnabled?: boolean;
  readonly tags: Tags;
}

/** What an endpoint without a policy lets through: everything, for everybody. */
export const FULL_ACCESS: PolicyDocument = { Version: '2008-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

export class VpcEndpoints {
  constructor(
    private readonly network: Network,
    private readonly parts: { readonly routeTables: RouteTables; readonly prefixLists: ManagedPrefixLists; readonly interfaces: NetworkInterfaces; readonly securityGroups: SecurityGroups },
  ) {}

  create(settings: VpcEndpointSettings & { vpcId: string; serviceName: string; vpcEndpointType?: string }): VpcEndpointRecord {
    this.network.vpcs.require(settings.vpcId);
    const vpcEndpointType = this.checkedType(settings.vpcEndpointType ?? 'Gateway', settings.serviceName);
    const vpcEndpointId = resourceId('vpce');
    return this.store({ vpcEndpointId, vpcEndpointType, vpcId: settings.vpcId, serviceName: settings.serviceName, creationTimestamp: this.network.now(), networkInterfaceIds: [] }, settings);
  }

  change(vpcEndpointId: string, settings: VpcEndpointSettings): VpcEndpointRecord {
    return this.store(this.network.vpcEndpoints.require(vpcEndpointId), settings);
  }

  delete(vpcEndpointId: string): void {
    const endpoint = this.network.vpcEndpoints.find(vpcEndpointId);
    if (!endpoint) return;
    this.parts.interfaces.release(endpoint.networkInterfaceIds);
    this.network.vpcEndpoints.delete(vpcEndpointId);
  }

  private store(base: Pick<VpcEndpointRecord, 'vpcEndpointId' | 'vpcEndpointType' | 'vpcId' | 'serviceName' | 'creationTimestamp' | 'networkInterfaceIds'>, settings: VpcEndpointSettings): VpcEndpointRecord {
    const gateway = base.vpcEndpointType === 'Gateway';
    const routeTableIds = [...new Set(settings.routeTableIds ?? [])];
    const subnetIds = [...new Set(settings.subnetIds ?? [])];
    if (gateway && (subnetIds.length > 0 || settings.securityGroupIds?.length)) throw new AwsError('InvalidParameter', 'A Gateway endpoint has route tables, not subnets or security groups.');
    if (!gateway && routeTableIds.length > 0) throw new AwsError('InvalidParameter', 'An Interface endpoint has subnets, not route tables.');
    for (const routeTableId of routeTableIds) this.requireRoom(routeTableId, base);
    const policy = policyOf(settings.policy);
    const securityGroupIds = gateway ? [] : settings.securityGroupIds?.length ? settings.securityGroupIds : [this.parts.securityGroups.defaultOf(base.vpcId).groupId];
    return this.network.vpcEndpoints.put({
      ...base,
      policy,
      routeTableIds,
      subnetIds,
      securityGroupIds,
      privateDnsEnabled: !gateway && (settings.privateDnsEnabled ?? true),
      networkInterfaceIds: this.interfacesIn(base, subnetIds, securityGroupIds),
      tags: settings.tags,
    });
  }

  /** A route table has one route for each prefix list, so it takes one endpoint for each service. */
  private requireRoom(routeTableId: string, { vpcEndpointId, vpcId, serviceName }: Pick<VpcEndpointRecord, 'vpcEndpointId' | 'vpcId' | 'serviceName'>): void {
    const table = this.network.routeTables.require(routeTableId);
    if (table.vpcId !== vpcId) throw new AwsError('InvalidParameter', `Route table ${routeTableId} and network ${vpcId} belong to different networks`);
    const { prefixListId } = this.parts.prefixLists.ofService(serviceName.split('.').pop()!)!;
    if (this.parts.routeTables.routes(table).some((route) => route.destination === prefixListId && route.gatewayId !== vpcEndpointId)) {
      throw new AwsError('RouteAlreadyExists', `route table ${routeTableId} already has a route with destination-prefix-list-id ${prefixListId}`);
    }
  }

  private checkedType(type: string, serviceName: string): 'Gateway' | 'Interface' {
    if (type !== 'Gateway' && type !== 'Interface') throw invalidValue(`VpcEndpointType ${type} is not emulated: Gateway and Interface are`);
    const service = /^(?:com|cn\.com)\.amazonaws\.([^.]+)\.(.+)$/.exec(serviceName);
    if (service?.[1] !== this.network.region) throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${serviceName}' does not exist`);
    if (type === 'Gateway' && !this.parts.prefixLists.ofService(service[2])) {
      throw new AwsError('InvalidParameter', `Endpoint type (Gateway) does not match available service types ([Interface]).`);
    }
    return type;
  }

  /** One in each subnet of an interface endpoint. Those of subnets that stay are kept, as long as the groups are the same. */
  private interfacesIn(base: Pick<VpcEndpointRecord, 'vpcEndpointId' | 'networkInterfaceIds'>, subnetIds: readonly string[], securityGroupIds: readonly string[]): string[] {
    const old = base.networkInterfaceIds.map((id) => this.network.networkInterfaces.require(id));
    const kept = old.filter((one) => subnetIds.includes(one.subnetId) && one.securityGroupIds.join() === securityGroupIds.join());
    const missing = subnetIds.filter((subnetId) => !kept.some((one) => one.subnetId === subnetId));
    const made = this.parts.interfaces.createInEach(missing, { securityGroupIds, description: `VPC Endpoint Interface ${base.vpcEndpointId}`, interfaceType: 'vpc_endpoint', requesterManaged: true });
    this.parts.interfaces.release(old.filter((one) => !kept.includes(one)).map((one) => one.networkInterfaceId));
    return [...kept, ...made].map((one) => one.networkInterfaceId);
  }
}

function policyOf(policy: unknown): unknown {
  if (policy === undefined) return FULL_ACCESS;
  let document = policy;
  if (typeof policy === 'string') {
    try {
      document = JSON.parse(policy);
    } catch (error) {
      throw new AwsError('InvalidPolicyDocument', `The policy document is not JSON: ${(error as Error).message}`);
    }
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) throw new AwsError('InvalidPolicyDocument', 'The policy document has no Statement.');
  return document;
}
