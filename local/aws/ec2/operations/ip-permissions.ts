import { notEmulated } from '../../wire/aws-error';
import { missingParameter } from '../ec2-errors';
import { RulePeer, SecurityGroupRule } from '../security-group-rule';

/** The API's older form of rules: a permission is a protocol with ports, and lists of peers for it. */
interface IpPermission {
  readonly IpProtocol?: string;
  readonly FromPort?: string;
  readonly ToPort?: string;
  readonly IpRanges?: ReadonlyArray<{ CidrIp: string; Description?: string }>;
  readonly Ipv6Ranges?: ReadonlyArray<{ CidrIpv6: string; Description?: string }>;
  readonly PrefixListIds?: ReadonlyArray<{ PrefixListId: string; Description?: string }>;
  readonly Groups?: ReadonlyArray<{ GroupId?: string; GroupName?: string; Description?: string }>;
}

/** One rule for each peer of each permission of the request. */
export function rulesOf(input: Readonly<Record<string, any>>, egress: boolean): SecurityGroupRule[] {
  if (input.SourceSecurityGroupName !== undefined) throw notEmulated('a rule with SourceSecurityGroupName: that is for groups of the default VPC');
  const flat: IpPermission[] = input.CidrIp === undefined ? [] : [{ ...input, IpRanges: [{ CidrIp: input.CidrIp }] }];
  return [...(input.IpPermissions ?? []), ...flat].flatMap((permission: IpPermission) => permissionRules(permission, egress));
}

function permissionRules(permission: IpPermission, egress: boolean): SecurityGroupRule[] {
  const { IpProtocol, FromPort, ToPort } = permission;
  if (IpProtocol === undefined) throw missingParameter('ipProtocol');
  const port = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
  const rule = (kind: RulePeer['kind'], value: string, description?: string): SecurityGroupRule =>
    ({ egress, protocol: IpProtocol, fromPort: port(FromPort), toPort: port(ToPort), peer: { kind, value }, description });
  const rules = [
    ...(permission.IpRanges ?? []).map((range) => rule('cidrIpv4', range.CidrIp, range.Description)),
    ...(permission.Ipv6Ranges ?? []).map((range) => rule('cidrIpv6', range.CidrIpv6, range.Description)),
    ...(permission.PrefixListIds ?? []).map((list) => rule('prefixListId', list.PrefixListId, list.Description)),
    ...(permission.Groups ?? []).map((group) => {
      if (!group.GroupId) throw notEmulated('a rule that names a group by GroupName: that is for groups of the default VPC');
      return rule('groupId', group.GroupId, group.Description);
    }),
  ];
  if (rules.length === 0) throw missingParameter('cidrIp');
  return rules;
}

/** Rules with the same protocol and ports together, as DescribeSecurityGroups shows them. */
export function ipPermissions(rules: readonly SecurityGroupRule[], ownerId: string): unknown[] {
  const permissions = new Map<string, SecurityGroupRule[]>();
  for (const rule of rules) {
    const key = [rule.protocol, rule.fromPort, rule.toPort].join();
    permissions.set(key, [...(permissions.get(key) ?? []), rule]);
  }
  return [...permissions.values()].map((same) => {
    const [{ protocol, fromPort, toPort }] = same;
    const of = <T>(kind: RulePeer['kind'], item: (value: string) => T) => same.filter(({ peer }) => peer.kind === kind).map(({ peer, description }) => ({ ...item(peer.value), description }));
    return {
      ipProtocol: protocol,
      fromPort,
      toPort,
      groups: of('groupId', (groupId) => ({ groupId, userId: ownerId })),
      ipRanges: of('cidrIpv4', (cidrIp) => ({ cidrIp })),
      ipv6Ranges: of('cidrIpv6', (cidrIpv6) => ({ cidrIpv6 })),
      prefixListIds: of('prefixListId', (prefixListId) => ({ prefixListId })),
    };
  });
}
