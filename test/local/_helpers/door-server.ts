import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Caller } from '../../../local/access/model';
import { ServiceDoor } from '../../../local/aws/wire/http';

export interface DoorServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** A door on a loopback port, without signatures: every request comes from `caller()`. */
export async function serveDoor(door: ServiceDoor, caller: () => Caller): Promise<DoorServer> {
  const server = http.createServer((incoming, outgoing) => void answer(door, caller(), incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(door: ServiceDoor, caller: Caller, incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
  const url = new URL(incoming.url!, 'http://127.0.0.1');
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const { status, headers: answered, body } = await door.handle({
    requestId: randomUUID(),
    method: incoming.method!,
    path: incoming.url!.split('?')[0],
    query: url.searchParams,
    headers,
    body: incoming,
    caller,
  });
  outgoing.writeHead(status, { ...answered });
  if (body instanceof Readable) await pipeline(body, outgoing).catch(() => outgoing.destroy());
  else outgoing.end(body);
}
