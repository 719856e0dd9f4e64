import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { NETWORK_TAG } from '../spec/custom-resource';

export interface Restriction {
  readonly bucketArn: string;
  readonly vpcEndpointId: string;
  readonly accountId: string;
  readonly encryptionKeyArn?: string;
  readonly readerArns: readonly string[];
  readonly writerArns: readonly string[];
  /** Tag value of job roles that may read from outside, for the checks that the service makes before a job runs. */
  readonly readingNetwork?: string;
}

/**
 * Families of data actions. They hold no management action, so that the owner can always repair or delete the policy;
 * versions, tags and multipart uploads are in them, so that nothing leaks beside GetObject.
 */
const READ_ACTIONS = ['s3:GetObject*', 's3:ListBucket*'];
const WRITE_ACTIONS = ['s3:PutObject*', 's3:DeleteObject*', 's3:RestoreObject', 's3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

const HEADER = {
  encryption: 's3:x-amz-server-side-encryption',
  keyId: 's3:x-amz-server-side-encryption-aws-kms-key-id',
  customerKey: 's3:x-amz-server-side-encryption-customer-algorithm',
} as const;

/** The service's own deliveries (access logs, inventory) are no way out for data; absent counts as "not a service". */
const NOT_A_SERVICE = { 'aws:PrincipalIsAWSService': 'false' };

/** Denials only: they grant nothing, and each holds whatever any identity may do. */
export function restrictionStatements(restriction: Restriction): PolicyStatement[] {
  const { bucketArn, vpcEndpointId, accountId, encryptionKeyArn, readerArns, writerArns, readingNetwork } = restriction;
  const objects = `${bucketArn}/*`;
  const deny = (sid: string | undefined, actions: string[], resources: string[], conditions: Record<string, Record<string, unknown>>) =>
    new PolicyStatement({ sid, effect: Effect.DENY, principals: [new AnyPrincipal()], actions, resources, conditions });
  const outside = (exempt: readonly string[]) => ({
    StringNotEquals: { 'aws:SourceVpce': vpcEndpointId },
    BoolIfExists: NOT_A_SERVICE,
    ...(exempt.length ? { ArnNotLike: { 'aws:PrincipalArn': [...exempt] } } : {}),
  });
  const readOutside = outside(readerArns);
  const named = [...new Set([...readerArns, ...writerArns])];
  return [
    // Without Sid and in the CDK's own words: a bucket with enforceSSL then holds it once, not twice.
    deny(undefined, ['s3:*'], [bucketArn, objects], { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('DenyOldTls', ['s3:*'], [bucketArn, objects], { NumericLessThan: { 's3:TlsVersion': 1.2 } }),
    deny('DenyReadOutsideEndpoint', READ_ACTIONS, [bucketArn, objects], {
      ...readOutside,
      ...(readingNetwork ? { StringNotEquals: { ...readOutside.StringNotEquals, [`aws:PrincipalTag/${NETWORK_TAG}`]: readingNetwork } } : {}),
    }),
    deny('DenyWriteOutsideEndpoint', WRITE_ACTIONS, [bucketArn, objects], outside(writerArns)),
    deny('DenyOtherAccounts', [...READ_ACTIONS, ...WRITE_ACTIONS], [bucketArn, objects], {
      StringNotEquals: { 'aws:PrincipalAccount': accountId },
      BoolIfExists: NOT_A_SERVICE,
      ...(named.length ? { ArnNotLike: { 'aws:PrincipalArn': named } } : {}),
    }),
    deny('DenyCustomerProvidedKeys', ['s3:PutObject'], [objects], { Null: { [HEADER.customerKey]: 'false' } }),
    ...(encryptionKeyArn
      ? [
          deny('DenyOtherEncryption', ['s3:PutObject'], [objects], { StringNotEquals: { [HEADER.encryption]: ['aws:kms', 'aws:kms:dsse'] }, Null: { [HEADER.encryption]: 'false' } }),
          deny('DenyOtherKeys', ['s3:PutObject'], [objects], { StringNotEquals: { [HEADER.keyId]: encryptionKeyArn }, Null: { [HEADER.keyId]: 'false' } }),
        ]
      : []),
  ];
}
