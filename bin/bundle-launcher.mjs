// Bundles the launcher's Lambda into dist/launcher-bundle, the asset that the construct ships.
// Two files: the EC2 client is larger than all the rest, and most invocations do without it.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const out = path.join(root, 'dist', 'launcher-bundle');
const entries = ['index', 'sdk-ec2'];

const outputs = entries.map((entry) => path.join(out, `${entry}.js`));
const sources = [...filesBelow(path.join(root, 'lib', 'launcher')), ...filesBelow(path.join(root, 'lib', 'spec')), path.join(root, 'package-lock.json'), fileURLToPath(import.meta.url)];
const fresh = outputs.every((file) => existsSync(file)) && Math.min(...outputs.map(changed)) >= Math.max(...sources.filter(existsSync).map(changed));

if (!fresh) {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => `lib/launcher/${entry}.ts`),
    outdir: 'dist/launcher-bundle',
    bundle: true,
    external: ['./sdk-ec2.js'],
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // One kind of module all through: the SDK imports Node's own modules as it goes, which `require` does as well.
    supported: { 'dynamic-import': false },
    // The ESM builds of the SDK can be shaken; its CommonJS builds would bring every operation.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: false,
    sourcemap: false,
    legalComments: 'external',
    logLevel: 'warning',
    metafile: true,
    write: false,
  });
  mkdirSync(out, { recursive: true });
  for (const { path: file, contents } of outputFiles) put(file, contents);
  put(path.join(out, 'THIRD-PARTY.txt'), notice(Object.keys(metafile.inputs)));
}

const sizes = outputs.map((file) => `${path.basename(file)} ${Math.ceil(statSync(file).size / 1024)} KiB`);
console.error(`launcher bundle ${fresh ? 'is up to date' : 'written'}: ${sizes.join(', ')}`);

// Whole or not at all: tests and builds that run side by side read these files.
function put(file, contents) {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, contents);
  renameSync(fresh, file);
}

// The packages that went in, with version and licence.
function notice(inputs) {
  const packages = new Set(inputs.flatMap((input) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []));
  const lines = [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    return `${name} ${version} ${license}`;
  });
  return `This bundle contains code of the following packages:\n\n${lines.join('\n')}\n`;
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

function changed(file) {
  return statSync(file).mtimeMs;
}
