import { BlockList, isIP } from 'node:net';
import { textOf } from '../pattern';
import { withNegation } from './operator';

/** An address or a range: `203.0.113.0/24`, `2001:db8::/32`. */
export const ipAddressOperators = withNegation({
  name: 'IpAddress',
  compile: (value) => {
    const range = readRange(textOf(value));
    if (!range) return undefined;
    return (actual) => {
      const version = isIP(actual!);
      return version !== 0 && range.check(actual!, version === 4 ? 'ipv4' : 'ipv6');
    };
  },
}, 'NotIpAddress');

function readRange(text: string): BlockList | undefined {
  const [address, length, ...rest] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const bits = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  if (version === 0 || rest.length > 0 || !(bits <= most)) return undefined;
  const range = new BlockList();
  range.addSubnet(address, bits, version === 4 ? 'ipv4' : 'ipv6');
  return range;
}
