import { notEmulated } from '../../wire/aws-error';
import { missingParameter } from '../ec2-errors';
import { Ec2Service } from '../ec2-service';
import { SecurityGroupRecord } from '../records';
import { RulePeer, SecurityGroupRule, SecurityGroupRuleRecord } from '../security-group-rule';
import { describing, tagSet } from './describe';
import { ipPermissions, rulesOf } from './ip-permissions';

export function securityGroupDescriptions({ network, securityGroups }: Ec2Service) {
  const ownerId = network.accountId;
  const peers = (group: SecurityGroupRecord, egress: boolean, kind: RulePeer['kind']): string[] =>
    securityGroups.rules(group.groupId).filter((rule) => rule.egress === egress && rule.peer.kind === kind).map((rule) => rule.peer.value);
  return {
    DescribeSecurityGroups: describing<SecurityGroupRecord>({
      rows: () => network.securityGroups.all(),
      set: 'securityGroupInfo',
      ids: { parameter: 'GroupId', of: (group) => group.groupId, missing: 'securityGroup' },
      tags: ({ tags }) => tags,
      filters: {
        'group-id': (group) => group.groupId,
        'group-name': (group) => group.groupName,
        description: (group) => group.description,
        'vpc-id': (group) => group.vpcId,
        'owner-id': () => ownerId,
        'ip-permission.cidr': (group) => peers(group, false, 'cidrIpv4'),
        'ip-permission.group-id': (group) => peers(group, false, 'groupId'),
        'ip-permission.prefix-list-id': (group) => peers(group, false, 'prefixListId'),
        'egress.ip-permission.cidr': (group) => peers(group, true, 'cidrIpv4'),
        'egress.ip-permission.group-id': (group) => peers(group, true, 'groupId'),
        'egress.ip-permission.prefix-list-id': (group) => peers(group, true, 'prefixListId'),
      },
      item: (group) => {
        const rules = securityGroups.rules(group.groupId);
        return {
          groupId: group.groupId,
          groupName: group.groupName,
          groupDescription: group.description,
          vpcId: group.vpcId,
          ownerId,
          securityGroupArn: network.arn('security-group', group.groupId),
          ipPermissions: ipPermissions(rules.filter((rule) => !rule.egress), ownerId),
          ipPermissionsEgress: ipPermissions(rules.filter((rule) => rule.egress), ownerId),
          tagSet: tagSet(group.tags),
        };
      },
    }),
    DescribeSecurityGroupRules: describing<SecurityGroupRuleRecord>({
      rows: () => network.securityGroupRules.all(),
      set: 'securityGroupRuleSet',
      ids: { parameter: 'SecurityGroupRuleId', of: (rule) => rule.securityGroupRuleId, missing: 'securityGroupRule' },
      filters: { 'group-id': (rule) => rule.groupId, 'security-group-rule-id': (rule) => rule.securityGroupRuleId },
      item: (rule) => ruleItem(rule, ownerId),
    }),
  };
}

type Change = (ec2: Ec2Service, groupId: string, rules: readonly SecurityGroupRule[], ruleIds: readonly string[]) => Record<string, unknown>;

function authorizing(egress: boolean): Change {
  return (ec2, groupId, rules, ruleIds) => {
    if (ruleIds.length) throw notEmulated('authorizing a rule by SecurityGroupRuleId');
    const made = ec2.securityGroups.authorize(groupId, rules);
    return { return: true, securityGroupRuleSet: made.map((rule) => ruleItem({ ...rule, egress }, ec2.network.accountId)) };
  };
}

function revoking(egress: boolean): Change {
  return (ec2, groupId, rules, ruleIds) => {
    const gone = ruleIds.length ? ec2.securityGroups.revokeById(groupId, egress, ruleIds) : ec2.securityGroups.revoke(groupId, rules);
    return { return: true, revokedSecurityGroupRuleSet: gone.map((rule) => ruleItem(rule, ec2.network.accountId)) };
  };
}

const CHANGES: Readonly<Record<string, { readonly egress: boolean; readonly apply: Change }>> = {
  AuthorizeSecurityGroupIngress: { egress: false, apply: authorizing(false) },
  AuthorizeSecurityGroupEgress: { egress: true, apply: authorizing(true) },
  RevokeSecurityGroupIngress: { egress: false, apply: revoking(false) },
  RevokeSecurityGroupEgress: { egress: true, apply: revoking(true) },
};

export const SECURITY_GROUP_CHANGES = Object.keys(CHANGES);

export function changedGroup(input: Readonly<Record<string, any>>): string {
  if (input.GroupName !== undefined) throw notEmulated('a security group named by GroupName: that is for groups of the default VPC');
  if (!input.GroupId) throw missingParameter('groupId');
  return input.GroupId;
}

export function changeSecurityGroup(ec2: Ec2Service, operation: string, input: Readonly<Record<string, any>>): Record<string, unknown> {
  const { egress, apply } = CHANGES[operation];
  const ruleIds: readonly string[] = input.SecurityGroupRuleId ?? [];
  const rules = rulesOf(input, egress);
  if (rules.length === 0 && ruleIds.length === 0) throw missingParameter('ipPermissions');
  return apply(ec2, changedGroup(input), rules, ruleIds);
}

function ruleItem(rule: SecurityGroupRuleRecord, ownerId: string) {
  const { kind, value } = rule.peer;
  return {
    securityGroupRuleId: rule.securityGroupRuleId,
    groupId: rule.groupId,
    groupOwnerId: ownerId,
    isEgress: rule.egress,
    ipProtocol: rule.protocol,
    fromPort: rule.fromPort ?? -1,
    toPort: rule.toPort ?? -1,
    cidrIpv4: kind === 'cidrIpv4' ? value : undefined,
    cidrIpv6: kind === 'cidrIpv6' ? value : undefined,
    prefixListId: kind === 'prefixListId' ? value : undefined,
    referencedGroupInfo: kind === 'groupId' ? { groupId: value, userId: ownerId } : undefined,
    description: rule.description,
  };
}
