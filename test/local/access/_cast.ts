import { evaluate } from '../../../local/access/evaluate';
import { AccessRequest, Caller, NamedPolicy, NetworkPath, PolicySet, PolicyStatement, Principal } from '../../../local/access/model';

/** Who plays in the access tests. */
export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const REGION = 'us-east-1';
export const OUR_ENDPOINT = 'vpce-0aaa';

type RolePrincipal = Principal & { readonly kind: 'role' };
type UserPrincipal = Principal & { readonly kind: 'user' };

export function role(roleName: string, overrides: Partial<RolePrincipal> = {}): RolePrincipal {
  const accountId = overrides.accountId ?? ACCOUNT;
  return {
    kind: 'role',
    accountId,
    roleName,
    roleArn: `arn:aws:iam::${accountId}:role/${roleName}`,
    roleId: `AROA${roleName.toUpperCase()}`,
    sessionName: 'SageMaker',
    tags: {},
    ...overrides,
  };
}

export function user(userName: string, overrides: Partial<UserPrincipal> = {}): UserPrincipal {
  const accountId = overrides.accountId ?? ACCOUNT;
  return { kind: 'user', accountId, userName, arn: `arn:aws:iam::${accountId}:user/${userName}`, userId: `AIDA${userName.toUpperCase()}`, tags: {}, ...overrides };
}

export const service = (name: string): Principal => ({ kind: 'service', service: `${name}.amazonaws.com` });
export const anonymous: Principal = { kind: 'anonymous' };

export const internet: NetworkPath = { kind: 'internet', sourceIp: '203.0.113.7' };
export const endpoint = (vpcEndpointId = OUR_ENDPOINT): NetworkPath => ({ kind: 'endpoint', vpcEndpointId, vpcId: 'vpc-0aaa', vpcSourceIp: '10.0.0.5' });

export function from(principal: Principal, network: NetworkPath = internet, more: Partial<Caller> = {}): Caller {
  return { principal, network, secureTransport: true, ...more };
}

export function policy(name: string, ...statements: PolicyStatement[]): NamedPolicy {
  return { name, document: { Version: '2012-10-17', Statement: statements } };
}

export const allowAll = policy('all', { Effect: 'Allow', Action: '*', Resource: '*' });
export const allowS3 = policy('all of S3', { Effect: 'Allow', Action: 's3:*', Resource: '*' });

export function request(caller: Caller, action: string, resource: string, more: Partial<AccessRequest> = {}): AccessRequest {
  return { caller, action, resource, resourceAccount: ACCOUNT, region: REGION, ...more };
}

export function answer(asked: AccessRequest, policies: PolicySet): boolean {
  return evaluate(asked, policies).allowed;
}
