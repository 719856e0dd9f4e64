import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { TransformClock } from '../ports';
import { processEnvironment } from './container-environment';
import { ContainerProcess } from './container-process';
import { ContainerMap, entryFor, noEntryFor } from './containers-file';
import { freePort } from './free-port';
import { PING, PingOptions, waitForPing } from './wait-for-ping';

export interface StartRequest {
  readonly image: string;
  /** Of the model and the job: `jobEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Unpacked artifact: stands for /opt/ml/model. */
  readonly modelFolder: string;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface RunningContainer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A container does not come up. The message is the job's FailureReason; `detail` belongs into the log. */
export class ContainerFailure extends Error {
  constructor(reason: string, readonly detail: string) {
    super(reason);
  }
}

/** Starts what the containers file gives for an image, and waits until it answers `/ping`. */
export class ContainerRunner {
  private readonly live = new Set<ContainerProcess>();
  /** Whatever ends this process orderly must not leave containers behind. */
  private readonly killAll = () => this.live.forEach((child) => child.kill());

  constructor(private readonly containers: ContainerMap, private readonly clock: TransformClock, private readonly ping: PingOptions = PING) {}

  async start({ image, environment, modelFolder, onLine, signal }: StartRequest): Promise<RunningContainer> {
    const entry = entryFor(this.containers, image);
    if (!entry) throw new ContainerFailure(noEntryFor(image), noEntryFor(image));
    if ('url' in entry) {
      await this.ready(entry.url, signal);
      return { url: entry.url, stop: async () => {} };
    }
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'transform-container-'));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const surroundings = { path: process.env.PATH ?? '', home, port, modelFolder };
    const child = new ContainerProcess({ command: entry.command, cwd: entry.cwd, environment: processEnvironment(entry.environment ?? {}, environment, surroundings), onLine });
    this.watch(child);
    const stop = async () => {
      child.kill();
      await child.ended;
      fs.rmSync(home, { recursive: true, force: true });
    };
    const giveUp = new AbortController();
    try {
      const early = child.ended.then((how) => {
        throw new ContainerFailure(SERVICE_MESSAGE.algorithmError.say(), `the container's command '${entry.command.join(' ')}' ${how} before it answered /ping`);
      });
      await Promise.race([early, this.ready(url, AbortSignal.any([signal, giveUp.signal]))]);
      return { url, stop };
    } catch (error) {
      await stop();
      throw error;
    } finally {
      giveUp.abort();
    }
  }

  private watch(child: ContainerProcess): void {
    if (this.live.size === 0) process.on('exit', this.killAll);
    this.live.add(child);
    void child.ended.then(() => {
      this.live.delete(child);
      if (this.live.size === 0) process.off('exit', this.killAll);
    });
  }

  private async ready(url: string, signal: AbortSignal): Promise<void> {
    try {
      await waitForPing(url, this.ping, this.clock, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new ContainerFailure(SERVICE_MESSAGE.algorithmError.say(), (error as Error).message);
    }
  }
}
