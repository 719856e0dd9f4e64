import { RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import { Violation } from '../spec/violation';
import { s3Service } from './execution-statements';

const DATA = 'DataKey';
const VOLUME = 'VolumeKey';

/** Keys that a model's jobs share where none are given: one for results, one for volumes; made when first needed. */
export class JobKeys {
  constructor(private readonly scope: IConstruct) {}

  get dataKey(): IKey {
    return this.getOrCreate(DATA, 'Results of transform jobs', denyOutsideS3);
  }

  get volumeKey(): IKey {
    return this.getOrCreate(VOLUME, 'Volumes of transform jobs', denyForeignGrants);
  }

  private getOrCreate(id: string, description: string, denial: () => PolicyStatement): IKey {
    const present = this.scope.node.tryFindChild(id) as Key | undefined;
    if (present) return present;
    const key = new Key(this.scope as Construct, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });
    key.addToResourcePolicy(denial());
    if (id === DATA) key.addToResourcePolicy(denyForeignGrants());
    return key;
  }
}

/** The service matches key ARNs only; with an alias neither policy nor the launcher's condition would hold. */
export function checkKey(key: IKey | undefined, property: string): Violation[] {
  const alias = key && 'aliasName' in key ? (key as IConstruct & { aliasName: string }).aliasName : undefined;
  return alias === undefined
    ? []
    : [{ rule: 'key-not-alias', path: property, property, value: alias, must: 'must be a key, not an alias, because policies and conditions match key ARNs', mend: 'give the key itself (kms.Key, or Key.fromKeyArn)' }];
}

function denyOutsideS3(): PolicyStatement {
  return new PolicyStatement({
    sid: 'DenyUseOutsideS3',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    resources: ['*'],
    conditions: { StringNotEquals: { 'kms:ViaService': s3Service() } },
  });
}

/** The words of AWS Control Tower's CT.KMS.PR.3. */
function denyForeignGrants(): PolicyStatement {
  return new PolicyStatement({
    sid: 'DenyGrantsToOthers',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['kms:CreateGrant'],
    resources: ['*'],
    conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
  });
}
