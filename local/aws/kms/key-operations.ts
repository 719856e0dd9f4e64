import { notEmulated } from '../wire/aws-error';
import { OperationContext, Operations } from '../wire/http';
import { KeyRecord } from './key-record';
import { kmsError } from './kms-errors';
import { KmsService } from './kms-service';
import { page } from './page';

function metadata(key: KeyRecord, accountId: string) {
  return {
    AWSAccountId: accountId,
    KeyId: key.keyId,
    Arn: key.keyArn,
    CreationDate: key.created / 1000,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    ...(key.deletion === undefined ? {} : { DeletionDate: key.deletion / 1000 }),
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}

function tagRecord(tags: ReadonlyArray<{ TagKey: string; TagValue: string }> = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

function refuseOtherKinds(input: any): void {
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  if (spec !== 'SYMMETRIC_DEFAULT') throw notEmulated(`KMS keys of KeySpec ${spec}`);
  if (input.KeyUsage && input.KeyUsage !== 'ENCRYPT_DECRYPT') throw notEmulated(`KMS keys of KeyUsage ${input.KeyUsage}`);
  if (input.Origin && input.Origin !== 'AWS_KMS') throw notEmulated(`KMS keys of Origin ${input.Origin}`);
  if (input.MultiRegion) throw notEmulated('multi-Region KMS keys');
  if (input.CustomKeyStoreId) throw notEmulated('custom key stores');
}

/** The operations that make, show, change and end keys. */
export function keyOperations(kms: KmsService): Operations {
  const accountId = kms.ring.arn('').split(':')[4];
  const permitted = (input: any, { caller }: OperationContext, action: string, further: Record<string, string | string[]> = {}): KeyRecord => {
    if (typeof input.KeyId !== 'string') throw kmsError.validation("1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null");
    const key = kms.ring.find(input.KeyId);
    kms.access.require(caller, `kms:${action}`, key, further);
    return key;
  };
  const bypass = (input: any) => ({ 'kms:BypassPolicyLockoutSafetyCheck': String(input.BypassPolicyLockoutSafetyCheck ?? false) });

  return {
    CreateKey: (input, { caller }) => {
      refuseOtherKinds(input);
      const tags = tagRecord(input.Tags);
      kms.access.requireWithoutKey(caller, 'kms:CreateKey', '*', {
        ...bypass(input),
        'kms:KeySpec': 'SYMMETRIC_DEFAULT',
        'kms:KeyUsage': 'ENCRYPT_DECRYPT',
        ...(input.Tags ? { 'aws:TagKeys': Object.keys(tags) } : {}),
        ...Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:RequestTag/${tag}`, value])),
      });
      const key = kms.management.createKey({ policy: input.Policy, description: input.Description, tags, bypassLockoutCheck: input.BypassPolicyLockoutSafetyCheck });
      return { KeyMetadata: metadata(key, accountId) };
    },
    DescribeKey: (input, context) => ({ KeyMetadata: metadata(permitted(input, context, 'DescribeKey'), accountId) }),
    ListKeys: (input, { caller }) => {
      kms.access.requireWithoutKey(caller, 'kms:ListKeys');
      const { rows, ...rest } = page(kms.ring.all(), input);
      return { Keys: rows.map((key) => ({ KeyId: key.keyId, KeyArn: key.keyArn })), ...rest };
    },
    GetKeyPolicy: (input, context) => ({ Policy: JSON.stringify(permitted(input, context, 'GetKeyPolicy').policy), PolicyName: 'default' }),
    PutKeyPolicy: (input, context) => {
      if (input.PolicyName !== undefined && input.PolicyName !== 'default') throw kmsError.validation(`PolicyName must be 'default', got: ${input.PolicyName}`);
      const key = permitted(input, context, 'PutKeyPolicy', bypass(input));
      kms.management.changeKey(key, { policy: input.Policy, bypassLockoutCheck: input.BypassPolicyLockoutSafetyCheck });
      return {};
    },
    EnableKey: (input, context) => (kms.management.changeKey(permitted(input, context, 'EnableKey'), { enabled: true }), {}),
    DisableKey: (input, context) => (kms.management.changeKey(permitted(input, context, 'DisableKey'), { enabled: false }), {}),
    EnableKeyRotation: (input, context) => (kms.management.changeKey(permitted(input, context, 'EnableKeyRotation'), { rotation: true }), {}),
    DisableKeyRotation: (input, context) => (kms.management.changeKey(permitted(input, context, 'DisableKeyRotation'), { rotation: false }), {}),
    GetKeyRotationStatus: (input, context) => {
      const key = permitted(input, context, 'GetKeyRotationStatus');
      return { KeyId: key.keyArn, KeyRotationEnabled: key.rotation, ...(key.rotation ? { RotationPeriodInDays: 365 } : {}) };
    },
    ScheduleKeyDeletion: (input, context) => {
      const days = input.PendingWindowInDays ?? 30;
      const key = kms.management.scheduleDeletion(permitted(input, context, 'ScheduleKeyDeletion', { 'kms:ScheduleKeyDeletionPendingWindowInDays': String(days) }), days);
      return { KeyId: key.keyArn, KeyState: key.state, DeletionDate: key.deletion! / 1000, PendingWindowInDays: days };
    },
    CancelKeyDeletion: (input, context) => ({ KeyId: kms.management.cancelDeletion(permitted(input, context, 'CancelKeyDeletion')).keyArn }),
    TagResource: (input, context) => {
      const key = permitted(input, context, 'TagResource', { 'aws:TagKeys': Object.keys(tagRecord(input.Tags)) });
      kms.management.changeKey(key, { tags: { ...key.tags, ...tagRecord(input.Tags) } });
      return {};
    },
    UntagResource: (input, context) => {
      const key = permitted(input, context, 'UntagResource', { 'aws:TagKeys': input.TagKeys ?? [] });
      kms.management.changeKey(key, { tags: Object.fromEntries(Object.entries(key.tags).filter(([tag]) => !(input.TagKeys ?? []).includes(tag))) });
      return {};
    },
    ListResourceTags: (input, context) => {
      const key = permitted(input, context, 'ListResourceTags');
      const { rows, ...rest } = page(Object.entries(key.tags), input);
      return { Tags: rows.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...rest };
    },
  };
}
