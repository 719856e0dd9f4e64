import { Operations } from '../wire/http';
import { kmsError } from './kms-errors';
import { KmsService } from './kms-service';
import { page } from './page';

/** Aliases. To make or move one takes the permission on the alias (identity policies only) and on the key. */
export function aliasOperations(kms: KmsService): Operations {
  return {
    ListAliases: (input, { caller }) => {
      kms.access.requireWithoutKey(caller, 'kms:ListAliases');
      const keyId = input.KeyId === undefined ? undefined : kms.ring.find(input.KeyId).keyId;
      const { rows, ...rest } = page(kms.ring.allAliases().filter((alias) => keyId === undefined || alias.keyId === keyId), input);
      return {
        Aliases: rows.map((alias) => ({ AliasName: alias.name, AliasArn: kms.ring.arn(alias.name), TargetKeyId: alias.keyId, CreationDate: alias.created / 1000 })),
        ...rest,
      };
    },
    CreateAlias: (input, { caller }) => {
      const key = kms.ring.find(input.TargetKeyId);
      kms.access.requireWithoutKey(caller, 'kms:CreateAlias', kms.ring.arn(input.AliasName));
      kms.access.require(caller, 'kms:CreateAlias', key);
      kms.management.createAlias(input.AliasName, key);
      return {};
    },
    UpdateAlias: (input, { caller }) => {
      const key = kms.ring.find(input.TargetKeyId);
      kms.access.requireWithoutKey(caller, 'kms:UpdateAlias', kms.ring.arn(input.AliasName));
      kms.access.require(caller, 'kms:UpdateAlias', kms.ring.find(input.AliasName));
      kms.access.require(caller, 'kms:UpdateAlias', key);
      kms.management.moveAlias(input.AliasName, key);
      return {};
    },
    DeleteAlias: (input, { caller }) => {
      const alias = kms.ring.alias(input.AliasName);
      if (!alias) throw kmsError.aliasNotFound(kms.ring.arn(input.AliasName));
      kms.access.requireWithoutKey(caller, 'kms:DeleteAlias', kms.ring.arn(input.AliasName));
      kms.access.require(caller, 'kms:DeleteAlias', kms.ring.find(alias.keyId));
      kms.management.deleteAlias(input.AliasName);
      return {};
    },
  };
}
