import { malformedPolicy } from './malformed-policy';
import { PolicyStatement, Principal } from './model';
import { callerArn } from './principal-arn';

/**
 * How a Principal element means the caller. It decides what an allow is worth in the caller's own account:
 * `direct` (user, session, service, `*`) grants by itself; `role` is still bounded by boundary and session policy;
 * `account` only leaves the decision to the account's identity policies.
 */
export type Grant = 'direct' | 'role' | 'account';

export interface PrincipalElement {
  matches(principal: Principal): Grant | undefined;
  /** `*`: the only form that a gateway endpoint's policy can use. */
  readonly everybody: boolean;
}

interface Named {
  readonly everybody: boolean;
  readonly aws: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
}

export function compilePrincipal(statement: PolicyStatement): PrincipalElement | undefined {
  if (statement.Principal !== undefined && statement.NotPrincipal !== undefined) throw malformedPolicy('a statement takes Principal or NotPrincipal, not both');
  if (statement.Principal !== undefined) {
    const named = read('Principal', statement.Principal);
    return { everybody: named.everybody, matches: (principal) => (named.everybody ? 'direct' : grantOf(named, principal)) };
  }
  if (statement.NotPrincipal === undefined) return undefined;
  const named = read('NotPrincipal', statement.NotPrincipal);
  return { everybody: false, matches: (principal) => (isSpared(named, principal, statement.Effect) ? undefined : 'direct') };
}

function grantOf({ aws, services }: Named, principal: Principal): Grant | undefined {
  if (principal.kind === 'service') return services.has(principal.service) ? 'direct' : undefined;
  if (principal.kind === 'anonymous') return undefined;
  if (aws.has(callerArn(principal))) return 'direct';
  if (principal.kind === 'role' && aws.has(principal.roleArn)) return 'role';
  return namesAccount(aws, principal.accountId) ? 'account' : undefined;
}

/**
 * A Deny spares a caller only when NotPrincipal names all that the caller is: session, role and account
 * (the IAM guide asks for all of them). An Allow leaves the caller out when it names any of them.
 */
function isSpared(named: Named, principal: Principal, effect: string): boolean {
  if (named.everybody) return true;
  const { aws } = named;
  if (effect === 'Allow' || principal.kind === 'service' || principal.kind === 'anonymous') return grantOf(named, principal) !== undefined;
  const roleToo = principal.kind !== 'role' || aws.has(principal.roleArn);
  return aws.has(callerArn(principal)) && roleToo && namesAccount(aws, principal.accountId);
}

function namesAccount(aws: ReadonlySet<string>, accountId: string): boolean {
  return aws.has(accountId);
}

function read(element: string, written: NonNullable<PolicyStatement['Principal']>): Named {
  if (written === '*') return { everybody: true, aws: new Set(), services: new Set() };
  if (typeof written !== 'object' || written === null) throw malformedPolicy(`${element} must be "*" or an object, got ${JSON.stringify(written)}`);
  const of = (kind: string) => [written[kind] ?? []].flat();
  const unknown = Object.keys(written).find((kind) => !['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(kind));
  if (unknown !== undefined) throw malformedPolicy(`${element} has no kind "${unknown}": use AWS, Service, Federated or CanonicalUser`);
  const partial = of('AWS').find((arn) => arn !== '*' && arn.includes('*'));
  if (partial !== undefined) throw malformedPolicy(`${element} "${partial}": a part of an ARN cannot be a wildcard here; use "*" with a condition on aws:PrincipalArn`);
  // An account may be written as its number or as the ARN of its root: the same thing.
  const aws = of('AWS').map((arn) => /^arn:[^:]+:iam::(\d{12}):root$/.exec(arn)?.[1] ?? arn);
  return { everybody: aws.includes('*'), aws: new Set(aws), services: new Set(of('Service')) };
}
