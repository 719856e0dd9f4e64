import { isIPv4, isIPv6 } from 'node:net';
import { validationError } from './template';

/** `Fn::Cidr`: the first `count` blocks within `block` that leave `hostBits` bits for hosts. */
export function cidrBlocks(block: string, count: number, hostBits?: number): string[] {
  const [address, length] = block.split('/');
  const width = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  const prefix = Number(length);
  if (!width || !Number.isInteger(prefix) || prefix < 0 || prefix > width) throw validationError(`Template error: Fn::Cidr needs a CIDR block, got: ${block}`);
  if (!Number.isInteger(count) || count < 1 || count > 256) throw validationError(`Template error: Fn::Cidr count must be from 1 to 256, got: ${count}`);
  const bits = hostBits ?? (width === 32 ? 8 : 64);
  if (bits < 1 || width - bits < prefix || 2 ** (width - bits - prefix) < count) {
    throw validationError(`Template error: Fn::Cidr cannot cut ${count} blocks with ${bits} host bits out of ${block}`);
  }
  const network = (toNumber(address, width) >> BigInt(width - prefix)) << BigInt(width - prefix);
  return Array.from({ length: count }, (_, index) => `${toAddress(network + (BigInt(index) << BigInt(bits)), width)}/${width - bits}`);
}

function toNumber(address: string, width: 32 | 128): bigint {
  if (width === 32) return address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  const [head, tail] = address.split('::').map((half) => (half ? half.split(':') : []));
  const groups = tail === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

function toAddress(value: bigint, width: 32 | 128): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}
