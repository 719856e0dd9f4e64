import { malformedPolicy } from '../../access/malformed-policy';
import { NamedPolicy, PolicyDocument, Principal } from '../../access/model';
import { Clock, CloudIdentity, Iam } from '../../services';
import { deleteConflict } from './iam-errors';
import { ManagedPolicies } from './managed-policies';
import { Role, RoleProps, Roles } from './roles';
import { Users } from './users';

export interface IamServiceProps {
  readonly folder?: string;
  readonly identity: CloudIdentity;
  readonly clock: Pick<Clock, 'now'>;
}

export interface RoleWithPolicies extends RoleProps {
  readonly policies?: ReadonlyArray<{ readonly policyName: string; readonly document: unknown }>;
  readonly managedPolicyArns?: readonly string[];
}

/** Roles, users and policies of the account. Whether a caller may pass a role is `withPassRole`'s matter: it needs the authority, which needs this. */
export class IamService implements Omit<Iam, 'requirePassRole'> {
  readonly roles: Roles;
  readonly policies: ManagedPolicies;
  readonly users: Users;
  readonly identity: CloudIdentity;

  constructor({ folder, identity, clock }: IamServiceProps) {
    this.identity = identity;
    this.policies = new ManagedPolicies(folder, identity, clock);
    this.users = new Users(folder, identity, clock);
    this.roles = new Roles(folder, identity, clock, {
      requirePolicy: (arn) => void this.policies.get(arn),
      requirePrincipals: (trust) => this.requirePrincipals(trust),
    });
  }

  /** A role with its policies, or nothing: a role whose policies are refused is not left behind. */
  createRole({ policies = [], managedPolicyArns = [], ...props }: RoleWithPolicies): Role {
    const { roleName } = this.roles.create(props);
    try {
      for (const { policyName, document } of policies) this.roles.putInline(roleName, policyName, document);
      for (const arn of managedPolicyArns) this.roles.attach(roleName, arn);
    } catch (error) {
      this.roles.discard(roleName);
      throw error;
    }
    return this.roles.get(roleName);
  }

  role(nameOrArn: string): Role | undefined {
    return this.roles.find(nameOrArn);
  }

  /** None for a session of a role that was deleted since, even when a role of that name is there again. */
  identityPolicies(principal: Principal): NamedPolicy[] {
    if (principal.kind === 'user') return this.managed(this.users.find(principal.userName)?.attached ?? []);
    const role = this.roleOf(principal);
    if (!role) return [];
    const inline = Object.entries(role.inline).map(([name, document]) => ({ name: `${role.roleName}/${name}`, document }));
    return [...inline, ...this.managed(role.attached)];
  }

  boundary(principal: Principal): NamedPolicy[] | undefined {
    const arn = this.roleOf(principal)?.boundary;
    return arn === undefined ? undefined : this.managed([arn]);
  }

  /** Refused while a role still has the policy, as attachment or as boundary. */
  deletePolicy(arn: string): void {
    this.policies.get(arn);
    const holder = this.roles.list().find((role) => role.attached.includes(arn) || role.boundary === arn);
    if (holder) throw deleteConflict(`a policy is attached to entity ${holder.roleName}: detach it first.`);
    this.policies.delete(arn);
  }

  close(): void {
    this.roles.close();
    this.policies.close();
    this.users.close();
  }

  private roleOf(principal: Principal): Role | undefined {
    if (principal.kind !== 'role') return undefined;
    const role = this.roles.find(principal.roleArn);
    return role?.roleId === principal.roleId ? role : undefined;
  }

  private managed(arns: readonly string[]): NamedPolicy[] {
    return arns.flatMap((arn) => this.policies.find(arn) ?? []).map(({ policyName, document }) => ({ name: policyName, document }));
  }

  /** IAM turns the principals of a trust policy into ids, so they must exist when it is written. */
  private requirePrincipals(trust: PolicyDocument): void {
    const own = `arn:${this.identity.partition}:iam::${this.identity.accountId}:`;
    for (const { Principal: principal } of [trust.Statement].flat()) {
      const named = typeof principal === 'object' ? [principal.AWS ?? []].flat() : [];
      const unknown = named.find((arn) => {
        return (arn.startsWith(`${own}role/`) && !this.roles.find(arn)) || (arn.startsWith(`${own}user/`) && !this.users.find(arn.slice(arn.lastIndexOf('/') + 1)));
      });
      if (unknown !== undefined) throw malformedPolicy(`Invalid principal in policy: "AWS":"${unknown}"`);
    }
  }
}
