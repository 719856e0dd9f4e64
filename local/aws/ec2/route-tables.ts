import { AwsError } from '../wire/aws-error';
import { formatCidr, parseCidr } from './cidr';
import { dependencyViolation, invalidValue } from './ec2-errors';
import { ManagedPrefixLists } from './managed-prefix-lists';
import { Network } from './network';
import { RouteRecord, RouteTableRecord, Tags, VpcEndpointRecord } from './records';
import { resourceId } from './resource-id';

/** A route as it works, whoever made it. */
export interface EffectiveRoute extends RouteRecord {
  readonly origin: 'CreateRouteTable' | 'CreateRoute';
  /** `blackhole`: what it leads to is gone. */
  readonly state: 'active' | 'blackhole';
}

export class RouteTables {
  constructor(private readonly network: Network, private readonly prefixLists: ManagedPrefixLists) {}

  createMain(vpcId: string): RouteTableRecord {
    return this.network.routeTables.put({ routeTableId: resourceId('rtb'), vpcId, mainAssociationId: resourceId('rtbassoc'), routes: [], associations: [], tags: {} });
  }

  create(vpcId: string, tags: Tags): RouteTableRecord {
    this.network.vpcs.require(vpcId);
    return this.network.routeTables.put({ routeTableId: resourceId('rtb'), vpcId, routes: [], associations: [], tags });
  }

  tag(routeTableId: string, tags: Tags): void {
    this.network.routeTables.put({ ...this.network.routeTables.require(routeTableId), tags });
  }

  /** A gateway endpoint loses its route with the table. */
  delete(routeTableId: string): void {
    const table = this.network.routeTables.find(routeTableId);
    if (!table) return;
    if (table.mainAssociationId || table.associations.length > 0) throw dependencyViolation('routeTable', routeTableId);
    for (const endpoint of this.endpointsOn(routeTableId)) {
      this.network.vpcEndpoints.put({ ...endpoint, routeTableIds: endpoint.routeTableIds.filter((id) => id !== routeTableId) });
    }
    this.network.routeTables.delete(routeTableId);
  }

  /** A subnet has one table: a new association takes the place of the old one. */
  associate(routeTableId: string, subnetId: string): string {
    const table = this.network.routeTables.require(routeTableId);
    const subnet = this.network.subnets.require(subnetId);
    if (subnet.vpcId !== table.vpcId) throw invalidValue(`Route table ${routeTableId} and subnet ${subnetId} belong to different networks`);
    const old = this.network.routeTables.all().find(({ associations }) => associations.some((one) => one.subnetId === subnetId));
    if (old) this.network.routeTables.put({ ...old, associations: old.associations.filter((one) => one.subnetId !== subnetId) });
    const associationId = resourceId('rtbassoc');
    const present = this.network.routeTables.require(routeTableId);
    this.network.routeTables.put({ ...present, associations: [...present.associations, { associationId, subnetId }] });
    return associationId;
  }

  disassociate(associationId: string): void {
    const table = this.network.routeTables.all().find(({ associations }) => associations.some((one) => one.associationId === associationId));
    if (table) this.network.routeTables.put({ ...table, associations: table.associations.filter((one) => one.associationId !== associationId) });
  }

  /** The table that serves the subnet: its own, else the main one of the VPC. */
  ofSubnet(subnetId: string): RouteTableRecord {
    const { vpcId } = this.network.subnets.require(subnetId);
    const tables = this.network.routeTables.all().filter((table) => table.vpcId === vpcId);
    return tables.find(({ associations }) => associations.some((one) => one.subnetId === subnetId)) ?? tables.find((table) => table.mainAssociationId)!;
  }

  createRoute(routeTableId: string, route: RouteRecord): RouteRecord {
    const table = this.network.routeTables.require(routeTableId);
    const wanted = this.checked(route, table);
    if (this.routes(table).some((other) => other.destination === wanted.destination)) {
      throw new AwsError('RouteAlreadyExists', `The route identified by ${wanted.destination} already exists.`);
    }
    this.network.routeTables.put({ ...table, routes: [...table.routes, wanted] });
    return wanted;
  }

  replaceRoute(routeTableId: string, route: RouteRecord): void {
    const table = this.network.routeTables.require(routeTableId);
    const wanted = this.checked(route, table);
    this.network.routeTables.put({ ...table, routes: [...table.routes.filter((other) => other.destination !== wanted.destination), wanted] });
  }

  deleteRoute(routeTableId: string, destination: string): void {
    const table = this.network.routeTables.find(routeTableId);
    if (table) this.network.routeTables.put({ ...table, routes: table.routes.filter((other) => other.destination !== destination) });
  }

  /** What DescribeRouteTables shows: the VPC's own range, the stored routes, one for each gateway endpoint. */
  routes(table: RouteTableRecord): EffectiveRoute[] {
    const vpc = this.network.vpcs.require(table.vpcId);
    return [
      { destination: vpc.cidrBlock, destinationKind: 'cidr', gatewayId: 'local', origin: 'CreateRouteTable', state: 'active' },
      ...table.routes.map((route): EffectiveRoute => ({ ...route, origin: 'CreateRoute', state: this.isAlive(route, table.vpcId) ? 'active' : 'blackhole' })),
      ...this.endpointsOn(table.routeTableId).map((endpoint): EffectiveRoute => ({
        destination: this.prefixLists.ofService(endpoint.serviceName.split('.').pop()!)!.prefixListId,
        destinationKind: 'prefixList',
        gatewayId: endpoint.vpcEndpointId,
        origin: 'CreateRoute',
        state: 'active',
      })),
    ];
  }

  /** Gateway endpoints with a route in the table. */
  endpointsOn(routeTableId: string): VpcEndpointRecord[] {
    return this.network.vpcEndpoints.all().filter((endpoint) => endpoint.vpcEndpointType === 'Gateway' && endpoint.routeTableIds.includes(routeTableId));
  }

  private checked(route: RouteRecord, table: RouteTableRecord): RouteRecord {
    const { gatewayId, natGatewayId } = route;
    if ((gatewayId === undefined) === (natGatewayId === undefined)) throw new AwsError('InvalidParameterCombination', 'A route leads to exactly one target: GatewayId or NatGatewayId.');
    if (natGatewayId !== undefined) this.network.natGateways.require(natGatewayId);
    if (gatewayId !== undefined && this.network.internetGateways.require(gatewayId).vpcId !== table.vpcId) {
      throw invalidValue(`route table ${table.routeTableId} and network gateway ${gatewayId} belong to different networks`);
    }
    if (route.destinationKind === 'prefixList') this.prefixLists.require(route.destination);
    if (route.destinationKind !== 'cidr') return route;
    const cidr = parseCidr(route.destination);
    if (!cidr) throw invalidValue(`Value (${route.destination}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`);
    return { ...route, destination: formatCidr(cidr) };
  }

  private isAlive({ gatewayId, natGatewayId }: RouteRecord, vpcId: string): boolean {
    if (natGatewayId !== undefined) return this.network.natGateways.find(natGatewayId) !== undefined;
    return this.network.internetGateways.find(gatewayId!)?.vpcId === vpcId;
  }
}
