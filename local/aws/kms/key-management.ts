import { Clock, CloudIdentity } from '../../services';
import { parseKeyPolicy, defaultKeyPolicy } from './key-policy';
import { KeyRecord } from './key-record';
import { kmsError } from './kms-errors';
import { KeyRing } from './key-ring';

const ALIAS = /^alias\/[a-zA-Z0-9/_-]{1,250}$/;
const DAY = 86_400_000;

export interface KeySettings {
  readonly policy?: unknown;
  readonly bypassLockoutCheck?: boolean;
  readonly description?: string;
  readonly tags?: Record<string, string>;
  readonly rotation?: boolean;
  readonly enabled?: boolean;
}

/** Making, changing and ending keys and aliases. Permission is asked by the door; CloudFormation comes here directly. */
export class KeyManagement {
  constructor(
    private readonly ring: KeyRing,
    private readonly identity: CloudIdentity,
    private readonly clock: Clock,
  ) {}

  createKey(settings: KeySettings): KeyRecord {
    const policy = settings.policy === undefined ? defaultKeyPolicy(this.identity) : parseKeyPolicy(settings.policy, settings.bypassLockoutCheck);
    return this.ring.create({ ...settings, policy });
  }

  changeKey(key: KeyRecord, settings: KeySettings): KeyRecord {
    if (key.manager === 'AWS') throw kmsError.managedByAws(key.keyArn);
    if (key.state === 'PendingDeletion') throw kmsError.pendingDeletion(key.keyArn);
    if (settings.rotation !== undefined && settings.enabled === undefined && key.state === 'Disabled') throw kmsError.disabled(key.keyArn);
    return this.ring.change(key.keyId, {
      ...(settings.policy === undefined ? {} : { policy: parseKeyPolicy(settings.policy, settings.bypassLockoutCheck) }),
      ...(settings.description === undefined ? {} : { description: settings.description }),
      ...(settings.tags === undefined ? {} : { tags: settings.tags }),
      ...(settings.rotation === undefined ? {} : { rotation: settings.rotation }),
      ...(settings.enabled === undefined ? {} : { state: settings.enabled ? ('Enabled' as const) : ('Disabled' as const) }),
    });
  }

  scheduleDeletion(key: KeyRecord, days = 30): KeyRecord {
    if (key.manager === 'AWS') throw kmsError.managedByAws(key.keyArn);
    if (key.state === 'PendingDeletion') throw kmsError.pendingDeletion(key.keyArn);
    if (!Number.isInteger(days) || days < 7 || days > 30) throw kmsError.validation(`PendingWindowInDays must be between 7 and 30, got: ${days}`);
    return this.ring.change(key.keyId, { state: 'PendingDeletion', deletion: this.clock.now() + days * DAY });
  }

  /** The key comes back disabled, as in the service. */
  cancelDeletion(key: KeyRecord): KeyRecord {
    if (key.state !== 'PendingDeletion') throw kmsError.notPendingDeletion(key.keyArn);
    return this.ring.change(key.keyId, { state: 'Disabled', deletion: undefined });
  }

  createAlias(name: string, target: KeyRecord): void {
    this.checkAliasName(name);
    if (this.ring.alias(name)) throw kmsError.aliasExists(this.ring.arn(name));
    if (target.manager === 'AWS') throw kmsError.managedByAws(target.keyArn);
    if (target.state === 'PendingDeletion') throw kmsError.pendingDeletion(target.keyArn);
    this.ring.putAlias(name, target.keyId);
  }

  moveAlias(name: string, target: KeyRecord): void {
    this.checkAliasName(name);
    if (!this.ring.alias(name)) throw kmsError.aliasNotFound(this.ring.arn(name));
    this.ring.putAlias(name, target.keyId);
  }

  deleteAlias(name: string): void {
    this.checkAliasName(name);
    if (!this.ring.deleteAlias(name)) throw kmsError.aliasNotFound(this.ring.arn(name));
  }

  private checkAliasName(name: string): void {
    if (!ALIAS.test(name ?? '')) throw kmsError.validation(`AliasName must be 'alias/' and up to 250 of letters, digits, '/', '_' and '-', got: ${name}`);
    if (name.startsWith('alias/aws/')) throw kmsError.validation(`AliasName must not start with 'alias/aws/', which is kept for AWS managed keys, got: ${name}`);
  }
}
