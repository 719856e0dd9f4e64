import { randomBytes } from 'node:crypto';
import { Authority, Clock, CloudIdentity, Kms, KmsCall } from '../../services';
import { keyIdOf, open, seal } from './ciphertext';
import { checkGrant, GrantConstraints, GrantRecord } from './grants';
import { KeyAccess } from './key-access';
import { KeyManagement } from './key-management';
import { KeyRecord } from './key-record';
import { KeyRing } from './key-ring';
import { kmsError } from './kms-errors';

export interface GrantRequest extends KmsCall {
  readonly keyId: string;
  readonly granteePrincipal: string;
  readonly operations: readonly string[];
  readonly retiringPrincipal?: string;
  readonly constraints?: GrantConstraints;
  readonly name?: string;
  readonly isForAwsResource?: boolean;
}

/** Symmetric keys with real material: what a policy forbids to decrypt, stays encrypted. */
export class KmsService implements Kms {
  readonly ring: KeyRing;
  readonly access: KeyAccess;
  readonly management: KeyManagement;

  constructor(services: { readonly folder?: string; readonly identity: CloudIdentity; readonly clock: Clock; readonly authority: Authority }) {
    this.ring = new KeyRing(services.folder, services.identity, services.clock);
    this.access = new KeyAccess(this.ring, services.authority);
    this.management = new KeyManagement(this.ring, services.identity, services.clock);
  }

  close(): void {
    this.ring.close();
  }

  resolve(keyId: string): string {
    return this.ring.find(keyId).keyArn;
  }

  awsManagedKey(service: string): string {
    return this.ring.managed(service).keyArn;
  }

  describe(keyId: string) {
    const { keyArn, keyId: id, state, manager } = this.ring.find(keyId);
    return { keyArn, keyId: id, enabled: state === 'Enabled', keyState: state, keySpec: 'SYMMETRIC_DEFAULT', keyUsage: 'ENCRYPT_DECRYPT', manager };
  }

  generateDataKey(request: KmsCall & { readonly keyId: string; readonly withoutPlaintext?: boolean; readonly numberOfBytes?: number }) {
    const key = this.ring.find(request.keyId);
    this.requireUse(request, request.withoutPlaintext ? 'kms:GenerateDataKeyWithoutPlaintext' : 'kms:GenerateDataKey', key, request.keyId);
    const plaintext = randomBytes(request.numberOfBytes ?? 32);
    return { plaintext, ciphertext: sealWith(key, plaintext, request), keyArn: key.keyArn };
  }

  encrypt(request: KmsCall & { readonly keyId: string; readonly plaintext: Buffer }) {
    if (!request.plaintext.length || request.plaintext.length > 4096) {
      throw kmsError.validation(`1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length between 1 and 4096, got: ${request.plaintext.length}`);
    }
    const key = this.ring.find(request.keyId);
    this.requireUse(request, 'kms:Encrypt', key, request.keyId);
    return { ciphertext: sealWith(key, request.plaintext, request), keyArn: key.keyArn };
  }

  decrypt(request: KmsCall & { readonly ciphertext: Buffer; readonly keyId?: string }) {
    const key = this.keyOf(request.ciphertext, request.keyId);
    this.requireUse(request, 'kms:Decrypt', key, request.keyId);
    return { plaintext: openWith(key, request.ciphertext, request), keyArn: key.keyArn };
  }

  reEncrypt(request: KmsCall & { readonly ciphertext: Buffer; readonly sourceKeyId?: string; readonly destinationKeyId: string; readonly destinationContext?: Readonly<Record<string, string>> }) {
    const source = this.keyOf(request.ciphertext, request.sourceKeyId);
    const destination = this.ring.find(request.destinationKeyId);
    const same = { 'kms:ReEncryptOnSameKey': String(source.keyId === destination.keyId) };
    this.requireUse(request, 'kms:ReEncryptFrom', source, request.sourceKeyId, same);
    const to = { caller: request.caller, encryptionContext: request.destinationContext };
    this.requireUse(to, 'kms:ReEncryptTo', destination, request.destinationKeyId, same);
    return { ciphertext: sealWith(destination, openWith(source, request.ciphertext, request), to), keyArn: destination.keyArn, sourceKeyArn: source.keyArn };
  }

  createGrant(request: GrantRequest): GrantRecord {
    checkGrant(request.granteePrincipal, request.operations, request.constraints);
    const key = this.ring.find(request.keyId);
    if (key.manager === 'AWS' && !request.caller.viaService && !request.isForAwsResource) throw kmsError.managedByAws(key.keyArn);
    const constraint = Object.keys(request.constraints ?? {})[0];
    this.access.require(
      request.caller,
      'kms:CreateGrant',
      key,
      {
        ...(request.encryptionContext ? KeyAccess.cryptographic(request.encryptionContext) : {}),
        'kms:GrantIsForAWSResource': String(request.isForAwsResource ?? request.caller.viaService !== undefined),
        'kms:GranteePrincipal': request.granteePrincipal,
        'kms:GrantOperations': request.operations,
        ...(request.retiringPrincipal ? { 'kms:RetiringPrincipal': request.retiringPrincipal } : {}),
        ...(constraint ? { 'kms:GrantConstraintType': constraint } : {}),
      },
      { granteePrincipal: request.granteePrincipal, operations: request.operations },
    );
    requireEnabled(key);
    const { granteePrincipal, operations, retiringPrincipal, constraints, name } = request;
    const wanted = { keyId: key.keyId, granteePrincipal, operations, retiringPrincipal, constraints, name };
    return this.ring.grantsOf(key.keyId).find((grant) => name !== undefined && isSameGrant(grant, wanted)) ?? this.ring.putGrant(wanted);
  }

  private keyOf(ciphertext: Buffer, named?: string): KeyRecord {
    const keyId = keyIdOf(ciphertext);
    if (named !== undefined && this.ring.find(named).keyId !== keyId) throw kmsError.incorrectKey();
    const key = this.ring.all().find((candidate) => candidate.keyId === keyId);
    if (!key) throw kmsError.unknownCiphertextKey();
    return key;
  }

  /** Permission comes before the key's state, as in the service: who may not know learns nothing. */
  private requireUse(call: KmsCall, action: string, key: KeyRecord, name?: string, further: Record<string, string> = {}): void {
    this.access.require(call.caller, action, key, { ...KeyAccess.cryptographic(call.encryptionContext, name), ...further }, { encryptionContext: call.encryptionContext });
    requireEnabled(key);
  }
}

function requireEnabled(key: KeyRecord): void {
  if (key.state === 'PendingDeletion') throw kmsError.pendingDeletion(key.keyArn);
  if (key.state === 'Disabled') throw kmsError.disabled(key.keyArn);
}

function sealWith(key: KeyRecord, plaintext: Buffer, call: { readonly encryptionContext?: Readonly<Record<string, string>> }): Buffer {
  return seal(key.keyId, Buffer.from(key.material, 'base64'), plaintext, call.encryptionContext);
}

function openWith(key: KeyRecord, ciphertext: Buffer, call: { readonly encryptionContext?: Readonly<Record<string, string>> }): Buffer {
  return open(Buffer.from(key.material, 'base64'), ciphertext, call.encryptionContext);
}

/** A named grant is made once, however often it is asked for. */
function isSameGrant(grant: GrantRecord, wanted: Partial<GrantRecord>): boolean {
  return (['granteePrincipal', 'retiringPrincipal', 'name', 'operations', 'constraints'] as const).every((member) => JSON.stringify(grant[member]) === JSON.stringify(wanted[member]));
}
