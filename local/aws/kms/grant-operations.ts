import { principalArn } from '../../access/principal-arn';
import { notEmulated } from '../wire/aws-error';
import { Operations } from '../wire/http';
import { GrantRecord } from './grants';
import { KeyRecord } from './key-record';
import { kmsError } from './kms-errors';
import { KmsService } from './kms-service';
import { page } from './page';

/** Grants. A grant token is given but not needed: a grant is in force at once here. */
export function grantOperations(kms: KmsService): Operations {
  const grantOf = (key: KeyRecord, grantId: string): GrantRecord => {
    const grant = kms.ring.grant(grantId);
    if (!grant || grant.keyId !== key.keyId) throw kmsError.grantNotFound(grantId);
    return grant;
  };

  return {
    CreateGrant: (input, { caller }) => {
      if (input.DryRun) throw notEmulated('DryRun of KMS operations');
      const grant = kms.createGrant({
        caller,
        keyId: input.KeyId,
        granteePrincipal: input.GranteePrincipal,
        operations: input.Operations,
        retiringPrincipal: input.RetiringPrincipal,
        constraints: input.Constraints,
        name: input.Name,
      });
      return { GrantId: grant.grantId, GrantToken: Buffer.from(grant.grantId, 'hex').toString('base64') };
    },
    ListGrants: (input, { caller }) => {
      const key = kms.ring.find(input.KeyId);
      kms.access.require(caller, 'kms:ListGrants', key);
      const wanted = kms.ring
        .grantsOf(key.keyId)
        .filter((grant) => (!input.GrantId || grant.grantId === input.GrantId) && (!input.GranteePrincipal || grant.granteePrincipal === input.GranteePrincipal));
      const { rows, ...rest } = page(wanted, input);
      return {
        Grants: rows.map((grant) => ({
          KeyId: key.keyArn,
          GrantId: grant.grantId,
          Name: grant.name,
          CreationDate: grant.created / 1000,
          GranteePrincipal: grant.granteePrincipal,
          RetiringPrincipal: grant.retiringPrincipal,
          IssuingAccount: grant.issuingAccount,
          Operations: grant.operations,
          Constraints: grant.constraints,
        })),
        ...rest,
      };
    },
    RevokeGrant: (input, { caller }) => {
      const key = kms.ring.find(input.KeyId);
      kms.access.require(caller, 'kms:RevokeGrant', key, { 'kms:GrantIsForAWSResource': 'false' });
      kms.ring.deleteGrant(grantOf(key, input.GrantId).grantId);
      return {};
    },
    /** The retiring principal may; so may a grantee whose grant holds RetireGrant (it is read as an allow on the key). */
    RetireGrant: (input, { caller }) => {
      const grantId: string = input.GrantId ?? Buffer.from(input.GrantToken ?? '', 'base64').toString('hex');
      const grant = kms.ring.grant(grantId);
      if (!grant) throw kmsError.grantNotFound(grantId);
      const key = kms.ring.find(input.KeyId ?? grant.keyId);
      const arn = principalArn(caller.principal);
      if (arn === undefined || arn !== grant.retiringPrincipal) kms.access.require(caller, 'kms:RetireGrant', key);
      kms.ring.deleteGrant(grantOf(key, grantId).grantId);
      return {};
    },
  };
}
