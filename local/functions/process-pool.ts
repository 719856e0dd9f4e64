import { FunctionProcess } from './function-process';

/** So many processes of one function run at once here; further invocations wait for one of them. */
const MOST = 10;

/** The warm processes of one function in one version of its code and configuration. */
export class ProcessPool {
  private readonly idle: FunctionProcess[] = [];
  private readonly all = new Set<FunctionProcess>();
  private readonly waiting: Array<() => void> = [];
  private retired = false;

  constructor(private readonly start: () => FunctionProcess) {}

  async use<T>(work: (process: FunctionProcess) => Promise<T>): Promise<T> {
    while (this.all.size >= MOST && this.idle.length === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    const process = this.take();
    try {
      return await work(process);
    } finally {
      this.giveBack(process);
      this.waiting.shift()?.();
    }
  }

  /** The function was changed or deleted: idle processes end now, busy ones after their invocation. */
  retire(): void {
    this.retired = true;
    for (const process of this.idle.splice(0)) this.drop(process);
  }

  /** The local cloud ends. */
  close(): void {
    this.retire();
    for (const process of [...this.all]) this.drop(process);
  }

  private take(): FunctionProcess {
    for (let process = this.idle.pop(); process; process = this.idle.pop()) {
      if (process.usable) return process;
      this.all.delete(process);
    }
    const fresh = this.start();
    this.all.add(fresh);
    return fresh;
  }

  private giveBack(process: FunctionProcess): void {
    if (process.usable && !this.retired) this.idle.push(process);
    else this.drop(process);
  }

  private drop(process: FunctionProcess): void {
    process.kill();
    this.all.delete(process);
  }
}
