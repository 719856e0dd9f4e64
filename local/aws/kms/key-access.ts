import { accessDenied } from '../../access/authority';
import { Caller, NamedPolicy } from '../../access/model';
import { Authority } from '../../services';
import { AwsError } from '../wire/aws-error';
import { grantPolicy } from './grants';
import { KeyRecord } from './key-record';
import { KeyRing } from './key-ring';

type Context = Record<string, string | readonly string[]>;

/** Asks whether a caller may do something with a key: key policy and grants are the policies on the resource. */
export class KeyAccess {
  constructor(
    private readonly ring: KeyRing,
    private readonly authority: Authority,
  ) {}

  require(caller: Caller, action: string, key: KeyRecord, context: Context = {}, requestParameters: Record<string, unknown> = {}): void {
    this.ask(caller, action, key.keyArn, { ...this.keyContext(key), ...context }, { keyId: key.keyArn, ...requestParameters }, [
      { name: `key policy of ${this.ring.aliasesOf(key.keyId)[0] ?? key.keyId}`, document: key.policy },
      ...this.ring.grantsOf(key.keyId).map(grantPolicy),
    ]);
  }

  /** For actions without a key, and for aliases, which have no policy of their own. */
  requireWithoutKey(caller: Caller, action: string, resource = '*', context: Context = {}): void {
    this.ask(caller, action, resource, context, {});
  }

  /** Condition keys of a cryptographic request. */
  static cryptographic(encryptionContext: Readonly<Record<string, string>> = {}, name?: string): Context {
    const names = Object.keys(encryptionContext);
    return {
      ...Object.fromEntries(names.map((key) => [`kms:EncryptionContext:${key}`, encryptionContext[key]])),
      ...(names.length ? { 'kms:EncryptionContextKeys': names } : {}),
      'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT',
      ...(name && /(^|:)alias\//.test(name) ? { 'kms:RequestAlias': name.slice(name.indexOf('alias/')) } : {}),
    };
  }

  private keyContext(key: KeyRecord): Context {
    const aliases = this.ring.aliasesOf(key.keyId);
    return {
      'kms:KeySpec': 'SYMMETRIC_DEFAULT',
      'kms:KeyUsage': 'ENCRYPT_DECRYPT',
      'kms:KeyOrigin': 'AWS_KMS',
      'kms:MultiRegion': 'false',
      ...(aliases.length ? { 'kms:ResourceAliases': aliases } : {}),
      ...Object.fromEntries(Object.entries(key.tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value])),
    };
  }

  private ask(caller: Caller, action: string, resource: string, context: Context, requestParameters: Record<string, unknown>, resourcePolicy?: readonly NamedPolicy[]): void {
    const call = { caller, action, resource, resourcePolicy, requestParameters, context };
    this.authority.require(call, (decision) => new AwsError('AccessDeniedException', accessDenied(call, decision).message));
  }
}
