import { parseS3Uri } from '../../../lib/spec/s3-uri';
import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { TransformJobSpec } from '../../../lib/spec/transform-job-spec';
import { Caller } from '../../access/model';
import { CloudIdentity, S3 } from '../../services';
import { AwsError } from '../wire/aws-error';
import { refused } from './validation';

/** CreateTransformJob lists the input as the role before it answers; a manifest is looked for in the same way (rule 14). */
export function requireInput(job: TransformJobSpec, roleArn: string, caller: Caller, s3: Pick<S3, 'listObjects'>, { region }: CloudIdentity): void {
  const { S3Uri: uri } = job.TransformInput.DataSource.S3DataSource;
  const { bucket, key: prefix } = parseS3Uri(uri)!;
  const none = (s3Error: string) => refused(SERVICE_MESSAGE.noObjects.say(uri, region, roleArn, bucket, s3Error));
  let found: number;
  try {
    found = s3.listObjects(caller, { bucket, prefix, maxKeys: 1 }).objects.length;
  } catch (error) {
    throw error instanceof AwsError ? none(error.message) : error;
  }
  if (found === 0) throw none('');
}
