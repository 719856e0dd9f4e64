import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { modelArtifact } from '../../container-artifact';

/** SSD MobileNetV1: it finds faces that the tiny detector misses, at half a second a photo. */
const WEIGHTS = ['ssd_mobilenetv1_model-weights_manifest.json', 'ssd_mobilenetv1_model.bin'];

/** The `model.tar.gz` of the example, from the weights in the npm package: they are never copied into this repository. */
export async function makeModelArtifact(): Promise<Buffer> {
  const folder = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  return modelArtifact(await Promise.all(WEIGHTS.map(async (name) => ({ name, content: await readFile(join(folder, name)) }))));
}

if (require.main === module) void makeModelArtifact().then((artifact) => process.stdout.write(artifact));
