import { parentPort, workerData } from 'node:worker_threads';
import { Detector, DetectorOptions } from './detector';
import { NotAPhoto } from './photo';

/** What the worker is sent, and what it tells. Messages are worked off one after the other: WASM has one thread. */
export interface Question {
  readonly id: number;
  readonly jpeg: Uint8Array;
}
export type Answer =
  | { readonly kind: 'ready'; readonly model: string }
  | { readonly kind: 'done'; readonly id: number; readonly json: string }
  | { readonly kind: 'refused'; readonly id: number; readonly status: number; readonly reason: string };

async function run(): Promise<void> {
  const detector = await Detector.load(workerData as DetectorOptions);
  const tell = (answer: Answer): void => parentPort!.postMessage(answer);
  let last: Promise<void> = Promise.resolve();
  parentPort!.on('message', (question: Question) => {
    last = last.then(() => answer(detector, question)).then(tell);
  });
  tell({ kind: 'ready', model: detector.model });
}

async function answer(detector: Detector, { id, jpeg }: Question): Promise<Answer> {
  try {
    return { kind: 'done', id, json: JSON.stringify(await detector.detect(jpeg)) };
  } catch (error) {
    if (error instanceof NotAPhoto) return { kind: 'refused', id, status: error.tooLarge ? 413 : 400, reason: error.message };
    return { kind: 'refused', id, status: 500, reason: error instanceof Error ? error.message : String(error) };
  }
}

void run(); // a rejection ends the worker with an 'error' event on the server's side
