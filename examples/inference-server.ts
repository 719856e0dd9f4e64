import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';

/** What a container offers on GET /execution-parameters; the job's own settings win over it. */
export interface ExecutionParameters {
  readonly MaxConcurrentTransforms: number;
  readonly BatchStrategy: 'SINGLE_RECORD' | 'MULTI_RECORD';
  readonly MaxPayloadInMB: number;
}

/** The model behind the contract. */
export interface Inference {
  readonly executionParameters: ExecutionParameters;
  /** Media types of a request that the model reads. */
  readonly contentTypes: readonly string[];
  /** Media type of the answer. */
  readonly accept: string;
  /** False until the model is loaded, and again when it is lost. */
  ready(): boolean;
  invoke(body: Buffer): Promise<string>;
}

/** A request that the container turns down: the status and a reason for whoever reads the job's log. */
export class Refusal extends Error {
  constructor(readonly status: number, reason: string, readonly detail: Readonly<Record<string, unknown>> = {}) {
    super(reason);
  }
}

/** The container side of SageMaker's contract for batch transform: /ping, /execution-parameters, /invocations. */
export function inferenceServer(inference: Inference, environment: NodeJS.ProcessEnv = process.env): Server {
  const maxBytes = (Number(environment.SAGEMAKER_MAX_PAYLOAD_IN_MB) || inference.executionParameters.MaxPayloadInMB) * 1024 * 1024;
  return createServer((request, response) => {
    route(inference, request, maxBytes).then(
      ([contentType, body]) => send(response, 200, contentType, body),
      (error: unknown) => refuse(request, response, error),
    );
  });
}

async function route(inference: Inference, request: IncomingMessage, maxBytes: number): Promise<[contentType: string, body: string]> {
  switch (`${request.method} ${request.url?.split('?')[0]}`) {
    case 'GET /ping':
      if (!inference.ready()) throw new Refusal(503, 'the model is not loaded');
      return ['text/plain', ''];
    case 'GET /execution-parameters':
      return ['application/json', JSON.stringify(inference.executionParameters)];
    case 'POST /invocations': {
      if (!inference.ready()) throw new Refusal(503, 'the model is not loaded');
      checkTypes(inference, request);
      return [inference.accept, await inference.invoke(await read(request, maxBytes))];
    }
    default:
      throw new Refusal(404, `no ${request.method} ${request.url}: there are GET /ping, GET /execution-parameters and POST /invocations`);
  }
}

function checkTypes({ contentTypes, accept }: Inference, { headers }: IncomingMessage): void {
  const contentType = mediaType(headers['content-type']);
  if (!contentTypes.includes(contentType)) {
    const got = contentType ? `got ${contentType}` : 'none was sent';
    throw new Refusal(415, `the content type must be ${contentTypes.join(' or ')}, ${got}; it is the ContentType of the job's TransformInput`);
  }
  const accepted = (headers.accept ?? '*/*').split(',').map(mediaType);
  const type = accept.split('/')[0];
  if (!accepted.some((one) => one === accept || one === '*/*' || one === `${type}/*`)) {
    throw new Refusal(406, `the answer is ${accept}, asked for ${headers.accept}; it is the Accept of the job's TransformOutput`);
  }
}

const mediaType = (value = ''): string => value.split(';')[0]!.trim().toLowerCase();

async function read(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = (): Refusal => new Refusal(413, `a body may have ${maxBytes} bytes (MaxPayloadInMB)`, { limit: maxBytes });
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const refusal = error instanceof Refusal ? error : new Refusal(500, error instanceof Error ? error.message : String(error));
  if (request.url !== '/ping') console.error(JSON.stringify({ status: refusal.status, error: refusal.message }));
  // The connection stays open and Node drops the rest of a refused body: a reset would take the answer away from the client.
  send(response, refusal.status, 'application/json', JSON.stringify({ error: refusal.message, ...refusal.detail }));
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/** Runs the server as `<image> serve` does: on the port SageMaker names, until SIGTERM. */
export function serve(inference: Inference): void {
  const [command = 'serve'] = process.argv.slice(2);
  if (command !== 'serve') {
    console.error(`unknown command ${JSON.stringify(command)}: the container knows "serve"`);
    process.exit(64);
  }
  const port = Number(process.env.SAGEMAKER_BIND_TO_PORT ?? 8080);
  const server = inferenceServer(inference);
  // Outside a container the launcher binds to loopback; inside, the platform calls from another network namespace.
  server.listen(port, process.env.INFERENCE_HOST ?? '0.0.0.0', () => console.log(JSON.stringify({ listening: port })));
  server.on('error', (error) => {
    console.error(JSON.stringify({ error: error.message }));
    process.exit(1);
  });
  // Batch transform asks again for what was not answered, so nothing is gained by finishing.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
}
