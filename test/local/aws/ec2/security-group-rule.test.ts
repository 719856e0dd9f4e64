import { allowsTcpEgress, normalizedRule, sameRule, SecurityGroupRule } from '../../../../local/aws/ec2/security-group-rule';
import { refusal } from './_network';

const rule = (changes: Partial<SecurityGroupRule> = {}): SecurityGroupRule =>
  ({ egress: true, protocol: 'tcp', fromPort: 443, toPort: 443, peer: { kind: 'cidrIpv4', value: '0.0.0.0/0' }, ...changes });
const to = (value: string): SecurityGroupRule['peer'] => ({ kind: 'cidrIpv4', value });
const list = (value: string): SecurityGroupRule['peer'] => ({ kind: 'prefixListId', value });
const RANGES = ['52.216.0.0/15', '3.5.0.0/19'];
const LISTS: Record<string, string[]> = { 'pl-s3': RANGES, 'pl-half': RANGES.slice(0, 1), 'pl-mine': ['0.0.0.0/0'] };

test.each<[string, SecurityGroupRule[], boolean]>([
  ['everywhere', [rule()], true],
  ['all protocols', [rule({ protocol: '-1', fromPort: undefined, toPort: undefined })], true],
  ['a range of ports around 443', [rule({ fromPort: 0, toPort: 65535 })], true],
  ['the prefix list', [rule({ peer: list('pl-s3') })], true],
  ['a list of one\'s own that is wide enough', [rule({ peer: list('pl-mine') })], true],
  ['two halves of the world', [rule({ peer: to('0.0.0.0/1') }), rule({ peer: to('128.0.0.0/1') })], true],
  ['each range in two halves', ['52.216.0.0/16', '52.217.0.0/16', '3.5.0.0/20', '3.5.16.0/20'].map((block) => rule({ peer: to(block) })), true],
  ['nothing', [], false],
  ['inbound only', [rule({ egress: false })], false],
  ['another port', [rule({ fromPort: 80, toPort: 80 })], false],
  ['UDP', [rule({ protocol: 'udp' })], false],
  ['the half of the world that the service is in', [rule({ peer: to('0.0.0.0/1') })], true],
  ['the other half of the world', [rule({ peer: to('128.0.0.0/1') })], false],
  ['only some of the ranges', [rule({ peer: list('pl-half') })], false],
  ['half of a range', [rule({ peer: list('pl-half') }), rule({ peer: to('3.5.0.0/20') })], false],
  ['an unknown list', [rule({ peer: list('pl-gone') })], false],
  ['another group', [rule({ peer: { kind: 'groupId', value: 'sg-1' } })], false],
])('TCP 443 to the service with egress to %s', (_what, rules, allowed) => {
  expect(allowsTcpEgress(rules, 443, RANGES, (id) => LISTS[id] ?? [])).toBe(allowed);
});

test('rules are equal by what they allow, not by how they are written', () => {
  expect(sameRule(normalizedRule(rule({ protocol: '6', description: 'a' })), normalizedRule(rule({ protocol: 'TCP' })))).toBe(true);
  expect(sameRule(normalizedRule(rule({ protocol: '-1' })), normalizedRule(rule({ protocol: '-1', fromPort: 0, toPort: 0 })))).toBe(true);
  expect(sameRule(rule(), rule({ egress: false }))).toBe(false);
  expect(sameRule(rule(), rule({ peer: to('10.0.0.0/8') }))).toBe(false);
});

test.each<[string, Partial<SecurityGroupRule>, RegExp]>([
  ['TCP without ports', { fromPort: undefined, toPort: undefined }, /both from and to ports/],
  ['ports the wrong way round', { fromPort: 2, toPort: 1 }, /TCP port range: 2-1/],
  ['a port beyond the range', { toPort: 65536 }, /443-65536/],
  ['an unknown protocol', { protocol: 'http' }, /'http'/],
  ['a CIDR that is none', { peer: to('everywhere') }, /everywhere is malformed/],
])('%s is refused', (_what, changes, message) => {
  expect(refusal(() => normalizedRule(rule(changes)))).toEqual({ code: 'InvalidParameterValue', message: expect.stringMatching(message) });
});
