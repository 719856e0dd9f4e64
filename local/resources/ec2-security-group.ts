import { Ec2Service } from '../aws/ec2/ec2-service';
import { invalidValue } from '../aws/ec2/ec2-errors';
import { normalizedRule, RulePeer, sameRule, SecurityGroupRule } from '../aws/ec2/security-group-rule';
import { integer, tagsOf } from './ec2-properties';
import { ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

/** Groups with the rules in them, and rules that stand alone. */
export function securityGroupHandlers(ec2: Ec2Service): ResourceHandler[] {
  return [securityGroup(ec2), standaloneRule(ec2, 'Ingress'), standaloneRule(ec2, 'Egress')];
}

const COMMON = ['CidrIp', 'CidrIpv6', 'Description', 'FromPort', 'IpProtocol', 'ToPort'];
const PEER = {
  Ingress: { egress: false, group: 'SourceSecurityGroupId', prefixList: 'SourcePrefixListId' },
  Egress: { egress: true, group: 'DestinationSecurityGroupId', prefixList: 'DestinationPrefixListId' },
} as const;
type Direction = keyof typeof PEER;

function ruleOf(properties: Properties, direction: Direction): SecurityGroupRule {
  const { egress, group, prefixList } = PEER[direction];
  const peers: RulePeer[] = ([['cidrIpv4', properties.CidrIp], ['cidrIpv6', properties.CidrIpv6], ['groupId', properties[group]], ['prefixListId', properties[prefixList]]] as const)
    .filter(([, value]) => value !== undefined)
    .map(([kind, value]) => ({ kind, value }));
  if (peers.length !== 1) throw invalidValue(`A rule has exactly one of CidrIp, CidrIpv6, ${group}, ${prefixList}; got ${peers.length}.`);
  if (properties.IpProtocol === undefined) throw invalidValue('A rule has an IpProtocol.');
  return normalizedRule({
    egress,
    protocol: String(properties.IpProtocol),
    fromPort: integer(properties.FromPort),
    toPort: integer(properties.ToPort),
    peer: peers[0],
    description: properties.Description,
  });
}

/** The same rule written twice in one group counts once, as CloudFormation has it. */
function inlineRules(properties: Properties): SecurityGroupRule[] {
  const rules = [
    ...(properties.SecurityGroupIngress ?? []).map((rule: Properties) => ruleOf(rule, 'Ingress')),
    ...(properties.SecurityGroupEgress ?? []).map((rule: Properties) => ruleOf(rule, 'Egress')),
  ];
  return rules.filter((rule, index) => rules.findIndex((other) => sameRule(other, rule)) === index);
}

/** What a group has that was made without egress rules. */
const OPEN: SecurityGroupRule = { egress: true, protocol: '-1', peer: { kind: 'cidrIpv4', value: '0.0.0.0/0' } };

const namesEgress = (properties: Properties): boolean => properties.SecurityGroupEgress?.length > 0;

function securityGroup({ network, securityGroups }: Ec2Service): ResourceHandler {
  const result = (groupId: string) => ({ physicalId: groupId, attributes: { GroupId: groupId, Id: groupId, VpcId: network.securityGroups.require(groupId).vpcId } });
  /** Only the template's own rules change; those of standalone resources stay. */
  const change = (groupId: string, old: readonly SecurityGroupRule[], wanted: readonly SecurityGroupRule[]): void => {
    const present = securityGroups.rules(groupId);
    const gone = old.filter((rule) => !wanted.some((other) => sameRule(other, rule)) && present.some((other) => sameRule(other, rule)));
    securityGroups.revoke(groupId, gone);
    const missing = wanted.filter((rule) => !securityGroups.rules(groupId).some((other) => sameRule(other, rule)));
    securityGroups.authorize(groupId, missing);
    for (const rule of securityGroups.rules(groupId)) {
      const same = wanted.find((other) => sameRule(other, rule));
      if (same && same.description !== rule.description) securityGroups.describeRule(rule.securityGroupRuleId, same.description);
    }
  };
  return {
    type: 'AWS::EC2::SecurityGroup',
    properties: ['GroupDescription', 'GroupName', 'SecurityGroupIngress', 'SecurityGroupEgress', 'Tags', 'VpcId'],
    create: (properties, context) => {
      if (!properties.VpcId) throw invalidValue('AWS::EC2::SecurityGroup needs a VpcId here: there is no default VPC.');
      const wanted = inlineRules(properties);
      const { groupId } = securityGroups.create({
        name: properties.GroupName ?? context.physicalName({ maxLength: 255 }), description: properties.GroupDescription, vpcId: properties.VpcId, tags: tagsOf(properties, context),
      });
      try {
        change(groupId, namesEgress(properties) ? [OPEN] : [], wanted);
      } catch (error) {
        securityGroups.remove(groupId);
        throw error;
      }
      return result(groupId);
    },
    update: (physicalId, properties, old, context) => {
      // The open rule of the beginning goes when egress is named, and does not come back when the last of it is taken out.
      const opened = namesEgress(properties) && !namesEgress(old) ? [OPEN] : [];
      change(physicalId, [...inlineRules(old), ...opened], inlineRules(properties));
      securityGroups.tag(physicalId, tagsOf(properties, context));
      return result(physicalId);
    },
    delete: (physicalId) => securityGroups.delete(physicalId),
  };
}

function standaloneRule({ network, securityGroups }: Ec2Service, direction: Direction): ResourceHandler {
  const { group, prefixList } = PEER[direction];
  const result = (id: string) => ({ physicalId: id, attributes: { Id: id } });
  /** CloudFormation takes "out to everywhere" away before it adds an egress rule, whoever wrote it (aws-cdk #22140, #987). */
  const closeOpen = (groupId: string): void => {
    securityGroups.revoke(groupId, securityGroups.rules(groupId).filter((rule) => sameRule(rule, OPEN)));
  };
  return {
    type: `AWS::EC2::SecurityGroup${direction}`,
    properties: ['GroupId', ...COMMON, group, prefixList],
    // There is one account, so the owner of the other group is known.
    recordedOnly: direction === 'Ingress' ? ['SourceSecurityGroupOwnerId'] : [],
    create: (properties) => {
      const rule = ruleOf(properties, direction);
      if (rule.egress) closeOpen(properties.GroupId);
      return result(securityGroups.authorize(properties.GroupId, [rule])[0].securityGroupRuleId);
    },
    update: (physicalId, properties) => {
      securityGroups.describeRule(physicalId, properties.Description);
      return result(physicalId);
    },
    delete: (physicalId) => {
      const rule = network.securityGroupRules.find(physicalId);
      if (rule) securityGroups.revokeById(rule.groupId, rule.egress, [physicalId]);
    },
  };
}
