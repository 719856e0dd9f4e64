import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { LambdaWorld } from '../aws/lambda/_lambda-world';

const BOOTSTRAP = path.resolve(__dirname, '../../../local/functions/bootstrap.cjs');

test('a process ends when its parent is gone, whatever its handler left running', async () => {
  const child = fork(BOOTSTRAP, [__dirname, 'index.handler', '9'], { execArgv: [], env: {} });
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([1, null]);
});

test('all processes end with the service', async () => {
  const world = new LambdaWorld();
  await world.define('f', 'exports.handler = async () => process.pid');
  const { value: pid } = await world.answer('f');
  expect(isAlive(pid)).toBe(true);
  world.lambda.close();
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
