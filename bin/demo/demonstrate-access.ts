import { LocalCloud } from '../../local';
import { AccessRow, askAccess } from './access-table';
import { asOperator } from './operator';
import { DATA_STACK, JOB_STACK } from './sample';
import { UploadedPhoto } from './upload';

/** The same read as the job and as others, from inside and from outside. */
export async function demonstrateAccess(cloud: LocalCloud, [photo]: readonly UploadedPhoto[]): Promise<{ object: string; rows: AccessRow[] }> {
  const job = cloud.sessionOf(cloud.outputs(JOB_STACK).ExecutionRoleArn, 'sagemaker.amazonaws.com');
  const vpcEndpointId = cloud.outputs(DATA_STACK).VpcEndpointId;
  const { accessKeyId, secretAccessKey } = cloud.connection;
  const rows = await askAccess(
    cloud.connection,
    photo,
    [
      { who: "the job's role", from: 'through the endpoint', credentials: job, vpcEndpointId },
      { who: "the job's role", from: 'from outside', credentials: job },
      { who: "the job's role", from: 'through the endpoint, without TLS', credentials: job, vpcEndpointId, withoutTls: true },
      { who: "the operator's role", from: 'from outside', credentials: await asOperator(cloud) },
      { who: 'an administrator', from: 'from outside', credentials: { accessKeyId, secretAccessKey } },
      { who: 'an administrator', from: 'through the endpoint', credentials: { accessKeyId, secretAccessKey }, vpcEndpointId },
    ],
    () => cloud.audit(),
  );
  return { object: `s3://${photo.bucket}/${photo.key}`, rows };
}
