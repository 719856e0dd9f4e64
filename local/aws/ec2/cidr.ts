/** An IPv4 range: the first address as a number, and the length of the network part. */
export interface Cidr {
  readonly base: number;
  readonly prefix: number;
}

/** Undefined unless the text is `a.b.c.d/n`. Host bits are cleared, as EC2 does. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number);
  if ([a, b, c, d].some((part) => part > 255) || prefix > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return { base: address - (address % sizeOf(prefix)), prefix };
}

export function formatCidr({ base, prefix }: Cidr): string {
  return `${formatAddress(base)}/${prefix}`;
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** Number of addresses behind a network part of that length. */
export function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.prefix >= outer.prefix && inner.base >= outer.base && inner.base < outer.base + sizeOf(outer.prefix);
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** EC2 keeps the first four addresses of a subnet and the last one. */
const RESERVED = 5;

export function freeAddresses(subnet: Cidr, used: number): number {
  return sizeOf(subnet.prefix) - RESERVED - used;
}

/** The lowest address that is not taken. */
export function nextAddress(subnet: Cidr, taken: ReadonlySet<string>): string | undefined {
  for (let address = subnet.base + 4; address < subnet.base + sizeOf(subnet.prefix) - 1; address++) {
    const text = formatAddress(address);
    if (!taken.has(text)) return text;
  }
  return undefined;
}
