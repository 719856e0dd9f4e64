// A container's process for the tests: answers with its input, its artifact and its environment.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const weights = readFileSync(join(process.env.SAGEMAKER_MODEL_DIR, 'weights.txt'), 'utf8');
const { MODEL, BOTH, SAGEMAKER_BATCH, SAGEMAKER_MAX_PAYLOAD_IN_MB, SAGEMAKER_BATCH_STRATEGY } = process.env;
createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/execution-parameters') response.statusCode = 404;
    response.end(request.url === '/invocations' ? [Buffer.concat(chunks), weights, MODEL, BOTH, SAGEMAKER_BATCH, SAGEMAKER_MAX_PAYLOAD_IN_MB, SAGEMAKER_BATCH_STRATEGY].join(' ').replace(/ $/, ' undefined') : '');
  });
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1', () => console.log('ready'));
