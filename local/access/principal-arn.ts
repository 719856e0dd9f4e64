import { Principal } from './model';

/** What `aws:PrincipalArn` says: of a session the role's ARN. Services and anonymous callers have none. */
export function principalArn(principal: Principal): string | undefined {
  if (principal.kind === 'role') return principal.roleArn;
  return principal.kind === 'user' ? principal.arn : undefined;
}

/** `arn:aws:sts::111122223333:assumed-role/JobRole/SageMaker`: the role's name without its path. */
export function sessionArn(principal: Principal & { readonly kind: 'role' }): string {
  const partition = principal.roleArn.split(':')[1];
  return `arn:${partition}:sts::${principal.accountId}:assumed-role/${principal.roleName}/${principal.sessionName}`;
}

/** Who it is, as GetCallerIdentity and error texts say it. */
export function callerArn(principal: Principal): string {
  switch (principal.kind) {
    case 'role': return sessionArn(principal);
    case 'user': return principal.arn;
    case 'service': return principal.service;
    case 'anonymous': return 'anonymous';
  }
}

/** What `aws:userid` says. */
export function userId(principal: Principal): string | undefined {
  switch (principal.kind) {
    case 'role': return `${principal.roleId}:${principal.sessionName}`;
    case 'user': return principal.userId;
    case 'service': return undefined;
    case 'anonymous': return 'anonymous';
  }
}

/** Services and anonymous callers belong to no account. */
export function accountOf(principal: Principal): string | undefined {
  return principal.kind === 'role' || principal.kind === 'user' ? principal.accountId : undefined;
}
