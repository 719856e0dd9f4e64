import { randomBytes } from 'node:crypto';

/** `vpc-0a1b…`: the prefix and 17 hexadecimal digits, of which the first is 0 as in AWS's own. */
export function resourceId(prefix: string): string {
  return `${prefix}-0${randomBytes(8).toString('hex')}`;
}
