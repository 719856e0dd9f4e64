import { setTimeout as wait } from 'node:timers/promises';
import * as path from 'node:path';
import { request } from 'undici';
import { ContainerFailure, ContainerRunner } from '../../../../local/engine/container/container-runner';
import { TransformClock } from '../../../../local/engine/ports';
import { TestContainer } from '../_container';

const clock: TransformClock = { now: () => Date.now(), sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined) };
const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/model:1';
const containers = { '*/model:*': { command: [process.execPath, path.join(__dirname, '_server.mjs')], environment: { FROM_FILE: 'file' } } };
const ping = { interval: 5, timeout: 400 };

function start(environment: Record<string, string> = {}, more: { image?: string; signal?: AbortSignal; ping?: { interval: number; timeout: number } } = {}) {
  const lines: string[] = [];
  const running = new ContainerRunner(containers, clock, more.ping ?? { interval: 5, timeout: 20_000 }).start({
    image: more.image ?? IMAGE, environment, modelFolder: '/models/1', onLine: (line) => lines.push(line), signal: more.signal ?? new AbortController().signal,
  });
  return { running, lines };
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('a container gets its port, its model and the job, and nothing of this process but the search path', async () => {
  process.env.SECRET_OF_PARENT = 'secret';
  const { running, lines } = start({ SAGEMAKER_BATCH: 'true', FROM_JOB: 'job', PORT: '1' });
  const { url, stop } = await running;
  const environment = (await (await request(`${url}/invocations`, { method: 'POST' })).body.json()) as Record<string, string>;
  const { PATH, HOME, TMPDIR, PORT, SAGEMAKER_BIND_TO_PORT, ...others } = environment;
  delete others.__CF_USER_TEXT_ENCODING; // macOS adds it to every process
  expect(others).toEqual({ SAGEMAKER_BATCH: 'true', FROM_JOB: 'job', FROM_FILE: 'file', SAGEMAKER_MODEL_DIR: '/models/1' });
  expect([PATH, PORT]).toEqual([process.env.PATH, new URL(url).port]);
  expect(SAGEMAKER_BIND_TO_PORT).toBe(PORT);
  expect(HOME).toBe(TMPDIR);
  expect(HOME).not.toBe(process.env.HOME);
  expect(lines).toContain('to stderr');
  delete process.env.SECRET_OF_PARENT;

  const child = Number(lines.find((line) => line.startsWith('child '))!.slice(6));
  expect(isAlive(child)).toBe(true);
  await stop();
  while (isAlive(child)) await new Promise(setImmediate); // a killed process is reaped by the system in its own time
});

test.each([
  { what: 'exits', BREAK: 'exit', detail: /ended with exit code 3 before it answered \/ping/, patience: 20_000 },
  { what: 'never answers 200', BREAK: 'ping', detail: /did not answer \/ping with 200 within 0\.4 seconds; the last answer was: (status 500|.*ECONNREFUSED.*)/, patience: 400 },
])('a container that $what is an AlgorithmError', async ({ BREAK, detail, patience }) => {
  const failure = await start({ BREAK }, { ping: { ...ping, timeout: patience } }).running.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ContainerFailure);
  expect((failure as ContainerFailure).message).toBe('AlgorithmError: See job logs for more information');
  expect((failure as ContainerFailure).detail).toMatch(detail);
});

test('an image without an entry is named, with the entry to add', async () => {
  await expect(start({}, { image: '1.dkr.ecr.r.amazonaws.com/team/other@sha256:0' }).running).rejects.toThrow(/the image '1\.dkr.*other@sha256:0'.*"\*\/other\*": \{ "command"/);
});

test('a command that does not exist is an AlgorithmError', async () => {
  const runner = new ContainerRunner({ i: { command: ['no-such-command-here'] } }, clock, ping);
  const failure = await runner.start({ image: 'i', environment: {}, modelFolder: '/m', onLine: () => {}, signal: new AbortController().signal }).catch((error: unknown) => error);
  expect((failure as ContainerFailure).detail).toMatch(/could not be started: .*ENOENT/);
});

test('a stop while the container comes up ends it', async () => {
  const stop = new AbortController();
  const { running, lines } = start({ BREAK: 'ping' }, { signal: stop.signal });
  setImmediate(() => stop.abort(new Error('stopped')));
  await expect(running).rejects.toThrow('stopped');
  for (const line of lines) if (line.startsWith('child ')) while (isAlive(Number(line.slice(6)))) await new Promise(setImmediate);
});

test('a server that runs already is asked only', async () => {
  const server = await TestContainer.start(() => ({}));
  try {
    const runner = new ContainerRunner({ i: { url: server.url } }, clock, ping);
    const { url, stop } = await runner.start({ image: 'i', environment: {}, modelFolder: '/m', onLine: () => {}, signal: new AbortController().signal });
    expect(url).toBe(server.url);
    await stop();
  } finally {
    await server.stop();
  }
});
