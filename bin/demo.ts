import './sdk-warning';
import * as path from 'node:path';
import { Command } from 'commander';
import { runDemo } from './demo/run';
import { exitCodeOf, onInterrupted } from './interrupted';

const program = new Command('demo')
  .description('Label photos with a batch transform job in a private network, on an emulated AWS on this machine. Needs no account.')
  .option('--report <folder>', 'where the report goes', 'demo-report')
  .parse();

async function main(): Promise<void> {
  const options = program.opts<{ report: string }>();
  const interrupted = new AbortController();
  onInterrupted((signal) => {
    process.exitCode = exitCodeOf(signal);
    interrupted.abort(new Error(`stopped by ${signal}`));
  });
  await runDemo({ reportFolder: path.resolve(options.report), signal: interrupted.signal, write: (line) => console.log(line) });
}

main().then(
  () => process.exit(),
  (error: Error) => {
    console.error(`\nThe demo did not finish: ${error.message}`);
    process.exit(process.exitCode ?? 1);
  },
);
