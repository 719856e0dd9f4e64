import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';

export interface SlowContainer {
  readonly url: string;
  /** Resolves when the first request for a prediction has come. */
  readonly asked: Promise<void>;
  close(): Promise<void>;
}

/** A container that is well, takes a request, and never answers it. */
export async function startSlowContainer(): Promise<SlowContainer> {
  let noteAsked: () => void;
  const asked = new Promise<void>((resolve) => (noteAsked = resolve));
  const server = createServer((request, response) => {
    if (request.url === '/invocations') noteAsked();
    else response.writeHead(request.url === '/ping' ? 200 : 404).end();
    request.resume();
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
