import { PolicyDocument } from '../../access/model';
import { Clock, CloudIdentity, RoleRecord } from '../../services';
import { Table } from '../../store/table';
import { alreadyExists, deleteConflict, noSuchEntity } from './iam-errors';
import { checkMaxSessionDuration, checkName, withinQuota } from './iam-limits';
import { policySize, readPolicy } from './policy-document';
import { uniqueId } from './unique-id';

export interface Role extends RoleRecord {
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly createDate: string;
  /** Inline policies by name. */
  readonly inline: Readonly<Record<string, PolicyDocument>>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  /** ARN of the managed policy that bounds the role. */
  readonly boundary?: string;
}

export interface RoleProps {
  readonly roleName: string;
  readonly trust: unknown;
  readonly path?: string;
  readonly description?: string;
  readonly maxSessionDuration?: number;
  readonly boundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a role refers to must be there: managed policies, and principals of its own account. */
export interface References {
  requirePolicy(arn: string): void;
  requirePrincipals(trust: PolicyDocument): void;
}

/** The roles of the account, with all that hangs on them. */
export class Roles {
  private readonly table: Table<Role>;

  constructor(folder: string | undefined, private readonly identity: CloudIdentity, private readonly clock: Pick<Clock, 'now'>, private readonly references: References) {
    this.table = Table.open<Role>(folder, 'iam-roles');
  }

  /** By name, or by the ARN with the right account and path. */
  find(nameOrArn: string): Role | undefined {
    if (!nameOrArn.startsWith('arn:')) return this.table.get(nameOrArn);
    const role = this.table.get(nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1));
    return role?.roleArn === nameOrArn ? role : undefined;
  }

  get(roleName: string): Role {
    const role = this.table.get(roleName);
    if (!role) throw noSuchEntity(`The role with name ${roleName}`);
    return role;
  }

  list(): Role[] {
    return this.table.values();
  }

  /** The ARN a role of this name has, or would have. */
  arnOf(roleName: string, path = '/'): string {
    return this.table.get(roleName)?.roleArn ?? `arn:${this.identity.partition}:iam::${this.identity.accountId}:role${path}${roleName}`;
  }

  create(props: RoleProps): Role {
    const { roleName, path = '/', description, maxSessionDuration = 3600, boundary, tags = {} } = props;
    checkName('roleName', roleName);
    checkName('path', path);
    checkName('description', description ?? '');
    checkMaxSessionDuration(maxSessionDuration);
    withinQuota('TagsPerRole', Object.keys(tags).length);
    if (this.list().some((other) => other.roleName.toLowerCase() === roleName.toLowerCase())) throw alreadyExists(`Role with name ${roleName}`);
    if (boundary !== undefined) this.references.requirePolicy(boundary);
    const trust = this.readTrust(roleName, props.trust);
    const createDate = new Date(this.clock.now()).toISOString();
    return this.store({ roleName, roleArn: this.arnOf(roleName, path), roleId: uniqueId('AROA'), path, trust, tags, description, maxSessionDuration, boundary, createDate, inline: {}, attached: [] });
  }

  /** Takes the properties that are given; the others stay. A boundary of `null` is taken off. */
  update(roleName: string, changes: { readonly description?: string; readonly maxSessionDuration?: number; readonly boundary?: string | null; readonly trust?: unknown }): Role {
    const role = this.get(roleName);
    const { description = role.description, maxSessionDuration = role.maxSessionDuration } = changes;
    const boundary = changes.boundary === null ? undefined : (changes.boundary ?? role.boundary);
    checkName('description', description ?? '');
    checkMaxSessionDuration(maxSessionDuration);
    if (boundary !== undefined) this.references.requirePolicy(boundary);
    const trust = changes.trust === undefined ? role.trust : this.readTrust(roleName, changes.trust);
    return this.store({ ...role, description, maxSessionDuration, boundary, trust });
  }

  putInline(roleName: string, policyName: string, written: unknown): void {
    checkName('policyName', policyName);
    const role = this.get(roleName);
    const inline = { ...role.inline, [policyName]: readPolicy('identity', `${roleName}/${policyName}`, written) };
    withinQuota('InlinePolicySizePerRole', Object.values(inline).reduce((sum, document) => sum + policySize(document), 0));
    this.store({ ...role, inline });
  }

  inline(roleName: string, policyName: string): PolicyDocument {
    const { inline } = this.get(roleName);
    if (!Object.hasOwn(inline, policyName)) throw noSuchEntity(`The role policy with name ${policyName}`);
    return inline[policyName];
  }

  deleteInline(roleName: string, policyName: string): void {
    this.inline(roleName, policyName);
    const { [policyName]: _gone, ...inline } = this.get(roleName).inline;
    this.store({ ...this.get(roleName), inline });
  }

  attach(roleName: string, policyArn: string): void {
    const role = this.get(roleName);
    this.references.requirePolicy(policyArn);
    if (role.attached.includes(policyArn)) return;
    withinQuota('PoliciesPerRole', role.attached.length + 1);
    this.store({ ...role, attached: [...role.attached, policyArn] });
  }

  detach(roleName: string, policyArn: string): void {
    const role = this.get(roleName);
    if (!role.attached.includes(policyArn)) throw noSuchEntity(`Policy ${policyArn} is not attached to role ${roleName}: it`);
    this.store({ ...role, attached: role.attached.filter((arn) => arn !== policyArn) });
  }

  tag(roleName: string, tags: Readonly<Record<string, string>>): void {
    const role = this.get(roleName);
    const all = { ...role.tags, ...tags };
    withinQuota('TagsPerRole', Object.keys(all).length);
    this.store({ ...role, tags: all });
  }

  untag(roleName: string, keys: readonly string[]): void {
    const role = this.get(roleName);
    this.store({ ...role, tags: Object.fromEntries(Object.entries(role.tags).filter(([key]) => !keys.includes(key))) });
  }

  delete(roleName: string): void {
    const role = this.get(roleName);
    if (Object.keys(role.inline).length > 0) throw deleteConflict('must delete policies first.');
    if (role.attached.length > 0) throw deleteConflict('must detach all policies first.');
    this.table.delete(roleName);
  }

  /** Deletes the role with all that hangs on it. */
  discard(roleName: string): void {
    this.table.delete(roleName);
  }

  close(): void {
    this.table.close();
  }

  private store(role: Role): Role {
    this.table.put(role.roleName, role);
    return role;
  }

  private readTrust(roleName: string, written: unknown): PolicyDocument {
    const trust = readPolicy('trust', `trust of ${roleName}`, written);
    withinQuota('ACLSizePerRole', policySize(trust));
    this.references.requirePrincipals(trust);
    return trust;
  }
}
