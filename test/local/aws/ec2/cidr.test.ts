import { contains, formatCidr, freeAddresses, nextAddress, overlaps, parseCidr } from '../../../../local/aws/ec2/cidr';

const cidr = (text: string) => parseCidr(text)!;

test.each([
  ['10.0.0.0/16', '10.0.0.0/16'],
  ['10.0.3.7/16', '10.0.0.0/16'],
  ['255.255.255.255/32', '255.255.255.255/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
])('%s is the block %s', (text, block) => {
  expect(formatCidr(cidr(text))).toBe(block);
});

test.each(['10.0.0.0', '10.0.0/16', '10.0.0.256/16', '10.0.0.0/33', '::/0', ''])('"%s" is no block', (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test.each([
  ['10.0.0.0/16', '10.0.255.0/24', true, true],
  ['10.0.255.0/24', '10.0.0.0/16', false, true],
  ['10.0.0.0/24', '10.0.1.0/24', false, false],
  ['0.0.0.0/0', '203.0.113.0/24', true, true],
])('%s and %s: contains %s, overlaps %s', (one, other, inside, both) => {
  expect([contains(cidr(one), cidr(other)), overlaps(cidr(one), cidr(other))]).toEqual([inside, both]);
});

test('EC2 keeps five addresses of a subnet', () => {
  expect(freeAddresses(cidr('10.0.0.0/24'), 0)).toBe(251);
  expect(freeAddresses(cidr('10.0.0.0/28'), 3)).toBe(8);
});

test('addresses are given from the fourth on, the last is never given', () => {
  const block = cidr('10.0.0.0/29');
  expect(nextAddress(block, new Set())).toBe('10.0.0.4');
  expect(nextAddress(block, new Set(['10.0.0.4', '10.0.0.6']))).toBe('10.0.0.5');
  expect(nextAddress(block, new Set(['10.0.0.4', '10.0.0.5', '10.0.0.6']))).toBeUndefined();
});
