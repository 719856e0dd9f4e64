import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { AddressInfo, createServer } from 'node:net';
import * as path from 'node:path';
import { request } from 'undici';

const EXAMPLES = path.join(__dirname, '../../../examples');

export interface Answer {
  readonly status: number;
  readonly contentType?: string;
  readonly text: string;
}

/** A container of the examples, started by the command that its containers file names. */
export class RunningContainer {
  static async start(image: string, environment: Readonly<Record<string, string>> = {}): Promise<RunningContainer> {
    const containers: Record<string, { command: string[] }> = JSON.parse(readFileSync(path.join(EXAMPLES, 'containers.json'), 'utf8'));
    const { command } = containers[image]!;
    const port = await freePort();
    const child = spawn(command[0]!, command.slice(1), { cwd: EXAMPLES, env: { PATH: process.env.PATH, SAGEMAKER_BIND_TO_PORT: String(port), ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    return new RunningContainer(child, port);
  }

  private output = '';

  private constructor(readonly child: ChildProcess, private readonly port: number) {
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (this.output += chunk));
  }

  get log(): string {
    return this.output;
  }

  /** Asks /ping until it says 200, as the platform does; again whenever the container has said something. */
  async healthy(): Promise<void> {
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`the container ended with ${this.child.exitCode}: ${this.output}`);
      const heard = this.output.length;
      const answer = await this.ask('GET', '/ping').catch(() => undefined);
      if (answer?.status === 200) return;
      if (this.output.length === heard) await Promise.race([once(this.child.stdout!, 'data'), once(this.child, 'exit')]);
    }
  }

  async ask(method: 'GET' | 'POST', url: string, body?: Buffer | string, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await request(`http://127.0.0.1:${this.port}${url}`, { method, body, headers });
    return { status: response.statusCode, contentType: response.headers['content-type'] as string | undefined, text: await response.body.text() };
  }

  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    return (await ended)[0];
  }

  async ended(): Promise<number | null> {
    return this.child.exitCode ?? (await once(this.child, 'exit'))[0];
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
