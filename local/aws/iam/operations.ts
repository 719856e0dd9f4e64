import { Authority } from '../../services';
import { Operations } from '../wire/http';
import { IamService } from './iam-service';
import { managedPolicyOperations } from './managed-policy-operations';
import { roleOperations } from './role-operations';
import { rolePolicyOperations } from './role-policy-operations';
import { userOperations } from './user-operations';

/** Query protocol, version 2010-05-08. */
export const IAM_VERSION = '2010-05-08';
export const IAM_XMLNS = 'https://iam.amazonaws.com/doc/2010-05-08/';

export function iamOperations(iam: IamService, authority: Pick<Authority, 'require'>): Operations {
  return {
    ...roleOperations(iam, authority),
    ...rolePolicyOperations(iam, authority),
    ...managedPolicyOperations(iam, authority),
    ...userOperations(iam, authority),
  };
}
