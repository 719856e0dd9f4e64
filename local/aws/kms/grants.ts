import { NamedPolicy, PolicyStatement } from '../../access/model';
import { kmsError } from './kms-errors';

/** What a grant may allow on a symmetric key. */
export const GRANT_OPERATIONS = [
  'Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo', 'CreateGrant', 'RetireGrant', 'DescribeKey',
] as const;

export interface GrantConstraints {
  readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
  readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
}

export interface GrantRecord {
  readonly grantId: string;
  readonly keyId: string;
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string;
  readonly operations: readonly string[];
  readonly constraints?: GrantConstraints;
  readonly name?: string;
  readonly issuingAccount: string;
  /** Epoch milliseconds. */
  readonly created: number;
}

/** Operations whose requests carry an encryption context; a constraint binds only these. */
const CRYPTOGRAPHIC = /^(Decrypt|Encrypt|GenerateDataKey|ReEncrypt)/;
const SERVICE_PRINCIPAL = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/;

function constraintConditions(constraints: GrantConstraints | undefined): Record<string, Record<string, unknown>> | undefined {
  const equals = constraints?.EncryptionContextEquals;
  const pairs = equals ?? constraints?.EncryptionContextSubset;
  if (!pairs) return undefined;
  const wanted = Object.fromEntries(Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]));
  return {
    StringEquals: wanted,
    ...(equals ? { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': Object.keys(equals) } } : {}),
  };
}

/**
 * A grant read as an allow on the key, so that one evaluator decides and explains: it helps where policies are
 * silent and never against an explicit deny.
 */
export function grantPolicy(grant: GrantRecord): NamedPolicy {
  const allow = (operations: readonly string[], condition?: Record<string, Record<string, unknown>>): PolicyStatement => ({
    Effect: 'Allow',
    Principal: { [SERVICE_PRINCIPAL.test(grant.granteePrincipal) ? 'Service' : 'AWS']: grant.granteePrincipal },
    Action: operations.map((operation) => `kms:${operation}`),
    Resource: '*',
    ...(condition ? { Condition: condition } : {}),
  });
  const cryptographic = grant.operations.filter((operation) => CRYPTOGRAPHIC.test(operation));
  const others = grant.operations.filter((operation) => !CRYPTOGRAPHIC.test(operation));
  return {
    name: `grant ${grant.grantId}`,
    document: {
      Version: '2012-10-17',
      Statement: [
        ...(cryptographic.length ? [allow(cryptographic, constraintConditions(grant.constraints))] : []),
        ...(others.length ? [allow(others)] : []),
      ],
    },
  };
}

export function checkGrant(granteePrincipal: string, operations: readonly string[], constraints?: GrantConstraints): void {
  if (!granteePrincipal || !(granteePrincipal.startsWith('arn:') || SERVICE_PRINCIPAL.test(granteePrincipal))) {
    throw kmsError.validation(`GranteePrincipal must be the ARN of a principal or a service principal, got: ${granteePrincipal}`);
  }
  if (!operations?.length) throw kmsError.validation("1 validation error detected: Value null at 'operations' failed to satisfy constraint: Member must not be null");
  const unknown = operations.filter((operation) => !(GRANT_OPERATIONS as readonly string[]).includes(operation));
  if (unknown.length) throw kmsError.validation(`Operations of a grant on a symmetric key must be among [${GRANT_OPERATIONS.join(', ')}], got: ${unknown.join(', ')}`);
  const others = Object.keys(constraints ?? {}).filter((name) => name !== 'EncryptionContextEquals' && name !== 'EncryptionContextSubset');
  if (others.length) throw kmsError.validation(`Constraints of a grant must be EncryptionContextEquals or EncryptionContextSubset here, got: ${others.join(', ')}`);
  if (constraints?.EncryptionContextEquals && constraints.EncryptionContextSubset) {
    throw kmsError.validation('A grant has EncryptionContextEquals or EncryptionContextSubset, not both');
  }
}
