import { encodePolicy } from './policy-document';
import { ManagedPolicy } from './managed-policies';
import { Role } from './roles';
import { User } from './users';

/** How IAM shows its entities on the wire. */
export function roleAnswer(role: Role): Record<string, unknown> {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.roleArn,
    CreateDate: role.createDate,
    AssumeRolePolicyDocument: encodePolicy(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    PermissionsBoundary: role.boundary && { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.boundary },
    Tags: tagsAnswer(role.tags),
  };
}

export function policyAnswer(policy: ManagedPolicy, attachmentCount: number): Record<string, unknown> {
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.version,
    AttachmentCount: attachmentCount,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: policy.createDate,
    UpdateDate: policy.updateDate,
  };
}

export function userAnswer(user: User): Record<string, unknown> {
  return { Path: '/', UserName: user.userName, UserId: user.userId, Arn: user.arn, CreateDate: user.createDate, Tags: tagsAnswer(user.tags) };
}

export function tagsAnswer(tags: Readonly<Record<string, string>>): Array<{ Key: string; Value: string }> {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
