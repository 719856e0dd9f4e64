import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Violation } from '../spec/violation';
import { warn } from './annotation';

/** A prefix goes into policies and into the request: it must mean the same in both. */
export function checkPrefix(prefix: string, property: string): Violation[] {
  if (Token.isUnresolved(prefix)) return [];
  const broken = prefix.startsWith('/') ? 'must not start with a slash' : /[*?]|\$\{/.test(prefix) ? "must not hold '*', '?' or '${', which policies read as wildcards or variables" : undefined;
  return broken ? [{ rule: 'prefix', path: property, property, value: `'${prefix}'`, must: broken, mend: "give the plain start of the keys, as in 'selfies/'" }] : [];
}

/** S3 compares texts: `in` matches `in-old/…` as well. */
export function warnOfOpenPrefix(scope: IConstruct, prefix: string): void {
  if (Token.isUnresolved(prefix) || prefix.endsWith('/')) return;
  warn(scope, 'open-prefix', prefix === '' ? 'the input is the whole bucket; name a prefix that ends with a slash' : `the input prefix '${prefix}' also matches keys such as '${prefix}-old/…'; end it with a slash`);
}
