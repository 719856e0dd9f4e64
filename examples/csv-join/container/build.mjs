import { fileURLToPath } from 'node:url';
import { bundle } from '../../container-bundle.mjs';

export const container = { folder: fileURLToPath(new URL('.', import.meta.url)), entries: ['server'] };

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(container);
