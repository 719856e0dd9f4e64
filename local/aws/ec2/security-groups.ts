import { AwsError } from '../wire/aws-error';
import { dependencyViolation, notFound } from './ec2-errors';
import { ManagedPrefixLists } from './managed-prefix-lists';
import { Network } from './network';
import { SecurityGroupRecord, Tags } from './records';
import { resourceId } from './resource-id';
import { normalizedRule, ruleText, sameRule, SecurityGroupRule, SecurityGroupRuleRecord } from './security-group-rule';

/** What a new group lets out unless its creator says otherwise. */
const ALL_OUT: SecurityGroupRule = { egress: true, protocol: '-1', peer: { kind: 'cidrIpv4', value: '0.0.0.0/0' } };

export class SecurityGroups {
  constructor(private readonly network: Network, private readonly prefixLists: ManagedPrefixLists) {}

  /** Each VPC comes with one: in from itself, out to everywhere. */
  createDefault(vpcId: string): SecurityGroupRecord {
    const group = this.network.securityGroups.put({ groupId: resourceId('sg'), groupName: 'default', description: 'default VPC security group', vpcId, tags: {} });
    this.authorize(group.groupId, [{ egress: false, protocol: '-1', peer: { kind: 'groupId', value: group.groupId } }, ALL_OUT]);
    return group;
  }

  create(settings: { name: string; description: string; vpcId: string; tags: Tags }): SecurityGroupRecord {
    this.network.vpcs.require(settings.vpcId);
    if (this.ofVpc(settings.vpcId).some((group) => group.groupName === settings.name)) {
      throw new AwsError('InvalidGroup.Duplicate', `The security group '${settings.name}' already exists for VPC '${settings.vpcId}'`);
    }
    const group = this.network.securityGroups.put({ groupId: resourceId('sg'), groupName: settings.name, description: settings.description, vpcId: settings.vpcId, tags: settings.tags });
    this.authorize(group.groupId, [ALL_OUT]);
    return group;
  }

  tag(groupId: string, tags: Tags): void {
    this.network.securityGroups.put({ ...this.network.securityGroups.require(groupId), tags });
  }

  delete(groupId: string): void {
    const group = this.network.securityGroups.find(groupId);
    if (!group) return;
    if (group.groupName === 'default') throw new AwsError('CannotDelete', `the specified group: "${groupId}" name: "default" cannot be deleted by a user`);
    if (this.isUsed(groupId)) throw dependencyViolation('securityGroup', groupId);
    this.remove(groupId);
  }

  /** With its rules, and without a look at who uses it: the default group goes with its VPC. */
  remove(groupId: string): void {
    for (const rule of this.rules(groupId)) this.network.securityGroupRules.delete(rule.securityGroupRuleId);
    this.network.securityGroups.delete(groupId);
  }

  ofVpc(vpcId: string): SecurityGroupRecord[] {
    return this.network.securityGroups.all().filter((group) => group.vpcId === vpcId);
  }

  defaultOf(vpcId: string): SecurityGroupRecord {
    return this.ofVpc(vpcId).find((group) => group.groupName === 'default')!;
  }

  rules(groupId: string): SecurityGroupRuleRecord[] {
    return this.network.securityGroupRules.all().filter((rule) => rule.groupId === groupId);
  }

  /** All of the rules or none. */
  authorize(groupId: string, rules: readonly SecurityGroupRule[]): SecurityGroupRuleRecord[] {
    const group = this.network.securityGroups.require(groupId);
    const wanted = rules.map(normalizedRule);
    wanted.forEach((rule, index) => {
      this.requirePeer(rule, group);
      if ([...this.rules(groupId), ...wanted.slice(0, index)].some((other) => sameRule(other, rule))) {
        throw new AwsError('InvalidPermission.Duplicate', `the specified rule "${ruleText(rule)}" already exists`);
      }
    });
    return wanted.map((rule) => this.network.securityGroupRules.put({ ...rule, securityGroupRuleId: resourceId('sgr'), groupId }));
  }

  revoke(groupId: string, rules: readonly SecurityGroupRule[]): SecurityGroupRuleRecord[] {
    this.network.securityGroups.require(groupId);
    const found = rules.map(normalizedRule).map((rule) => this.rules(groupId).find((other) => sameRule(other, rule)));
    if (found.includes(undefined)) throw new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
    const gone = found as SecurityGroupRuleRecord[];
    for (const rule of gone) this.network.securityGroupRules.delete(rule.securityGroupRuleId);
    return gone;
  }

  revokeById(groupId: string, egress: boolean, ruleIds: readonly string[]): SecurityGroupRuleRecord[] {
    const rules = ruleIds.map((id) => {
      const rule = this.network.securityGroupRules.find(id);
      if (!rule || rule.groupId !== groupId || rule.egress !== egress) throw notFound('securityGroupRule', id);
      return rule;
    });
    return this.revoke(groupId, rules);
  }

  describeRule(ruleId: string, description: string | undefined): void {
    this.network.securityGroupRules.put({ ...this.network.securityGroupRules.require(ruleId), description });
  }

  private requirePeer({ peer }: SecurityGroupRule, group: SecurityGroupRecord): void {
    if (peer.kind === 'prefixListId') this.prefixLists.require(peer.value);
    if (peer.kind === 'groupId' && this.network.securityGroups.find(peer.value)?.vpcId !== group.vpcId) throw notFound('securityGroup', peer.value);
  }

  /** By an interface, an endpoint, or a rule of another group. */
  private isUsed(groupId: string): boolean {
    return this.network.networkInterfaces.all().some(({ securityGroupIds }) => securityGroupIds.includes(groupId))
      || this.network.securityGroupRules.all().some((rule) => rule.groupId !== groupId && rule.peer.kind === 'groupId' && rule.peer.value === groupId);
  }
}
