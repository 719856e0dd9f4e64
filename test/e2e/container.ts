import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';

export interface Container {
  readonly url: string;
  /** Resolves when the first request for a prediction has come. */
  readonly asked: Promise<void>;
  close(): Promise<void>;
}

/** A container that is well and gives every photo the same answer; without one it takes requests and never answers them. */
export async function startContainer(answer?: string): Promise<Container> {
  let noteAsked: () => void;
  const asked = new Promise<void>((resolve) => (noteAsked = resolve));
  const server = createServer((request, response) => {
    request.resume();
    if (request.url !== '/invocations') return void response.writeHead(request.url === '/ping' ? 200 : 404).end();
    noteAsked();
    if (answer !== undefined) request.once('end', () => response.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
