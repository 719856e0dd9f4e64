// `<image> serve` without an image: bundles when needed, then runs what the image would run.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bundle, isStale } from '../../container-bundle.mjs';
import { container } from './build.mjs';

const require = createRequire(import.meta.url);

if (isStale(container)) await bundle(container);
process.env.INFERENCE_HOST ??= '127.0.0.1';
if (!process.env.SAGEMAKER_MODEL_DIR && !existsSync('/opt/ml/model')) {
  process.env.SAGEMAKER_MODEL_DIR = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  console.log(JSON.stringify({ warning: `no model artifact: weights come from ${process.env.SAGEMAKER_MODEL_DIR}` }));
}
require(join(container.folder, 'dist/server.js'));
