import {
  DescribeDhcpOptionsCommand, DescribeManagedPrefixListsCommand, DescribeSecurityGroupsCommand, DescribeSubnetsCommand, DescribeVpcEndpointsCommand, DescribeVpcsCommand, EC2Client,
  paginateDescribeNetworkInterfaces, paginateDescribeRouteTables, Route,
} from '@aws-sdk/client-ec2';
import { Ec2Port, RouteTableDescription } from './ports';
import { clientSettings } from './sdk-settings';

export function sdkEc2(region: string): Ec2Port {
  const client = new EC2Client(clientSettings(region));
  const by = (Name: string, Values: readonly string[]) => ({ Filters: [{ Name, Values: [...Values] }] });
  return {
    async subnets(ids) {
      const { Subnets = [] } = await client.send(new DescribeSubnetsCommand(by('subnet-id', ids)));
      return Subnets.map((subnet) => ({ id: subnet.SubnetId ?? '', vpcId: subnet.VpcId ?? '', freeAddresses: subnet.AvailableIpAddressCount ?? 0 }));
    },
    async routeTables(vpcId) {
      const tables: RouteTableDescription[] = [];
      for await (const { RouteTables = [] } of paginateDescribeRouteTables({ client }, by('vpc-id', [vpcId]))) {
        for (const { RouteTableId = '', Associations = [], Routes = [] } of RouteTables) {
          tables.push({
            id: RouteTableId,
            main: Associations.some((association) => association.Main === true),
            subnetIds: Associations.flatMap((association) => association.SubnetId ?? []),
            targets: Routes.filter((route) => route.State !== 'blackhole').flatMap((route) => targetOf(route) ?? []),
          });
        }
      }
      return tables;
    },
    async endpoint(id) {
      const { VpcEndpoints: [found] = [] } = await client.send(new DescribeVpcEndpointsCommand(by('vpc-endpoint-id', [id])));
      return found && { state: found.State ?? '', type: found.VpcEndpointType ?? '', vpcId: found.VpcId ?? '' };
    },
    async securityGroups(ids) {
      const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand(by('group-id', ids)));
      return SecurityGroups.map((group) => ({
        id: group.GroupId ?? '',
        vpcId: group.VpcId ?? '',
        egress: (group.IpPermissionsEgress ?? []).map((rule) => ({
          protocol: rule.IpProtocol ?? '',
          fromPort: rule.FromPort,
          toPort: rule.ToPort,
          cidrs: (rule.IpRanges ?? []).flatMap((range) => range.CidrIp ?? []),
          prefixListIds: (rule.PrefixListIds ?? []).flatMap((list) => list.PrefixListId ?? []),
        })),
      }));
    },
    async dhcpOptionKeys(vpcId) {
      const { Vpcs: [vpc] = [] } = await client.send(new DescribeVpcsCommand(by('vpc-id', [vpcId])));
      if (!vpc?.DhcpOptionsId || vpc.DhcpOptionsId === 'default') return undefined;
      const { DhcpOptions: [set] = [] } = await client.send(new DescribeDhcpOptionsCommand({ DhcpOptionsIds: [vpc.DhcpOptionsId] }));
      return set?.DhcpConfigurations?.flatMap((entry) => entry.Key ?? []);
    },
    async networkInterfaces(securityGroupIds) {
      const ids: string[] = [];
      for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces({ client }, by('group-id', securityGroupIds))) {
        ids.push(...NetworkInterfaces.flatMap((each) => each.NetworkInterfaceId ?? []));
      }
      return ids;
    },
    async prefixListId(name) {
      const { PrefixLists = [] } = await client.send(new DescribeManagedPrefixListsCommand(by('prefix-list-name', [name])));
      return PrefixLists.find((list) => list.PrefixListName === name)?.PrefixListId;
    },
  };
}

function targetOf(route: Route): string | undefined {
  return route.GatewayId ?? route.NatGatewayId ?? route.TransitGatewayId ?? route.NetworkInterfaceId ?? route.VpcPeeringConnectionId;
}
