import { Authority } from '../../services';
import { OperationContext, Operations } from '../wire/http';
import { page, required } from './iam-input';
import { IamService } from './iam-service';
import { encodePolicy } from './policy-document';

/** Policies of a role: inline ones, and attachments of managed ones. */
export function rolePolicyOperations({ roles, policies }: IamService, authority: Pick<Authority, 'require'>): Operations {
  /** The role's name, once the caller may do that to the role. */
  const roleFor = (action: string, input: any, { caller }: OperationContext) => {
    const name = required(input, 'RoleName');
    const attached: string | undefined = input.PolicyArn;
    authority.require({ caller, action: `iam:${action}`, resource: roles.arnOf(name), context: attached === undefined ? {} : { 'iam:PolicyARN': attached } });
    return name;
  };
  return {
    PutRolePolicy(input, context) {
      roles.putInline(roleFor('PutRolePolicy', input, context), required(input, 'PolicyName'), required(input, 'PolicyDocument'));
      return {};
    },
    GetRolePolicy(input, context) {
      const RoleName = roleFor('GetRolePolicy', input, context);
      const PolicyName = required(input, 'PolicyName');
      return { RoleName, PolicyName, PolicyDocument: encodePolicy(roles.inline(RoleName, PolicyName)) };
    },
    ListRolePolicies(input, context) {
      const { entries, ...rest } = page(Object.keys(roles.get(roleFor('ListRolePolicies', input, context)).inline), input);
      return { PolicyNames: entries, ...rest };
    },
    DeleteRolePolicy(input, context) {
      roles.deleteInline(roleFor('DeleteRolePolicy', input, context), required(input, 'PolicyName'));
      return {};
    },
    AttachRolePolicy(input, context) {
      roles.attach(roleFor('AttachRolePolicy', input, context), required(input, 'PolicyArn'));
      return {};
    },
    DetachRolePolicy(input, context) {
      roles.detach(roleFor('DetachRolePolicy', input, context), required(input, 'PolicyArn'));
      return {};
    },
    ListAttachedRolePolicies(input, context) {
      const { attached } = roles.get(roleFor('ListAttachedRolePolicies', input, context));
      const shown = attached.map((arn) => policies.get(arn)).filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
      const { entries, ...rest } = page(shown, input);
      return { AttachedPolicies: entries.map(({ policyName, arn }) => ({ PolicyName: policyName, PolicyArn: arn })), ...rest };
    },
  };
}
