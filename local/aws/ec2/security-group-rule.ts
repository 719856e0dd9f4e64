import { Cidr, contains, parseCidr } from './cidr';
import { invalidValue } from './ec2-errors';

/** Who is on the other side of a rule. */
export interface RulePeer {
  readonly kind: 'cidrIpv4' | 'cidrIpv6' | 'prefixListId' | 'groupId';
  readonly value: string;
}

export interface SecurityGroupRule {
  readonly egress: boolean;
  /** `tcp`, `udp`, `icmp`, `-1` for all, else a number. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer: RulePeer;
  readonly description?: string;
}

export interface SecurityGroupRuleRecord extends SecurityGroupRule {
  readonly securityGroupRuleId: string;
  readonly groupId: string;
}

const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6', all: '-1' };

/** One spelling for each rule, so that equal rules are equal. */
export function normalizedRule(rule: SecurityGroupRule): SecurityGroupRule {
  const spelled = rule.protocol.toLowerCase();
  const protocol = PROTOCOLS[spelled] ?? spelled;
  if (!/^(-1|tcp|udp|icmp|icmpv6|\d{1,3})$/.test(protocol)) throw invalidValue(`Invalid value '${rule.protocol}' for IP protocol. Unknown protocol.`);
  if (rule.peer.kind === 'cidrIpv4' && !parseCidr(rule.peer.value)) throw invalidValue(`CIDR block ${rule.peer.value} is malformed`);
  if (protocol !== 'tcp' && protocol !== 'udp') {
    const icmp = protocol.startsWith('icmp') ? { fromPort: rule.fromPort ?? -1, toPort: rule.toPort ?? -1 } : { fromPort: undefined, toPort: undefined };
    return { ...rule, protocol, ...icmp };
  }
  const { fromPort, toPort } = rule;
  if (fromPort === undefined || toPort === undefined) throw invalidValue(`Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`);
  if (!(fromPort >= 0 && fromPort <= toPort && toPort <= 65535)) throw invalidValue(`Invalid ${protocol.toUpperCase()} port range: ${fromPort}-${toPort}`);
  return { ...rule, protocol };
}

export function sameRule(one: SecurityGroupRule, other: SecurityGroupRule): boolean {
  const identity = ({ egress, protocol, fromPort, toPort, peer }: SecurityGroupRule): string => JSON.stringify([egress, protocol, fromPort ?? null, toPort ?? null, peer.kind, peer.value]);
  return identity(one) === identity(other);
}

/** How the service names a rule in its errors. */
export function ruleText({ protocol, fromPort, toPort, peer }: SecurityGroupRule): string {
  const what = protocol === '-1' ? 'ALL' : protocol.toUpperCase();
  const ports = fromPort === undefined ? '' : `, from port: ${fromPort}, to port: ${toPort}`;
  return `peer: ${peer.value}, ${what}${ports}, ALLOW`;
}

/** Whether the rules let TCP on the port go to every one of the ranges; `rangesOf` gives what a prefix list stands for. */
export function allowsTcpEgress(rules: readonly SecurityGroupRule[], port: number, destinations: readonly string[], rangesOf: (prefixListId: string) => readonly string[]): boolean {
  const open = rules
    .filter((rule) => rule.egress && (rule.protocol === '-1' || (rule.protocol === 'tcp' && rule.fromPort! <= port && port <= rule.toPort!)))
    .flatMap(({ peer }) => (peer.kind === 'cidrIpv4' ? [peer.value] : peer.kind === 'prefixListId' ? rangesOf(peer.value) : []))
    .map(parseCidr)
    .filter((cidr): cidr is Cidr => cidr !== undefined);
  return destinations.map((text) => parseCidr(text)!).every((destination) => covered(destination, open));
}

/** Inside one range, or with both halves covered: 0.0.0.0/1 and 128.0.0.0/1 are everywhere. */
function covered(range: Cidr, open: readonly Cidr[]): boolean {
  if (open.some((cidr) => contains(cidr, range))) return true;
  const parts = open.filter((cidr) => contains(range, cidr));
  if (range.prefix === 32 || parts.length < 2) return false;
  const prefix = range.prefix + 1;
  return covered({ base: range.base, prefix }, parts) && covered({ base: range.base + 2 ** (32 - prefix), prefix }, parts);
}
