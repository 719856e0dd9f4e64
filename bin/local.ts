import './sdk-warning';
import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { AuditRecord, closedEnvironment, Connection, readRunning, startLocalCloud } from '../local';
import { onInterrupted } from './interrupted';

const DEFAULT_STATE = '.local-cloud';

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new InvalidArgumentError(`a port is a whole number from 0 to 65535, got: ${text}`);
  return value;
}

const program = new Command('local')
  .description('An emulated AWS for this library, on a loopback port: the unmodified cdk CLI deploys to it, policies are enforced, transform jobs really run.')
  .option('--state <folder>', 'private folder that keeps everything', process.env.LOCAL_CLOUD_STATE ?? DEFAULT_STATE)
  .enablePositionalOptions();

program
  .command('start')
  .description('start the cloud; prints one JSON line with endpoint and keys when ready, stops on SIGINT or SIGTERM')
  .option('--port <n>', 'loopback port; 0 takes a free one', port, 0)
  .option('--state <folder>', 'private folder that keeps everything')
  .option('--containers <file>', 'which command or URL stands for which image', 'examples/containers.json')
  .action(async (options: { port: number; state?: string; containers: string }) => {
    const cloud = await startLocalCloud({
      port: options.port,
      folder: path.resolve(options.state ?? program.opts<{ state: string }>().state),
      containersFile: path.resolve(options.containers),
    });
    onInterrupted(() => void cloud.close().then(() => process.exit(0), fail));
    const { endpoint, region, accountId, accessKeyId, secretAccessKey } = cloud.connection;
    console.log(JSON.stringify({ endpoint, region, accountId, accessKeyId, secretAccessKey }));
    console.error(`This cloud is emulated: see local/README.md. Deploy to it with: npm run local -- cdk deploy --all`);
  });

program
  .command('cdk')
  .description('run the pinned cdk CLI against the running cloud, in an environment that cannot reach a real account')
  .allowUnknownOption()
  .passThroughOptions()
  .helpOption(false)
  .argument('[arguments...]', 'what the cdk CLI gets')
  .action((args: string[]) => {
    const { connection, folder } = running();
    const child = spawn(process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args, '--no-notices'], { stdio: 'inherit', env: closedEnvironment(connection, path.join(folder, 'home')) });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.once('close', (code) => process.exit(code ?? 1));
  });

program
  .command('environment')
  .description('print export lines for a shell in which the AWS CLI and the SDKs reach the running cloud and nothing else')
  .action(() => {
    const { connection, folder } = running();
    const inherited = new Set(['PATH', 'LANG', 'TERM', 'TMPDIR', 'NO_COLOR', 'CI', 'HOME']);
    for (const [name, value] of Object.entries(closedEnvironment(connection, path.join(folder, 'home')))) {
      if (value !== undefined && !inherited.has(name)) console.log(`export ${name}='${value}'`);
    }
  });

program
  .command('audit')
  .description('print the access decisions of the running cloud, newest last')
  .option('--denied', 'only refusals')
  .action(async ({ denied }: { denied?: boolean }) => {
    const { connection } = running();
    const response = await fetch(`${connection.endpoint}/_local/audit${denied ? '?denied=true' : ''}`, { headers: { authorization: `Bearer ${connection.secretAccessKey}` } });
    if (!response.ok) throw new Error(`the local cloud answered ${response.status}: ${await response.text()}`);
    for (const record of (await response.json()) as AuditRecord[]) console.log(JSON.stringify(record));
  });

function running(): { connection: Connection; folder: string } {
  const folder = path.resolve(program.opts<{ state: string }>().state);
  const connection = readRunning(folder);
  if (!connection) {
    console.error(`No local cloud runs with the state folder ${path.relative(process.cwd(), folder) || '.'}. Start one in another terminal: npm run local -- start`);
    process.exit(1);
  }
  return { connection, folder };
}

program.parseAsync().catch(fail);

function fail(error: Error): never {
  console.error(error.message);
  process.exit(1);
}
