import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../container-bundle.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));

export const container = {
  folder,
  entries: ['server', 'detect-worker'],
  alias: { '@tensorflow/tfjs': join(folder, 'lite-tfjs.mjs') },
  // Which one is read depends on whether the processor has SIMD.
  assets: ['', '-simd'].map((kind) => `@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm${kind}.wasm`),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(container);
