import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Inference, Refusal, serve } from '../../inference-server';
import type { Answer, Question } from './detect-worker';
import type { DetectorOptions } from './detector';

/** Detection happens in a worker thread, so that /ping and SIGTERM are answered while a photo is looked at. */
function faceDetection(options: DetectorOptions): Inference {
  const waiting = new Map<number, { resolve(json: string): void; reject(error: Error): void }>();
  let ready = false;
  let questions = 0;
  const worker = new Worker(join(__dirname, 'detect-worker.js'), { workerData: options });
  worker.on('message', (answer: Answer) => {
    if (answer.kind === 'ready') {
      ready = true;
      console.log(JSON.stringify({ model: answer.model, from: options.modelDirectory }));
      return;
    }
    const pending = waiting.get(answer.id)!;
    waiting.delete(answer.id);
    if (answer.kind === 'done') pending.resolve(answer.json);
    else pending.reject(new Refusal(answer.status, answer.reason));
  });
  // Without its detector the container is of no use; ending says so at once, instead of after 30 minutes of /ping.
  worker.on('error', (error) => {
    console.error(JSON.stringify({ error: error.message }));
    process.exit(1);
  });
  return {
    executionParameters: { MaxConcurrentTransforms: 1, BatchStrategy: 'SINGLE_RECORD', MaxPayloadInMB: 20 },
    contentTypes: ['image/jpeg'],
    accept: 'application/json',
    ready: () => ready,
    invoke: (jpeg) => new Promise((resolve, reject) => {
      const question: Question = { id: ++questions, jpeg };
      waiting.set(question.id, { resolve, reject });
      worker.postMessage(question);
    }),
  };
}

serve(faceDetection({
  modelDirectory: process.env.SAGEMAKER_MODEL_DIR ?? '/opt/ml/model',
  wasmDirectory: __dirname,
  minScore: Number(process.env.MIN_SCORE ?? 0.4),
}));
