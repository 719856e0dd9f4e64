import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Command, Option } from 'commander';
import { accessDecisions } from './access-decisions';
import { cloudStart } from './cloud-start';
import { engineThroughput } from './engine-throughput';
import { launcherStart } from './launcher-start';
import { Benchmark, Measured } from './measured';
import { page, table } from './page';
import { s3Objects } from './s3-objects';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = { engine: engineThroughput, access: accessDecisions, s3: s3Objects, start: cloudStart, launcher: launcherStart };
const PAGE = path.join(__dirname, '..', 'docs', 'benchmarks.md');

const program = new Command('bench')
  .description('Measure the local cloud and the launcher; takes under two minutes, prints a table and writes docs/benchmarks.md.')
  .addOption(new Option('--only <name>', 'measure one thing and write nothing').choices(Object.keys(BENCHMARKS)))
  .addOption(new Option('--json', 'print the rows of --only as JSON').hideHelp())
  .parse();

async function main(): Promise<void> {
  const { only, json } = program.opts<{ only?: string; json?: boolean }>();
  if (only && json) {
    console.log(JSON.stringify(await BENCHMARKS[only]()));
    return;
  }
  const [load] = os.loadavg();
  const rows: Measured[] = [];
  for (const name of only ? [only] : Object.keys(BENCHMARKS)) {
    const measured = inItsOwnProcess(name);
    console.log(table(measured));
    rows.push(...measured);
  }
  if (only) return;
  const [processor] = os.cpus();
  const machine = { cores: os.cpus().length, processor: processor.model.trim(), memoryGiB: Math.round(os.totalmem() / 2 ** 30), system: `${os.type()} ${os.arch()}`, node: process.versions.node, load };
  fs.writeFileSync(PAGE, page(rows, machine, new Date().toISOString().slice(0, 10)));
  console.log(`written: ${path.relative(process.cwd(), PAGE)}`);
}

/** So that no measurement meets the memory and the compiled code of another. */
function inItsOwnProcess(name: string): Measured[] {
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', __filename, '--only', name, '--json'], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 24 });
  if (status !== 0) throw new Error(`the benchmark ${name} ended with ${status}`);
  return JSON.parse(stdout) as Measured[];
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
