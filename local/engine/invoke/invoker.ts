import { Readable } from 'node:stream';
import { Dispatcher, Pool } from 'undici';
import { Choices, GOOD_STATUS, isRetriedStatus } from '../choices';
import { ObjectFailure } from '../object-failure';
import { TransformClock, TransformEvent } from '../ports';
import { TransformSettings } from '../settings';
import { badStatus, noAnswer } from './invocation-failure';

/** Bytes of known length, or (without a payload limit) a stream that can be opened again for a retry. */
export type RequestBody = Buffer | (() => AsyncIterable<Buffer>);

interface Message {
  readonly body: RequestBody;
  readonly contentType?: string;
}

type Attempt = { readonly status: number; readonly body: Buffer; readonly contentType?: string } | { readonly error: unknown };

/** Sends batches to the containers of one instance. */
export class Invoker {
  constructor(
    private readonly pools: readonly Pool[],
    private readonly settings: TransformSettings,
    private readonly choices: Choices,
    private readonly clock: TransformClock,
    private readonly report: (event: TransformEvent) => void,
  ) {}

  /** The answer of the last container: in a pipeline each takes the answer of the one before, with its content type. */
  async invoke(key: string, body: RequestBody, signal: AbortSignal): Promise<Buffer> {
    let message: Message = { body, contentType: this.settings.contentType };
    for (const pool of this.pools) message = await this.send(pool, key, message, signal);
    return message.body as Buffer;
  }

  /** Rule 76, 13.12. */
  private async send(pool: Pool, key: string, message: Message, signal: AbortSignal): Promise<{ body: Buffer; contentType?: string }> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const started = this.clock.now();
      const result = await this.post(pool, message, signal);
      signal.throwIfAborted();
      const status = 'status' in result ? result.status : undefined;
      this.report({ type: 'invocation', key, status, bytes: Buffer.isBuffer(message.body) ? message.body.length : 0, attempt, milliseconds: this.clock.now() - started });
      if ('status' in result && status === GOOD_STATUS) return result;
      const failure = 'status' in result ? badStatus(result.status, result.body) : noAnswer(result.error);
      if (attempt > this.settings.retries || (status !== undefined && !isRetriedStatus(status))) throw failure;
      await this.clock.sleep(this.choices.retryPause, signal);
    }
  }

  private async post(pool: Pool, { body, contentType }: Message, signal: AbortSignal): Promise<Attempt> {
    let broken: ObjectFailure | undefined;
    const stream = Buffer.isBuffer(body) ? undefined : Readable.from(watched(body(), (failure) => (broken = failure)), { objectMode: false });
    try {
      const answer = await pool.request({
        path: '/invocations',
        method: 'POST',
        headers: this.headers(contentType),
        body: stream ?? (body as Buffer),
        headersTimeout: this.settings.timeout,
        bodyTimeout: this.settings.timeout,
        signal,
      });
      return { status: answer.statusCode, body: await bytes(answer.body), contentType: headerOf(answer, 'content-type') };
    } catch (error) {
      if (broken) throw broken;
      return { error };
    } finally {
      stream?.destroy();
    }
  }

  /** Rules 38 and 39: verbatim, and none when unset. */
  private headers(contentType: string | undefined): Record<string, string> {
    const { accept } = this.settings;
    return { ...(contentType !== undefined && { 'content-type': contentType }), ...(accept !== undefined && { accept }) };
  }
}

/** Tells a fault of the input from one of the container: both end the request. */
async function* watched(chunks: AsyncIterable<Buffer>, note: (failure: ObjectFailure) => void): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof ObjectFailure) note(error);
    throw error;
  }
}

async function bytes(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  return Buffer.from(await body.arrayBuffer());
}

function headerOf(answer: Dispatcher.ResponseData, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
