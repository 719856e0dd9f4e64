import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, serve } from '../../inference-server';
import { BadLine, DEFAULT_MODEL, LinearModel, parseModel, scoreLines } from './linear-model';

function loadModel(directory: string): LinearModel {
  const file = join(directory, 'model.json');
  if (!existsSync(file)) {
    console.log(JSON.stringify({ warning: `no ${file}: default coefficients are used`, model: DEFAULT_MODEL }));
    return DEFAULT_MODEL;
  }
  const model = parseModel(readFileSync(file, 'utf8'));
  console.log(JSON.stringify({ model, from: file }));
  return model;
}

const model = loadModel(process.env.SAGEMAKER_MODEL_DIR ?? '/opt/ml/model');

serve({
  executionParameters: { MaxConcurrentTransforms: 4, BatchStrategy: 'MULTI_RECORD', MaxPayloadInMB: 6 },
  contentTypes: ['text/csv'],
  accept: 'text/csv',
  ready: () => true,
  async invoke(body) {
    try {
      return scoreLines(body.toString('utf8'), model);
    } catch (error) {
      if (error instanceof BadLine) throw new Refusal(400, error.message, { line: error.line });
      throw error;
    }
  },
});
