import { ChildProcess, fork } from 'node:child_process';
import * as path from 'node:path';
import { Clock } from '../services';

const BOOTSTRAP = path.join(__dirname, 'bootstrap.cjs');
/** Lambda gives a cold start this long, whatever the function's timeout. */
const START_MILLISECONDS = 10_000;

export interface ProcessOptions {
  /** Folder of the unpacked code. */
  readonly taskRoot: string;
  readonly handler: string;
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memorySize: number;
  readonly timeoutSeconds: number;
  /** The only port that the process may connect to. */
  readonly port: number;
  readonly clock: Clock;
}

export interface ProcessInvocation {
  readonly requestId: string;
  readonly payload: string;
  /** Set in the process before the handler runs: credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Members of the handler's context object. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly onOutput: (text: string) => void;
}

export interface ProcessAnswer {
  readonly payload: string;
  readonly failed: boolean;
  /** Killed by its timeout. */
  readonly timedOut?: boolean;
}

type Message =
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'started' }
  | { readonly type: 'answer'; readonly failed: boolean; readonly restart?: boolean; readonly payload: string };

/** One warm process of a function. It runs one invocation at a time. */
export class FunctionProcess {
  private readonly child: ChildProcess;
  private output: (text: string) => void = () => undefined;
  private over = false;

  constructor(private readonly options: ProcessOptions) {
    this.child = fork(BOOTSTRAP, [options.taskRoot, options.handler, String(options.port)], {
      env: { ...options.environment },
      // Without this the child would inherit the loaders of the parent (tsx, jest).
      execArgv: [`--max-old-space-size=${options.memorySize}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    // Only what the runtime itself writes comes here: a fatal error, running out of memory.
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (data: Buffer) => this.output(data.toString('utf8')));
    this.child.on('exit', () => { this.over = true; });
    this.child.on('error', () => { this.over = true; });
  }

  /** True until the process has ended or may not be used again. */
  get usable(): boolean {
    return !this.over;
  }

  kill(): void {
    this.over = true;
    this.child.kill('SIGKILL');
  }

  async invoke(invocation: ProcessInvocation): Promise<ProcessAnswer> {
    const { timeoutSeconds } = this.options;
    const { requestId } = invocation;
    const ended = new AbortController();
    this.output = invocation.onOutput;
    try {
      return await new Promise<ProcessAnswer>((resolve) => {
        let allowed = this.limit(Math.max(START_MILLISECONDS, timeoutSeconds * 1000), requestId, ended.signal, resolve);
        const listen = (raw: unknown): void => {
          const message = raw as Message;
          if (message.type === 'log') return invocation.onOutput(message.text);
          if (message.type === 'started') {
            allowed.abort();
            allowed = this.limit(timeoutSeconds * 1000, requestId, ended.signal, resolve);
            return undefined;
          }
          if (message.restart) this.over = true;
          return resolve({ payload: message.payload, failed: message.failed });
        };
        const closed = (code: number | null, signal: string | null): void => {
          resolve({ payload: JSON.stringify(exitError(requestId, code, signal)), failed: true });
        };
        this.child.on('message', listen);
        this.child.once('close', closed);
        // The process could not be started: there is no `close` then.
        const unborn = (error: Error): void => resolve({ payload: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${error.message}` }), failed: true });
        this.child.once('error', unborn);
        ended.signal.addEventListener('abort', () => {
          allowed.abort();
          this.child.off('message', listen);
          this.child.off('close', closed);
          this.child.off('error', unborn);
        });
        if (this.over) return closed(this.child.exitCode, this.child.signalCode);
        const { payload, environment, context } = invocation;
        this.child.send({ requestId, payload, environment, context, timeoutMilliseconds: timeoutSeconds * 1000 }, (error) => {
          // The process ended in this moment; its `close` event gives the answer.
          if (error) this.over = true;
        });
        return undefined;
      });
    } finally {
      ended.abort();
      if (this.over) this.kill();
    }
  }

  /** Kills the process when the time is over, unless aborted before. */
  private limit(milliseconds: number, requestId: string, ended: AbortSignal, resolve: (answer: ProcessAnswer) => void): AbortController {
    const stop = new AbortController();
    void this.options.clock.sleep(milliseconds, stop.signal).then(() => {
      if (stop.signal.aborted || ended.aborted) return;
      this.kill();
      resolve({ payload: JSON.stringify(timeoutError(requestId, milliseconds / 1000)), failed: true, timedOut: true });
    });
    return stop;
  }
}

function timeoutError(requestId: string, seconds: number): object {
  return { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds` };
}

function exitError(requestId: string, code: number | null, signal: string | null): object {
  const how = signal ? `signal: ${signal}` : `exit status ${code}`;
  const what = code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${how}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${what}` };
}
