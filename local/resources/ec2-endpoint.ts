import { Ec2Service } from '../aws/ec2/ec2-service';
import { VpcEndpointSettings } from '../aws/ec2/vpc-endpoints';
import { integer, tagsOf, truth } from './ec2-properties';
import { ResourceContext, ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

/** Endpoints, customer-managed prefix lists, flow logs. */
export function endpointHandlers(ec2: Ec2Service): ResourceHandler[] {
  return [vpcEndpoint(ec2), prefixList(ec2), flowLog(ec2)];
}

function vpcEndpoint({ network, vpcEndpoints }: Ec2Service): ResourceHandler {
  const settings = (properties: Properties, context: ResourceContext): VpcEndpointSettings => ({
    policy: properties.PolicyDocument,
    routeTableIds: properties.RouteTableIds,
    subnetIds: properties.SubnetIds,
    securityGroupIds: properties.SecurityGroupIds,
    // Without the property CloudFormation leaves private names off.
    privateDnsEnabled: truth(properties.PrivateDnsEnabled) ?? false,
    tags: tagsOf(properties, context),
  });
  const result = (id: string) => {
    const { creationTimestamp, networkInterfaceIds } = network.vpcEndpoints.require(id);
    return { physicalId: id, attributes: { Id: id, CreationTimestamp: creationTimestamp, NetworkInterfaceIds: networkInterfaceIds, DnsEntries: [] } };
  };
  return {
    type: 'AWS::EC2::VPCEndpoint',
    properties: ['VpcId', 'ServiceName', 'VpcEndpointType', 'PolicyDocument', 'RouteTableIds', 'SubnetIds', 'SecurityGroupIds', 'PrivateDnsEnabled', 'Tags'],
    create: (properties, context) => result(vpcEndpoints.create({
      ...settings(properties, context), vpcId: properties.VpcId, serviceName: properties.ServiceName, vpcEndpointType: properties.VpcEndpointType,
    }).vpcEndpointId),
    update: (physicalId, properties, _old, context) => result(vpcEndpoints.change(physicalId, settings(properties, context)).vpcEndpointId),
    delete: (physicalId) => vpcEndpoints.delete(physicalId),
  };
}

function prefixList({ network, prefixLists }: Ec2Service): ResourceHandler {
  const settings = (properties: Properties, context: ResourceContext) => {
    const entries = (properties.Entries ?? []).map(({ Cidr, Description }: Properties) => ({ cidr: Cidr, description: Description }));
    return { name: properties.PrefixListName, maxEntries: integer(properties.MaxEntries) ?? entries.length, entries, tags: tagsOf(properties, context) };
  };
  const result = (id: string) => ({ physicalId: id, attributes: { PrefixListId: id, Arn: network.arn('prefix-list', id), OwnerId: network.accountId, Version: prefixLists.require(id).version } });
  return {
    type: 'AWS::EC2::PrefixList',
    properties: ['PrefixListName', 'AddressFamily', 'MaxEntries', 'Entries', 'Tags'],
    create: (properties, context) => result(prefixLists.create({ ...settings(properties, context), addressFamily: properties.AddressFamily }).prefixListId),
    update: (physicalId, properties, _old, context) => result(prefixLists.change(physicalId, settings(properties, context)).prefixListId),
    delete: (physicalId) => prefixLists.delete(physicalId),
  };
}

function flowLog({ flowLogs }: Ec2Service): ResourceHandler {
  const result = (id: string) => ({ physicalId: id, attributes: { Id: id } });
  return {
    type: 'AWS::EC2::FlowLog',
    properties: ['ResourceId', 'ResourceType', 'Tags'],
    // Shown by DescribeFlowLogs; nothing is ever logged.
    recordedOnly: ['TrafficType', 'LogDestinationType', 'LogGroupName', 'LogDestination', 'DeliverLogsPermissionArn', 'LogFormat', 'MaxAggregationInterval', 'DestinationOptions'],
    create: (properties, context) => result(flowLogs.create({
      resourceId: properties.ResourceId,
      resourceType: properties.ResourceType,
      trafficType: properties.TrafficType,
      logDestinationType: properties.LogDestinationType ?? 'cloud-watch-logs',
      logGroupName: properties.LogGroupName,
      logDestination: properties.LogDestination,
      deliverLogsPermissionArn: properties.DeliverLogsPermissionArn,
      logFormat: properties.LogFormat,
      maxAggregationInterval: integer(properties.MaxAggregationInterval) ?? 600,
      tags: tagsOf(properties, context),
    }).flowLogId),
    update: (physicalId, properties, _old, context) => {
      flowLogs.tag(physicalId, tagsOf(properties, context));
      return result(physicalId);
    },
    delete: (physicalId) => flowLogs.delete(physicalId),
  };
}
