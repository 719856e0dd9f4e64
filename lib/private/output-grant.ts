import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import type { TransformOutputConfig } from '../transform-output';
import { s3Service } from './execution-statements';
import { s3Grants } from './s3-allowance';

/** Identity-side statements only: policies of buckets and keys must not refer to roles of later stacks. */
export function grantRead(grantee: IGrantable, output: TransformOutputConfig, key: IKey): Grant {
  const folder = output.prefix ? `${output.prefix.replace(/\/$/, '')}/` : '';
  const data = s3Grants([{ access: 'read', bucketArn: output.bucket.bucketArn, key: folder }]).map(({ actions, resources, conditions }) =>
    Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [...resources], conditions: conditions as Record<string, Record<string, unknown>> | undefined }));
  const decrypt = Grant.addToPrincipal({ grantee, actions: ['kms:Decrypt'], resourceArns: [key.keyArn], conditions: { StringEquals: { 'kms:ViaService': s3Service() } } });
  return data.reduce((all, one) => all.combine(one), decrypt);
}
