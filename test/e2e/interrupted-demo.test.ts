import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = path.join(__dirname, '..', '..');

let folder: string;
let demo: ChildProcess | undefined;
let output = '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'interrupted-demo-'));
});
afterEach(() => {
  demo?.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

test('Ctrl-C while the job runs ends the demo with 130, with every process of it, and removes its folder', async () => {
  const temporary = path.join(folder, 'tmp');
  fs.mkdirSync(temporary);
  demo = spawn(process.execPath, ['--import', 'tsx', 'bin/demo.ts', '--report', path.join(folder, 'report')], { cwd: ROOT, env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: temporary }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => demo!.once('close', resolve));
  await outputHas(demo, /job \S+: InProgress/);
  await container(temporary);
  expect(fs.readdirSync(temporary)).toContainEqual(expect.stringMatching(/^batch-transform-demo-/));

  demo.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(output).toContain('The demo did not finish: stopped by SIGINT');
  expect(output).not.toContain('Warning');
  expect(fs.readdirSync(temporary).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  // A process that was killed needs a moment until the system has forgotten it.
  for (let looks = 0; looks < 100 && processesOf(temporary).length > 0; looks += 1) await pause(20);
  expect(processesOf(temporary)).toEqual([]);
}, 120_000);

/** Waits until the words are there; fails with what came instead when the demo ends before. */
function outputHas(child: ChildProcess, words: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const listen = (data: Buffer) => {
      output += data.toString();
      if (words.test(output)) resolve();
    };
    child.stdout!.on('data', listen);
    child.stderr!.on('data', listen);
    child.once('close', () => reject(new Error(`the demo ended early: ${output}`)));
  });
}

/** The container is the process that has to be killed with all of its group. */
async function container(temporary: string): Promise<void> {
  for (let looks = 0; looks < 500; looks += 1) {
    if (processesOf(temporary).some((line) => line.includes('serve.mjs'))) return;
    await pause(20);
  }
  throw new Error(`no container was seen: ${output}`);
}

/** Every process that has the folder in its command or environment: the demo's children all do. */
function processesOf(temporary: string): string[] {
  return execFileSync('ps', [process.platform === 'linux' ? 'axeww' : 'axEww'], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(temporary));
}
