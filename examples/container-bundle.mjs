import { build } from 'esbuild';
import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync, copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const examples = dirname(fileURLToPath(import.meta.url));

/**
 * Bundles `<folder>/<entry>.ts` into `<folder>/dist/<entry>.js`, and puts the files a bundle reads at run time beside it.
 * @param {{ folder: string, entries: string[], alias?: Record<string, string>, assets?: string[] }} container
 */
export async function bundle({ folder, entries, alias, assets = [] }) {
  const dist = join(folder, 'dist');
  const { outputFiles } = await build({
    entryPoints: entries.map((entry) => join(folder, `${entry}.ts`)),
    outdir: dist,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'], // two builds of tfjs-core in one bundle would be two registries of kernels
    alias,
    legalComments: 'eof',
    logLevel: 'error',
    write: false,
  });
  mkdirSync(dist, { recursive: true });
  for (const asset of assets) copyFileSync(require.resolve(asset), join(dist, asset.split('/').pop()));
  // The first entry goes last: it is the one whose time says that the bundle is whole.
  for (const { path, contents } of outputFiles.reverse()) {
    // Two jobs may start at once; a rename never shows half a file.
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, contents);
    renameSync(fresh, path);
  }
}

/** Whether the bundle is missing, or older than a source or the installed packages. */
export function isStale({ folder, entries }) {
  const sources = [folder, examples].flatMap((where) => readdirSync(where).filter((name) => /\.m?ts$|\.mjs$/.test(name)).map((name) => join(where, name)));
  const built = modified(join(folder, 'dist', `${entries[0]}.js`));
  return [...sources, join(examples, '../node_modules/.package-lock.json')].some((source) => modified(source) > built);
}

const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
