// `<image> serve` without an image: bundles when needed, then runs what the image would run.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundle, isStale } from '../../container-bundle.mjs';
import { container } from './build.mjs';

if (isStale(container)) await bundle(container);
process.env.INFERENCE_HOST ??= '127.0.0.1';
createRequire(import.meta.url)(join(container.folder, 'dist/server.js'));
