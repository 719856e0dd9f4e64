import { Ec2Service } from '../aws/ec2/ec2-service';
import { invalidValue } from '../aws/ec2/ec2-errors';
import { RouteRecord } from '../aws/ec2/records';
import { tagsOf } from './ec2-properties';
import { ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

/** Route tables and what their routes lead to. */
export function routingHandlers(ec2: Ec2Service): ResourceHandler[] {
  return [routeTable(ec2), routeTableAssociation(ec2), route(ec2), internetGateway(ec2), gatewayAttachment(ec2), address(ec2), natGateway(ec2)];
}

function routeTable({ routeTables }: Ec2Service): ResourceHandler {
  const result = (id: string) => ({ physicalId: id, attributes: { RouteTableId: id } });
  return {
    type: 'AWS::EC2::RouteTable',
    properties: ['VpcId', 'Tags'],
    create: (properties, context) => result(routeTables.create(properties.VpcId, tagsOf(properties, context)).routeTableId),
    update: (physicalId, properties, _old, context) => {
      routeTables.tag(physicalId, tagsOf(properties, context));
      return result(physicalId);
    },
    delete: (physicalId) => routeTables.delete(physicalId),
  };
}

function routeTableAssociation({ routeTables }: Ec2Service): ResourceHandler {
  return {
    type: 'AWS::EC2::SubnetRouteTableAssociation',
    properties: ['RouteTableId', 'SubnetId'],
    create: ({ RouteTableId, SubnetId }) => {
      const id = routeTables.associate(RouteTableId, SubnetId);
      return { physicalId: id, attributes: { Id: id } };
    },
    delete: (physicalId) => routeTables.disassociate(physicalId),
  };
}

function route({ routeTables }: Ec2Service): ResourceHandler {
  const record = (properties: Properties): RouteRecord => {
    const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, GatewayId, NatGatewayId } = properties;
    const destination = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId;
    if (destination === undefined) throw invalidValue('A route has one of DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId.');
    const destinationKind = DestinationCidrBlock !== undefined ? 'cidr' : DestinationIpv6CidrBlock !== undefined ? 'ipv6' : 'prefixList';
    return { destination, destinationKind, gatewayId: GatewayId, natGatewayId: NatGatewayId };
  };
  const result = (routeTableId: string, destination: string) => ({ physicalId: `${routeTableId}|${destination}`, attributes: { CidrBlock: destination } });
  return {
    type: 'AWS::EC2::Route',
    properties: ['RouteTableId', 'DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId', 'GatewayId', 'NatGatewayId'],
    create: (properties) => result(properties.RouteTableId, routeTables.createRoute(properties.RouteTableId, record(properties)).destination),
    update: (physicalId, properties) => {
      routeTables.replaceRoute(properties.RouteTableId, record(properties));
      const [routeTableId, destination] = physicalId.split('|');
      return result(routeTableId, destination);
    },
    delete: (physicalId) => {
      const [routeTableId, destination] = physicalId.split('|');
      routeTables.deleteRoute(routeTableId, destination);
    },
  };
}

function internetGateway({ gateways }: Ec2Service): ResourceHandler {
  const result = (id: string) => ({ physicalId: id, attributes: { InternetGatewayId: id } });
  return {
    type: 'AWS::EC2::InternetGateway',
    properties: ['Tags'],
    create: (properties, context) => result(gateways.createInternetGateway(tagsOf(properties, context)).internetGatewayId),
    update: (physicalId, properties, _old, context) => {
      gateways.tagInternetGateway(physicalId, tagsOf(properties, context));
      return result(physicalId);
    },
    delete: (physicalId) => gateways.deleteInternetGateway(physicalId),
  };
}

function gatewayAttachment({ gateways }: Ec2Service): ResourceHandler {
  const result = (vpcId: string) => ({ physicalId: `IGW|${vpcId}`, attributes: { AttachmentType: 'IGW' } });
  return {
    type: 'AWS::EC2::VPCGatewayAttachment',
    properties: ['VpcId', 'InternetGatewayId'],
    create: ({ InternetGatewayId, VpcId }) => {
      gateways.attach(InternetGatewayId, VpcId);
      return result(VpcId);
    },
    update: (_physicalId, { InternetGatewayId, VpcId }, old) => {
      gateways.detach(old.InternetGatewayId, VpcId);
      gateways.attach(InternetGatewayId, VpcId);
      return result(VpcId);
    },
    delete: (_physicalId, { InternetGatewayId, VpcId }) => gateways.detach(InternetGatewayId, VpcId),
  };
}

function address({ gateways, network }: Ec2Service): ResourceHandler {
  const result = (allocationId: string) => {
    const { publicIp } = network.addresses.require(allocationId);
    return { physicalId: publicIp, attributes: { AllocationId: allocationId, PublicIp: publicIp } };
  };
  return {
    type: 'AWS::EC2::EIP',
    properties: ['Tags'],
    recordedOnly: ['Domain'],
    create: (properties, context) => result(gateways.allocateAddress(tagsOf(properties, context)).allocationId),
    update: (physicalId, properties, _old, context) => {
      const { allocationId } = gateways.addressByIp(physicalId)!;
      gateways.tagAddress(allocationId, tagsOf(properties, context));
      return result(allocationId);
    },
    delete: (physicalId) => {
      const found = gateways.addressByIp(physicalId);
      if (found) gateways.releaseAddress(found.allocationId);
    },
  };
}

function natGateway({ gateways, network }: Ec2Service): ResourceHandler {
  const result = (id: string) => ({ physicalId: id, attributes: { NatGatewayId: id, EniId: network.natGateways.require(id).networkInterfaceId } });
  return {
    type: 'AWS::EC2::NatGateway',
    properties: ['SubnetId', 'AllocationId', 'ConnectivityType', 'Tags'],
    create: (properties, context) => result(gateways.createNatGateway({
      subnetId: properties.SubnetId, allocationId: properties.AllocationId, connectivityType: properties.ConnectivityType, tags: tagsOf(properties, context),
    }).natGatewayId),
    update: (physicalId, properties, _old, context) => {
      gateways.tagNatGateway(physicalId, tagsOf(properties, context));
      return result(physicalId);
    },
    delete: (physicalId) => gateways.deleteNatGateway(physicalId),
  };
}
