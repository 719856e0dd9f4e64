import * as fs from 'node:fs';
import * as path from 'node:path';
import { Connection } from './connection';

interface RunningFile extends Connection {
  readonly pid: number;
}

const NAME = 'server.json';

/** Notes in the state folder how the running cloud is reached, for the other commands. */
export function noteRunning(folder: string, connection: Connection): void {
  const note: RunningFile = { ...connection, pid: process.pid };
  fs.writeFileSync(path.join(folder, NAME), JSON.stringify(note), { mode: 0o600 });
}

export function forgetRunning(folder: string): void {
  fs.rmSync(path.join(folder, NAME), { force: true });
}

/** The cloud that runs with this state folder; undefined when none does, even if one was killed and left its note. */
export function readRunning(folder: string): Connection | undefined {
  let note: RunningFile;
  try {
    note = JSON.parse(fs.readFileSync(path.join(folder, NAME), 'utf8')) as RunningFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { pid, ...connection } = note;
  return isAlive(pid) ? connection : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
