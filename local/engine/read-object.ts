import { addAbortSignal, pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { asFailure, badData } from './object-failure';
import { ObjectSource } from './ports';

const CHUNK = 65_536;

/** An input object's bytes, decompressed when the job says so (rule 19). */
export async function* readObject(source: ObjectSource, { bucket, key }: { bucket: string; key: string }, gzip: boolean, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    const stored = addAbortSignal(signal, await source.open(bucket, key));
    yield* gzip ? unzip(stored) : (stored as AsyncIterable<Buffer>);
  } catch (error) {
    signal.throwIfAborted();
    const fault = asFailure(error, 'download');
    throw isGzipError(error) ? badData(`the object is no whole gzip file, and CompressionType is Gzip: ${fault.message}`) : fault;
  }
}

function unzip(stored: Readable): AsyncIterable<Buffer> {
  // Errors of either stream end the loop over the last one; there is nothing else to do with them.
  return pipeline(stored, createGunzip({ chunkSize: CHUNK }), () => {});
}

/** zlib's codes all start so: `Z_DATA_ERROR`, `Z_BUF_ERROR`. */
function isGzipError(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException | undefined)?.code).startsWith('Z_');
}
