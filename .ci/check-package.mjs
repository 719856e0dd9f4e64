// What `npm pack` would publish: under 1.5 MB, nothing that belongs to development, and everything that users need.
import { execFileSync } from 'node:child_process';

const LIMIT = 1_500_000;
const [pack] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
const files = pack.files.map(({ path }) => path);
const stray = files.filter((file) => /^(local|test|examples|bin|docs|bench|\.ci)\/|\.(jpe?g|png|tar\.gz|wasm|bin)$|(^|\/)launcher\//.test(file));
const needed = ['dist/index.js', 'dist/index.d.ts', 'dist/launcher-bundle/index.js', '.jsii', 'README.md', 'LICENSE', 'API.md', 'CHANGELOG.md'];
const missing = needed.filter((file) => !files.includes(file));

console.log(`${pack.filename}: ${(pack.size / 1000).toFixed(0)} kB packed, ${(pack.unpackedSize / 1000).toFixed(0)} kB unpacked, ${files.length} files`);
if (pack.size > LIMIT) throw new Error(`the package has ${pack.size} bytes, more than ${LIMIT}`);
if (stray.length) throw new Error(`files that must not be published: ${stray.join(', ')}`);
if (missing.length) throw new Error(`files that are missing: ${missing.join(', ')}`);
