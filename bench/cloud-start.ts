import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as readline from 'node:readline';
import { startLocalCloud } from '../local';
import { Benchmark, median, seconds, spread } from './measured';

const ROUNDS = 7;
const COMMAND = path.join(__dirname, '..', 'bin', 'local.ts');

/** Until `/_local/health` is answered: with the modules loaded, and from nothing (node, TypeScript on the fly, modules). */
export const cloudStart: Benchmark = async () => {
  const warm: number[] = [];
  const cold: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    warm.push(await inProcess());
    cold.push(await asCommand());
  }
  return [
    { what: 'startLocalCloud until it answers', value: `${median(warm.slice(1)).toFixed(0)} ms`, detail: `${spread(warm.slice(1), 0)}; new state folder, modules loaded` },
    { what: 'local start until it answers', value: `${(median(cold) / 1000).toFixed(1)} s`, detail: `${spread(cold.map((each) => each / 1000), 1)}; a fresh process that compiles TypeScript on the fly` },
  ];
};

async function inProcess(): Promise<number> {
  let close = async (): Promise<void> => undefined;
  const took = await seconds(async () => {
    const cloud = await startLocalCloud();
    close = () => cloud.close();
    await health(cloud.connection.endpoint);
  });
  await close();
  return took * 1000;
}

async function asCommand(): Promise<number> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-cloud-'));
  const begin = process.hrtime.bigint();
  const child = spawn(process.execPath, ['--import', 'tsx', COMMAND, 'start', '--state', folder], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    for await (const line of readline.createInterface({ input: child.stdout })) {
      await health((JSON.parse(line) as { endpoint: string }).endpoint);
      return Number(process.hrtime.bigint() - begin) / 1e6;
    }
    throw new Error('the local cloud ended before it answered');
  } finally {
    child.kill('SIGTERM');
    await ended;
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function health(endpoint: string): Promise<void> {
  const answer = await fetch(`${endpoint}/_local/health`);
  if (!answer.ok) throw new Error(`the local cloud answered ${answer.status}`);
}
