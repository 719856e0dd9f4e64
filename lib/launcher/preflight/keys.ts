import { TransformJobSpec } from '../../spec/transform-job-spec';
import { KmsPort } from '../ports';
import { serviceError } from '../service-error';
import { Check, Finding, problem } from './check';

/** Every key that the request names is enabled and of the kind that encrypts data. */
export const keys: Check = {
  id: 'keys',
  async look({ request }, { kms }) {
    return (await Promise.all(named(request).map(([property, id]) => examine(kms, property, id)))).flat();
  },
};

function named(request: TransformJobSpec): Array<[string, string]> {
  const all: Array<[string, string | undefined]> = [
    ['volumeEncryptionKey', request.TransformResources.VolumeKmsKeyId],
    ['output.encryptionKey', request.TransformOutput.KmsKeyId],
    ['dataCapture.encryptionKey', request.DataCaptureConfig?.KmsKeyId],
  ];
  return all.filter((each): each is [string, string] => Boolean(each[1]));
}

async function examine(kms: KmsPort, property: string, id: string): Promise<Finding[]> {
  try {
    const { state, usage, spec } = await kms.describeKey(id);
    return [
      ...(state === 'Enabled' ? [] : [problem(`'${property}' ${id} is ${state}, must be Enabled; enable the key or give another`)]),
      ...(usage === 'ENCRYPT_DECRYPT' && spec === 'SYMMETRIC_DEFAULT' ? [] : [problem(`'${property}' ${id} is a key for ${usage} (${spec}), must be a symmetric encryption key`)]),
    ];
  } catch (thrown) {
    const { name } = serviceError(thrown);
    if (name === 'NotFoundException') return [problem(`'${property}' ${id} does not exist in this region; give the ARN of a key of this region`)];
    throw thrown; // not being allowed to look is no finding
  }
}
