import * as fs from 'node:fs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LocalCloud } from '../../local';
import { makeModelArtifact } from '../../examples/object-detection/container/make-artifact';
import { samplePhotos } from '../../examples/object-detection/photos';
import { asOperator } from './operator';
import { DATA_STACK, PHOTO_PREFIX } from './sample';

export interface UploadedPhoto {
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
  readonly jpeg: Buffer;
}

/** Puts the photos and the model's weights where the job will read them, as the operator role from outside the network. */
export async function uploadInput(cloud: LocalCloud, signal: AbortSignal, say: (line: string) => void, photos = samplePhotos()): Promise<UploadedPhoto[]> {
  const { PhotosBucketName: photosBucket, ArtifactsBucketName: artifacts, ArtifactKey: artifactKey } = cloud.outputs(DATA_STACK);
  const s3 = new S3Client({ endpoint: cloud.connection.endpoint, region: cloud.connection.region, credentials: await asOperator(cloud), forcePathStyle: true });
  const uploaded: UploadedPhoto[] = [];
  for (const { name, path } of photos) {
    signal.throwIfAborted();
    const jpeg = fs.readFileSync(path);
    const key = `${PHOTO_PREFIX}${name}`;
    await s3.send(new PutObjectCommand({ Bucket: photosBucket, Key: key, Body: jpeg, ContentType: 'image/jpeg' }));
    uploaded.push({ name, bucket: photosBucket, key, jpeg });
    say(`s3://${photosBucket}/${key} (${Math.round(jpeg.length / 1024)} KiB)`);
  }
  await s3.send(new PutObjectCommand({ Bucket: artifacts, Key: artifactKey, Body: await makeModelArtifact() }));
  say(`s3://${artifacts}/${artifactKey}`);
  s3.destroy();
  return uploaded;
}
