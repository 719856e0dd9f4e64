import { KmsService } from '../aws/kms/kms-service';
import { AwsError, notEmulated } from '../aws/wire/aws-error';
import { ResourceHandler } from './handler';

interface KeyProperties {
  readonly KeyPolicy?: unknown;
  readonly Description?: string;
  readonly Enabled?: boolean | string;
  readonly EnableKeyRotation?: boolean | string;
  readonly PendingWindowInDays?: number | string;
  readonly BypassPolicyLockoutSafetyCheck?: boolean | string;
  readonly KeySpec?: string;
  readonly KeyUsage?: string;
  readonly MultiRegion?: boolean | string;
  readonly Tags?: ReadonlyArray<{ Key: string; Value: string }>;
}

const truth = (value: boolean | string | undefined) => value === true || value === 'true';

function settings(properties: KeyProperties) {
  if (properties.KeySpec && properties.KeySpec !== 'SYMMETRIC_DEFAULT') throw notEmulated(`AWS::KMS::Key with KeySpec ${properties.KeySpec}`);
  if (properties.KeyUsage && properties.KeyUsage !== 'ENCRYPT_DECRYPT') throw notEmulated(`AWS::KMS::Key with KeyUsage ${properties.KeyUsage}`);
  if (truth(properties.MultiRegion)) throw notEmulated('AWS::KMS::Key with MultiRegion');
  return {
    policy: properties.KeyPolicy,
    bypassLockoutCheck: truth(properties.BypassPolicyLockoutSafetyCheck),
    description: properties.Description ?? '',
    tags: Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    rotation: truth(properties.EnableKeyRotation),
    enabled: properties.Enabled === undefined || truth(properties.Enabled),
  };
}

function keyHandler(kms: KmsService): ResourceHandler {
  const result = (keyId: string) => ({ physicalId: keyId, attributes: { Arn: kms.resolve(keyId), KeyId: keyId } });
  return {
    type: 'AWS::KMS::Key',
    properties: ['KeyPolicy', 'Description', 'Enabled', 'EnableKeyRotation', 'PendingWindowInDays', 'BypassPolicyLockoutSafetyCheck', 'KeySpec', 'KeyUsage', 'MultiRegion', 'Tags'],
    recordedOnly: ['RotationPeriodInDays'],
    create: (properties, context) => {
      const wanted = settings(properties);
      return result(kms.management.createKey({ ...wanted, tags: { ...context.stackTags, ...wanted.tags } }).keyId);
    },
    update: (physicalId, properties, _old, context) => {
      const wanted = settings(properties);
      kms.management.changeKey(kms.ring.find(physicalId), { ...wanted, tags: { ...context.stackTags, ...wanted.tags } });
      return result(physicalId);
    },
    /** The key is not gone, it waits: objects under it can be saved by cancelling the deletion. */
    delete: (physicalId, properties) => {
      const key = kms.ring.all().find((candidate) => candidate.keyId === physicalId);
      if (!key || key.state === 'PendingDeletion') return;
      kms.management.scheduleDeletion(key, properties.PendingWindowInDays === undefined ? 30 : Number(properties.PendingWindowInDays));
    },
  };
}

function aliasHandler(kms: KmsService): ResourceHandler {
  return {
    type: 'AWS::KMS::Alias',
    properties: ['AliasName', 'TargetKeyId'],
    create: (properties) => {
      kms.management.createAlias(properties.AliasName, kms.ring.find(properties.TargetKeyId));
      return { physicalId: properties.AliasName, attributes: {} };
    },
    update: (physicalId, properties) => {
      kms.management.moveAlias(physicalId, kms.ring.find(properties.TargetKeyId));
      return { physicalId, attributes: {} };
    },
    delete: (physicalId) => {
      try {
        kms.management.deleteAlias(physicalId);
      } catch (error) {
        if (!(error instanceof AwsError && error.code === 'NotFoundException')) throw error;
      }
    },
  };
}

export function kmsResources(kms: KmsService): ResourceHandler[] {
  return [keyHandler(kms), aliasHandler(kms)];
}
