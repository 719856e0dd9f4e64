import { spawn } from 'node:child_process';
import * as fs from 'node:fs';

export interface CdkRun {
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/** Runs the unmodified CDK CLI, whose words go to a log file; throws with their end when it fails. */
export async function cdk(args: readonly string[], { environment, cwd, logFile, signal }: CdkRun): Promise<void> {
  signal.throwIfAborted();
  const log = fs.openSync(logFile, 'a');
  try {
    fs.writeSync(log, `\n$ cdk ${args.join(' ')}\n`);
    // A group of its own: the CLI starts the app as a child, and Ctrl-C has to reach both.
    const child = spawn(process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args], { cwd, env: environment, stdio: ['ignore', log, log], detached: true });
    const stop = () => endGroup(child.pid, 'SIGTERM');
    const kill = () => endGroup(child.pid, 'SIGKILL');
    signal.addEventListener('abort', stop, { once: true });
    process.once('exit', kill);
    const code = await new Promise<number | string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exit, killedBy) => resolve(exit ?? killedBy ?? 'unknown'));
    }).finally(() => {
      signal.removeEventListener('abort', stop);
      process.off('exit', kill);
    });
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`cdk ${args[0]} ended with ${code}. Its last words (all of them: ${logFile}):\n${lastLines(logFile, 25)}`);
  } finally {
    fs.closeSync(log);
  }
}

function endGroup(pid: number | undefined, how: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, how);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ESRCH: it has ended by itself
  }
}

function lastLines(file: string, count: number): string {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
