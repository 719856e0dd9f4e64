import { modelArtifact } from '../../container-artifact';
import { DEFAULT_MODEL, LinearModel } from './linear-model';

/** The `model.tar.gz` of the example: one `model.json` with the coefficients. */
export async function makeModelArtifact(model: LinearModel = DEFAULT_MODEL): Promise<Buffer> {
  return modelArtifact([{ name: 'model.json', content: `${JSON.stringify(model, null, 2)}\n` }]);
}

if (require.main === module) void makeModelArtifact().then((artifact) => process.stdout.write(artifact));
