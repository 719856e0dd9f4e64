import { accessDenied } from '../../access/authority';
import { Authority, Iam } from '../../services';
import { IamService } from './iam-service';

/** The port that the other services ask: IAM's data, and the decision whether a caller may hand a role to a service. */
export function withPassRole(iam: IamService, authority: Pick<Authority, 'require'>): Iam {
  return {
    role: (nameOrArn) => iam.role(nameOrArn),
    identityPolicies: (principal) => iam.identityPolicies(principal),
    boundary: (principal) => iam.boundary(principal),
    requirePassRole(caller, roleArn, service) {
      const call = { caller, action: 'iam:PassRole', resource: roleArn };
      if (roleArn.split(':')[4] !== iam.identity.accountId) throw accessDenied(call, { explanation: 'a role of another account cannot be passed' });
      authority.require({ ...call, context: { 'iam:PassedToService': service } });
    },
  };
}
