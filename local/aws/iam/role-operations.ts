import { Authority } from '../../services';
import { Operations } from '../wire/http';
import { roleAnswer, tagsAnswer } from './iam-answers';
import { page, readTags, required } from './iam-input';
import { IamService } from './iam-service';

export function roleOperations({ roles }: IamService, authority: Pick<Authority, 'require'>): Operations {
  return {
    GetRole(input, { caller }) {
      const name = required(input, 'RoleName');
      authority.require({ caller, action: 'iam:GetRole', resource: roles.arnOf(name) });
      return { Role: roleAnswer(roles.get(name)) };
    },
    ListRoles(input, { caller }) {
      const prefix: string = input.PathPrefix ?? '/';
      authority.require({ caller, action: 'iam:ListRoles', resource: roles.arnOf('*', prefix) });
      const { entries, ...rest } = page(roles.list().filter((role) => role.path.startsWith(prefix)), input);
      return { Roles: entries.map((role) => ({ ...roleAnswer(role), Tags: undefined, PermissionsBoundary: undefined })), ...rest };
    },
    CreateRole(input, { caller }) {
      const roleName = required(input, 'RoleName');
      const tags = readTags(input.Tags);
      const boundary: string | undefined = input.PermissionsBoundary;
      authority.require({
        caller,
        action: 'iam:CreateRole',
        resource: roles.arnOf(roleName, input.Path),
        context: { ...requestTags(tags), ...(boundary && { 'iam:PermissionsBoundary': boundary }) },
      });
      return {
        Role: roleAnswer(roles.create({
          roleName,
          trust: required(input, 'AssumeRolePolicyDocument'),
          path: input.Path,
          description: input.Description,
          maxSessionDuration: input.MaxSessionDuration === undefined ? undefined : Number(input.MaxSessionDuration),
          boundary,
          tags,
        })),
      };
    },
    DeleteRole(input, { caller }) {
      const name = required(input, 'RoleName');
      authority.require({ caller, action: 'iam:DeleteRole', resource: roles.arnOf(name) });
      roles.delete(name);
      return {};
    },
    UpdateAssumeRolePolicy(input, { caller }) {
      const name = required(input, 'RoleName');
      authority.require({ caller, action: 'iam:UpdateAssumeRolePolicy', resource: roles.arnOf(name) });
      roles.update(name, { trust: required(input, 'PolicyDocument') });
      return {};
    },
    TagRole(input, { caller }) {
      const name = required(input, 'RoleName');
      const tags = readTags(input.Tags);
      authority.require({ caller, action: 'iam:TagRole', resource: roles.arnOf(name), context: requestTags(tags) });
      roles.tag(name, tags);
      return {};
    },
    UntagRole(input, { caller }) {
      const name = required(input, 'RoleName');
      const keys: string[] = input.TagKeys ?? [];
      authority.require({ caller, action: 'iam:UntagRole', resource: roles.arnOf(name), context: { 'aws:TagKeys': keys } });
      roles.untag(name, keys);
      return {};
    },
    ListRoleTags(input, { caller }) {
      const name = required(input, 'RoleName');
      authority.require({ caller, action: 'iam:ListRoleTags', resource: roles.arnOf(name) });
      const { entries, ...rest } = page(tagsAnswer(roles.get(name).tags), input);
      return { Tags: entries, ...rest };
    },
  };
}

function requestTags(tags: Readonly<Record<string, string>>): Record<string, string | string[]> {
  const named = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  return { ...named, 'aws:TagKeys': Object.keys(tags) };
}
