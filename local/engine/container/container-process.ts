import { ChildProcess, spawn } from 'node:child_process';
import * as readline from 'node:readline';

export interface ProcessSetup {
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

/** The process that stands for a container, with whatever it starts itself. */
export class ContainerProcess {
  /** Resolves, with words about how, when the process has ended. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;

  constructor({ command: [file, ...args], cwd, environment, onLine }: ProcessSetup) {
    // Its own process group, so that its children end with it.
    this.child = spawn(file, args, { cwd, env: { ...environment }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout!, this.child.stderr!]) readline.createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      this.child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
    });
  }

  /** Ends the whole group at once: nothing is stored after a stop, so there is nothing to finish. */
  kill(): void {
    if (this.child.pid === undefined) return; // never started
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has ended by itself
    }
  }
}
