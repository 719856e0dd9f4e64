import { NamedPolicy, PolicyDocument } from '../../access/model';
import { Authority, Ec2, SubnetFacts } from '../../services';
import { DhcpOptions } from './dhcp-options';
import { invalidValue } from './ec2-errors';
import { FlowLogs } from './flow-logs';
import { Gateways } from './gateways';
import { JobInterfaces, JobInterfacesRequest } from './job-interfaces';
import { ManagedPrefixLists } from './managed-prefix-lists';
import { Network, NetworkOptions } from './network';
import { NetworkAcls } from './network-acls';
import { NetworkInterfaces } from './network-interfaces';
import { PrefixListRecord } from './records';
import { RouteTables } from './route-tables';
import { allowsTcpEgress } from './security-group-rule';
import { SecurityGroups } from './security-groups';
import { Subnets } from './subnets';
import { VpcEndpoints } from './vpc-endpoints';
import { Vpcs } from './vpcs';

export interface Ec2Options extends NetworkOptions {
  /** Asked for when a job's interfaces are made: the authority itself asks this service for endpoint policies. */
  readonly authority: () => Authority;
}

/** The network that jobs run in. No packet moves in it: it answers which way one would take, and whether it may. */
export class Ec2Service implements Ec2 {
  readonly network: Network;
  readonly prefixLists: ManagedPrefixLists;
  readonly securityGroups: SecurityGroups;
  readonly routeTables: RouteTables;
  readonly networkAcls: NetworkAcls;
  readonly dhcpOptions: DhcpOptions;
  readonly vpcs: Vpcs;
  readonly subnets: Subnets;
  readonly interfaces: NetworkInterfaces;
  readonly gateways: Gateways;
  readonly vpcEndpoints: VpcEndpoints;
  readonly flowLogs: FlowLogs;
  private readonly jobInterfaces: JobInterfaces;

  constructor(options: Ec2Options) {
    this.network = new Network(options);
    this.prefixLists = new ManagedPrefixLists(this.network);
    this.securityGroups = new SecurityGroups(this.network, this.prefixLists);
    this.routeTables = new RouteTables(this.network, this.prefixLists);
    this.networkAcls = new NetworkAcls(this.network);
    this.dhcpOptions = new DhcpOptions(this.network);
    this.vpcs = new Vpcs(this.network, this);
    this.subnets = new Subnets(this.network, this.vpcs);
    this.interfaces = new NetworkInterfaces(this.network);
    this.gateways = new Gateways(this.network, this.interfaces);
    this.vpcEndpoints = new VpcEndpoints(this.network, this);
    this.flowLogs = new FlowLogs(this.network);
    this.jobInterfaces = new JobInterfaces(this.network, this.interfaces, options.authority);
  }

  subnet(subnetId: string): SubnetFacts | undefined {
    const subnet = this.network.subnets.find(subnetId);
    return subnet && { subnetId, vpcId: subnet.vpcId, availabilityZone: subnet.availabilityZone, freeAddresses: this.subnets.freeAddresses(subnet) };
  }

  gatewayEndpointOf(subnetId: string, service: string): { vpcEndpointId: string; vpcId: string } | undefined {
    const { routeTableId } = this.routeTables.ofSubnet(subnetId);
    const endpoint = this.routeTables.endpointsOn(routeTableId).find(({ serviceName }) => serviceName.endsWith(`.${service}`));
    return endpoint && { vpcEndpointId: endpoint.vpcEndpointId, vpcId: endpoint.vpcId };
  }

  hasInternetRoute(subnetId: string): boolean {
    return this.routeTables.routes(this.routeTables.ofSubnet(subnetId)).some((route) => {
      const publicNat = route.natGatewayId !== undefined && this.network.natGateways.find(route.natGatewayId)?.connectivityType === 'public';
      return route.destination === '0.0.0.0/0' && route.state === 'active' && (publicNat || route.gatewayId?.startsWith('igw-') === true);
    });
  }

  allowsEgressTo(securityGroupIds: readonly string[], service: string): boolean {
    const rules = securityGroupIds.flatMap((groupId) => this.securityGroups.rules(groupId));
    const ranges = (list: PrefixListRecord | undefined): string[] => list?.entries.map(({ cidr }) => cidr) ?? [];
    return allowsTcpEgress(rules, 443, ranges(this.requirePrefixList(service)), (prefixListId) => ranges(this.prefixLists.find(prefixListId)));
  }

  endpointPolicies(vpcEndpointId: string): NamedPolicy[] {
    return [{ name: vpcEndpointId, document: this.network.vpcEndpoints.require(vpcEndpointId).policy as PolicyDocument }];
  }

  prefixListId(service: string): string {
    return this.requirePrefixList(service).prefixListId;
  }

  createNetworkInterfaces(request: JobInterfacesRequest): string[] {
    return this.jobInterfaces.create(request);
  }

  deleteNetworkInterfaces(ids: readonly string[]): void {
    this.interfaces.release(ids);
  }

  close(): void {
    this.network.close();
  }

  private requirePrefixList(service: string): PrefixListRecord {
    const list = this.prefixLists.ofService(service);
    if (!list) throw invalidValue(`${service} has no managed prefix list: s3 and dynamodb have`);
    return list;
  }
}
