import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { exitCodeOf, EndingSignal } from '../../bin/interrupted';

const STUBBORN = path.join(__dirname, '_stubborn.ts');

/** Runs a program that never ends in an orderly way; `signals` are sent one after another, each when the last was noticed. */
function interrupt(signals: readonly EndingSignal[]): Promise<{ code: number | null; lines: string[] }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', STUBBORN], { stdio: ['ignore', 'pipe', 'inherit'] });
    const left = [...signals];
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      const signal = left.shift();
      if (signal) child.kill(signal);
      // The program says when a second Ctrl-C is no echo of the first any more.
      else if (text.includes('waited')) child.kill('SIGINT');
    });
    child.once('close', (code) => resolve({ code, lines: text.trim().split('\n') }));
  });
}

test.each<[EndingSignal, number]>([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])('%s is shown as exit code %i', (signal, code) => {
  expect(exitCodeOf(signal)).toBe(code);
});

test.each<EndingSignal>(['SIGINT', 'SIGTERM', 'SIGHUP'])('the first %s asks for an orderly end, and only the first; a Ctrl-C later the program ends at once, with its exit listeners', async (signal) => {
  const { code, lines } = await interrupt([signal]);
  expect(lines).toEqual(['ready', `stopping for ${signal}`, 'waited', 'exit']);
  expect(code).toBe(130);
});
