import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface DataOperatorProps {
  readonly writes: readonly s3.IBucket[];
  readonly reads: readonly s3.IBucket[];
  readonly encryptionKey: kms.IKey;
}

/** The person or pipeline outside the VPC that brings data in and takes results out: writes here, reads there, no more. */
export class DataOperator extends iam.Role {
  constructor(scope: Construct, id: string, props: DataOperatorProps) {
    super(scope, id, { assumedBy: new iam.AccountRootPrincipal(), description: 'Uploads photos and artifacts, reads labels' });
    const { writes, reads, encryptionKey } = props;
    new iam.ManagedPolicy(this, 'Policy', {
      roles: [this],
      statements: [
        new iam.PolicyStatement({ actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: writes.map((bucket) => bucket.arnForObjects('*')) }),
        new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: reads.map((bucket) => bucket.arnForObjects('*')) }),
        new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: reads.map((bucket) => bucket.bucketArn) }),
        new iam.PolicyStatement({
          actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
          resources: [encryptionKey.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `s3.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
        }),
      ],
    });
  }
}
