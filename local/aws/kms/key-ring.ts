import { randomBytes, randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { PolicyDocument } from '../../access/model';
import { Clock, CloudIdentity } from '../../services';
import { Table } from '../../store/table';
import { GrantRecord } from './grants';
import { awsManagedKeyPolicy } from './key-policy';
import { AliasRecord, KeyRecord } from './key-record';
import { kmsError } from './kms-errors';

/** Keys, aliases and grants as they are kept. Asks nobody for permission. */
export class KeyRing {
  private readonly keys: Table<KeyRecord>;
  private readonly aliases: Table<AliasRecord>;
  private readonly grants: Table<GrantRecord>;

  constructor(
    folder: string | undefined,
    private readonly identity: CloudIdentity,
    private readonly clock: Clock,
  ) {
    const home = folder && path.join(folder, 'kms');
    this.keys = Table.open(home, 'keys');
    this.aliases = Table.open(home, 'aliases');
    this.grants = Table.open(home, 'grants');
  }

  close(): void {
    for (const table of [this.keys, this.aliases, this.grants]) table.close();
  }

  arn(resource: string): string {
    const { partition, region, accountId } = this.identity;
    return `arn:${partition}:kms:${region}:${accountId}:${resource}`;
  }

  create(options: { policy: PolicyDocument; description?: string; tags?: Record<string, string>; rotation?: boolean; enabled?: boolean; manager?: 'CUSTOMER' | 'AWS' }): KeyRecord {
    const keyId = randomUUID();
    const record: KeyRecord = {
      keyId,
      keyArn: this.arn(`key/${keyId}`),
      manager: options.manager ?? 'CUSTOMER',
      description: options.description ?? '',
      created: this.clock.now(),
      state: options.enabled === false ? 'Disabled' : 'Enabled',
      rotation: options.rotation ?? false,
      policy: options.policy,
      tags: options.tags ?? {},
      material: randomBytes(32).toString('base64'),
    };
    this.keys.put(keyId, record);
    return record;
  }

  change(keyId: string, changes: Partial<KeyRecord>): KeyRecord {
    const changed = { ...this.byId(keyId), ...changes };
    this.keys.put(keyId, changed);
    return changed;
  }

  /** Key id, key ARN, alias name or alias ARN. */
  find(name: string): KeyRecord {
    const prefix = this.arn('');
    const isArn = name.startsWith('arn:');
    if (isArn && !name.startsWith(prefix)) throw kmsError.invalidKeyId(name); // another partition, region or account
    const resource = isArn ? name.slice(prefix.length) : name;
    if (resource.startsWith('alias/aws/')) return this.managed(resource.slice('alias/aws/'.length));
    if (resource.startsWith('alias/')) {
      const alias = this.aliases.get(resource);
      if (!alias) throw kmsError.aliasNotFound(this.arn(resource));
      return this.byId(alias.keyId);
    }
    if (isArn && !resource.startsWith('key/')) throw kmsError.invalidKeyId(name);
    return this.byId(isArn ? resource.slice('key/'.length) : name);
  }

  /** The key `alias/aws/<service>`, made when first asked for. */
  managed(service: string): KeyRecord {
    const name = `alias/aws/${service}`;
    const alias = this.aliases.get(name);
    if (alias) return this.byId(alias.keyId);
    const record = this.create({
      policy: awsManagedKeyPolicy(service, this.identity),
      description: `Default key that protects my ${service.toUpperCase()} objects when no other key is defined`,
      rotation: true,
      manager: 'AWS',
    });
    this.aliases.put(name, { name, keyId: record.keyId, created: this.clock.now() });
    return record;
  }

  all(): KeyRecord[] {
    return this.keys.keys().flatMap((keyId) => this.live(keyId) ?? []);
  }

  allAliases(): AliasRecord[] {
    return this.aliases.values();
  }

  aliasesOf(keyId: string): string[] {
    return this.aliases.values().filter((alias) => alias.keyId === keyId).map((alias) => alias.name);
  }

  alias(name: string): AliasRecord | undefined {
    return this.aliases.get(name);
  }

  putAlias(name: string, keyId: string): void {
    this.aliases.put(name, { name, keyId, created: this.aliases.get(name)?.created ?? this.clock.now() });
  }

  deleteAlias(name: string): boolean {
    return this.aliases.delete(name);
  }

  grantsOf(keyId: string): GrantRecord[] {
    return this.grants.values().filter((grant) => grant.keyId === keyId);
  }

  grant(grantId: string): GrantRecord | undefined {
    return this.grants.get(grantId);
  }

  putGrant(grant: Omit<GrantRecord, 'grantId' | 'created' | 'issuingAccount'>): GrantRecord {
    const record: GrantRecord = { ...grant, grantId: randomBytes(32).toString('hex'), created: this.clock.now(), issuingAccount: `arn:${this.identity.partition}:iam::${this.identity.accountId}:root` };
    this.grants.put(record.grantId, record);
    return record;
  }

  deleteGrant(grantId: string): void {
    this.grants.delete(grantId);
  }

  private byId(keyId: string): KeyRecord {
    const record = this.live(keyId);
    if (!record) throw kmsError.keyNotFound(this.arn(`key/${keyId}`));
    return record;
  }

  /** A key whose waiting period is over is gone with its aliases and grants, whenever that is noticed. */
  private live(keyId: string): KeyRecord | undefined {
    const record = this.keys.get(keyId);
    if (record?.deletion === undefined || record.deletion > this.clock.now()) return record;
    this.keys.delete(keyId);
    for (const name of this.aliasesOf(keyId)) this.aliases.delete(name);
    for (const grant of this.grantsOf(keyId)) this.grants.delete(grant.grantId);
    return undefined;
  }
}
