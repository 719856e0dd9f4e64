import { Principal } from '../../access/model';
import { CloudIdentity, Kms } from '../../services';
import { JobFailure, refusedAs } from './job-failure';
import { SERVICE_NETWORK } from './network';
import { TransformJobRecord } from './records';
import { sessionOn } from './role-session';

/** What the volume service needs of the key for as long as the volume is there. */
const OPERATIONS = ['Decrypt', 'DescribeKey', 'GenerateDataKeyWithoutPlaintext'];

/** Encrypts the instances' volumes: the role makes a grant on the key for the infrastructure that attaches them. */
export async function grantVolumeKey({ spec }: TransformJobRecord, role: Principal, kms: Kms, { partition, accountId }: CloudIdentity): Promise<void> {
  const { VolumeKmsKeyId: keyId } = spec.TransformResources;
  if (!keyId) return;
  await refusedAs(
    ({ message }) => new JobFailure(`ClientError: the volumes cannot be encrypted with ${keyId}: ${message}`),
    () =>
      kms.createGrant({
        caller: sessionOn(role, SERVICE_NETWORK),
        keyId: kms.resolve(keyId),
        granteePrincipal: `arn:${partition}:iam::${accountId}:role/aws:ec2-infrastructure`,
        operations: OPERATIONS,
        isForAwsResource: true,
      }),
  );
}
