import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LocalCloud } from '../../local';
import { asOperator } from './operator';
import { Detection, LabelledPhoto } from './report/photos';
import { JOB_STACK } from './sample';
import { UploadedPhoto } from './upload';

/** Reads the `.out` object of each photo, as the operator from outside. */
export async function readResults(cloud: LocalCloud, photos: readonly UploadedPhoto[]): Promise<LabelledPhoto[]> {
  const { outputs, connection } = { outputs: cloud.outputs(JOB_STACK), connection: cloud.connection };
  const { hostname: bucket, pathname } = new URL(outputs.OutputUri);
  const prefix = pathname.slice(1).replace(/\/$/, '');
  const s3 = new S3Client({ endpoint: connection.endpoint, region: connection.region, credentials: await asOperator(cloud), forcePathStyle: true });
  const labelled: LabelledPhoto[] = [];
  for (const { name, jpeg } of photos) {
    const key = `${prefix ? `${prefix}/` : ''}${name}.out`;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    labelled.push({ name, jpeg, resultUri: `s3://${bucket}/${key}`, detection: JSON.parse(await Body!.transformToString()) as Detection });
  }
  s3.destroy();
  return labelled;
}
