import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseS3Uri } from '../../../lib/spec/s3-uri';
import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { Caller } from '../../access/model';
import { untar } from '../../engine/container/untar';
import { S3 } from '../../services';
import { JobFailure, refusedAs } from './job-failure';

/** Loads a model's artifact the way the job's data goes and unpacks it into the folder that stands for /opt/ml/model. */
export async function loadModelArtifact(url: string | undefined, folder: string, s3: S3, caller: Caller): Promise<void> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!url) return;
  const { bucket, key } = parseS3Uri(url)!;
  const { body } = await refusedAs(({ message }) => new JobFailure(`${SERVICE_MESSAGE.modelDownloadFailed.say(url)} Error message from S3: ${message}`), () => s3.getObject(caller, { bucket, key }));
  try {
    await untar(body, folder);
  } catch (error) {
    throw new JobFailure(`ClientError: Failed to extract model data archive from URL "${path.posix.join(bucket, key)}": ${(error as Error).message}`);
  }
}
