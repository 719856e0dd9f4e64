import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { BatchStrategy, SplitType } from '../../lib/spec/vocabulary';
import { assembler } from './assemble';
import { Batch } from './batch/batch';
import { batchesOf } from './batch/batches';
import { Choices } from './choices';
import { inOrder } from './in-order';
import { Invoker } from './invoke/invoker';
import { asFailure, badData } from './object-failure';
import { ObjectSink, ObjectSource } from './ports';
import { DataProcessing } from './process/data-processing';
import { readObject } from './read-object';
import { InputObject } from './select/select-inputs';
import { Semaphore } from './semaphore';
import { TransformSettings } from './settings';

/** What all objects of an instance share. */
export interface ObjectContext {
  readonly source: ObjectSource;
  readonly sink: ObjectSink;
  readonly settings: TransformSettings;
  readonly choices: Choices;
  readonly processing: DataProcessing | undefined;
  readonly invoker: Invoker;
  /** Requests in flight. */
  readonly slots: Semaphore;
  /** Batches in memory. */
  readonly held: Semaphore;
}

export type ObjectResult = { readonly invocations: number } | { readonly skipped: string };

class Skipped extends Error {}

const EMPTY = 'the object is empty: there is nothing to send';

/** From an input object to its `.out`, which is stored whole or not at all (rule 70). Throws an ObjectFailure. */
export async function transformObject(input: InputObject, context: ObjectContext, job: AbortSignal): Promise<ObjectResult> {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const stop = () => controller.abort(job.reason);
  job.addEventListener('abort', stop, { once: true });
  let invocations = 0;
  let fault: unknown;
  const body = Readable.from(
    (async function* () {
      try {
        for await (const part of answers(input, context, controller)) {
          invocations += 1;
          if (part.length > 0) yield part;
        }
        if (invocations === 0) throw context.choices.emptyObjects === 'skip' ? new Skipped(EMPTY) : badData(EMPTY);
      } catch (error) {
        fault = error;
        throw error;
      }
    })(),
    { objectMode: false },
  );
  body.on('error', () => {}); // the sink sees it, and `fault` keeps it, also when the sink has gone
  try {
    job.throwIfAborted();
    await context.sink.put(input.output.bucket, input.output.key, body);
    if (fault) throw fault as Error;
    return { invocations };
  } catch (error) {
    job.throwIfAborted();
    if (fault instanceof Skipped) return { skipped: fault.message };
    throw fault ? asFailure(fault, 'algorithm') : asFailure(error, 'upload');
  } finally {
    job.removeEventListener('abort', stop);
    controller.abort(new Error('the object has ended'));
    body.destroy();
  }
}

async function* answers(input: InputObject, context: ObjectContext, controller: AbortController): AsyncGenerator<Buffer> {
  const { settings, processing, invoker, source, slots, held } = context;
  const { signal } = controller;
  const assemble = assembler(settings.assembleWith, context.choices);
  const open = () => readObject(source, input, settings.gzip, signal);
  const send = async (body: Buffer | (() => AsyncIterable<Buffer>)) => {
    await slots.acquire(signal);
    try {
      return await invoker.invoke(input.key, body, signal);
    } finally {
      slots.release();
    }
  };
  if (isStreamed(settings, processing)) {
    if (await isEmpty(open())) return;
    yield assemble(await send(open));
    return;
  }
  yield* inOrder<Batch, Buffer>(
    batchesOf(open(), settings, processing),
    async (batch) => {
      const answer = await send(batch.parts.length === 1 ? batch.parts[0] : Buffer.concat(batch.parts));
      return assemble(processing ? processing.finish(answer, batch) : answer);
    },
    held,
    controller,
  );
}

/** Rule 31: without a limit an untouched object is one request, which need not fit into memory. */
function isStreamed(settings: TransformSettings, processing: DataProcessing | undefined): boolean {
  const isOneBatch = settings.splitType === SplitType.NONE || settings.batchStrategy === BatchStrategy.MULTI_RECORD;
  return settings.maxPayload === Infinity && !processing && isOneBatch;
}

async function isEmpty(chunks: AsyncIterable<Buffer>): Promise<boolean> {
  for await (const chunk of chunks) if (chunk.length > 0) return false;
  return true;
}
