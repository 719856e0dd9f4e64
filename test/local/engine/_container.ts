import * as http from 'node:http';
import { AddressInfo } from 'node:net';

export interface Received {
  readonly body: Buffer;
  readonly headers: http.IncomingHttpHeaders;
}
export type Reply = { status?: number; body?: string | Buffer; headers?: Record<string, string> };
/** Answers the n-th request, counted from 0. */
export type Answer = (request: Received, n: number) => Reply | 'hang up' | 'hang' | Promise<Reply>;

/** A model container in this process, which remembers what it was sent. */
export class TestContainer {
  readonly received: Received[] = [];
  inFlight = 0;
  mostInFlight = 0;
  private constructor(private readonly server: http.Server) {}

  static async start(answer: Answer, executionParameters?: string): Promise<TestContainer> {
    const server = http.createServer((request, response) => {
      if (request.url === '/ping') return void response.end();
      if (request.url === '/execution-parameters') {
        response.statusCode = executionParameters === undefined ? 404 : 200;
        return void response.end(executionParameters);
      }
      container.inFlight += 1;
      container.mostInFlight = Math.max(container.mostInFlight, container.inFlight);
      response.on('close', () => (container.inFlight -= 1));
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', async () => {
        const received = { body: Buffer.concat(chunks), headers: request.headers };
        container.received.push(received);
        const reply = await answer(received, container.received.length - 1);
        if (reply === 'hang') return;
        if (reply === 'hang up') return void request.socket.destroy();
        response.writeHead(reply.status ?? 200, reply.headers);
        response.end(reply.body ?? '');
      });
    });
    const container = new TestContainer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return container;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get bodies(): string[] {
    return this.received.map(({ body }) => body.toString('utf8'));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
