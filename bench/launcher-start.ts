import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { build } from 'esbuild';
import { Benchmark, median, spread } from './measured';

const ROUNDS = 15;
const BUNDLE = path.join(__dirname, '..', 'dist', 'launcher-bundle', 'index.js');
/** The least that a function which asks SageMaker something can be. */
const EMPTY_HANDLER = `
  import { DescribeTransformJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
  export const handler = async (event) => new SageMakerClient({}).send(new DescribeTransformJobCommand(event));
`;

/** What a cold start pays beside the platform's own time: loading the code in a fresh process. Neither makes a client before it is invoked. */
export const launcherStart: Benchmark = async () => {
  if (!fs.existsSync(BUNDLE)) throw new Error('the launcher is not bundled: npm run bundle');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-launcher-'));
  try {
    const empty = path.join(folder, 'index.js');
    await build({ stdin: { contents: EMPTY_HANDLER, resolveDir: __dirname }, outfile: empty, bundle: true, format: 'cjs', platform: 'node', target: 'node20', mainFields: ['module', 'main'], minify: true, logLevel: 'error' });
    const times = { launcher: [] as number[], empty: [] as number[] };
    for (const file of [BUNDLE, empty]) loadTime(file); // both are in the file cache then
    for (let round = 0; round < ROUNDS; round++) {
      times.launcher.push(loadTime(BUNDLE));
      times.empty.push(loadTime(empty));
    }
    const kib = (file: string) => `${Math.ceil(fs.statSync(file).size / 1024)} KiB`;
    return [
      { what: 'loading the launcher', value: `${median(times.launcher).toFixed(0)} ms`, detail: `${spread(times.launcher, 0)}; ${kib(BUNDLE)}` },
      { what: 'loading an empty handler with one SageMaker client', value: `${median(times.empty).toFixed(0)} ms`, detail: `${spread(times.empty, 0)}; ${kib(empty)}, bundled in the same way` },
      { what: 'launcher against empty handler', value: `${(median(times.launcher) / median(times.empty)).toFixed(2)} times`, detail: 'of the medians above' },
    ];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
};

/** Milliseconds that `require` takes in a fresh process. */
function loadTime(file: string): number {
  const script = `const begin = process.hrtime.bigint(); require(${JSON.stringify(file)}); process.stdout.write(String(process.hrtime.bigint() - begin))`;
  return Number(execFileSync(process.execPath, ['-e', script], { env: { PATH: process.env.PATH, AWS_REGION: 'us-east-1' }, encoding: 'utf8' })) / 1e6;
}
