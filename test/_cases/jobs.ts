import { TransformJobSpec } from '../../lib/spec/transform-job-spec';

/**
 * Good and bad jobs, once. The same list runs through the kernel, the launcher's decoder, the construct (where the
 * case says how a user would write it) and the local cloud's CreateTransformJob.
 */
export const BASE_JOB: TransformJobSpec = {
  ModelName: 'detector',
  TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://photos/selfies/' } }, ContentType: 'image/jpeg' },
  TransformOutput: { S3OutputPath: 's3://labels/selfies/' },
  TransformResources: { InstanceType: 'ml.c5.xlarge', InstanceCount: 1 },
};

type Change = { readonly [K in keyof TransformJobSpec]?: unknown };

export interface JobCase {
  readonly name: string;
  readonly change: Change;
}

export interface BadJobCase extends JobCase {
  /** Dotted member that the error must name. */
  readonly path: string;
  /** The name the user of the construct knows it by. */
  readonly property: string;
  /** A piece of the error's text: the limit. */
  readonly says: string;
}

export function jobOf({ change }: JobCase): Record<string, unknown> {
  return merge(BASE_JOB as unknown as Record<string, unknown>, change as Record<string, unknown>);
}

function merge(base: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> {
  const result = { ...base };
  for (const [name, value] of Object.entries(change)) {
    const old = result[name];
    const nested = isObject(old) && isObject(value) && name !== 'Environment';
    result[name] = nested ? merge(old as Record<string, unknown>, value as Record<string, unknown>) : value;
  }
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const CSV = { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://rows/in/' } }, ContentType: 'text/csv', SplitType: 'Line' };
const CSV_OUT = { S3OutputPath: 's3://rows-scored/out/', Accept: 'text/csv', AssembleWith: 'Line' };
const many = (count: number, of: (index: number) => [string, string]) => Object.fromEntries(Array.from({ length: count }, (_, index) => of(index)));

export const GOOD_JOBS: readonly JobCase[] = [
  { name: 'the smallest job', change: {} },
  { name: 'concurrency 0, which leaves it to the container', change: { MaxConcurrentTransforms: 0 } },
  { name: 'exactly 100 MiB under way', change: { MaxConcurrentTransforms: 5, MaxPayloadInMB: 20 } },
  { name: '16 concurrent transforms with the default payload', change: { MaxConcurrentTransforms: 16 } },
  { name: 'unlimited payload', change: { MaxPayloadInMB: 0, MaxConcurrentTransforms: 64 } },
  { name: 'no retries, an hour a call', change: { ModelClientConfig: { InvocationsMaxRetries: 0, InvocationsTimeoutInSeconds: 3600 } } },
  { name: 'many lines in a request', change: { TransformInput: CSV, TransformOutput: CSV_OUT, BatchStrategy: 'MultiRecord' } },
  { name: 'a CSV join', change: { TransformInput: CSV, TransformOutput: CSV_OUT, DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' } } },
  { name: 'CSV in, a filtered JSON answer out', change: { TransformInput: CSV, TransformOutput: { S3OutputPath: 's3://rows-scored/out/', Accept: 'application/json' }, DataProcessing: { OutputFilter: "$['score','label']" } } },
  { name: 'a manifest beside its output', change: { TransformInput: { DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://photos/lists/today.json' } } }, TransformOutput: { S3OutputPath: 's3://photos/labels/' } } },
  { name: 'a volume key on an EBS instance', change: { TransformResources: { VolumeKmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/volume' } } },
  { name: '16 environment entries', change: { Environment: many(16, (i) => [`NAME_${i}`, 'x']) } },
  { name: 'the longest environment value', change: { Environment: { LONG: 'x'.repeat(10_240) } } },
  { name: '47 tags, which leaves room for the launcher\'s own three', change: { Tags: Array.from({ length: 47 }, (_, i) => ({ Key: `k${i}`, Value: '' })) } },
  { name: 'a filter of 63 characters', change: { TransformInput: CSV, DataProcessing: { InputFilter: `$[${'1,'.repeat(29)}12]` } } },
];

export const BAD_JOBS: readonly BadJobCase[] = [
  { name: '8 concurrent transforms of 20 MiB', change: { MaxConcurrentTransforms: 8, MaxPayloadInMB: 20 }, path: 'MaxConcurrentTransforms', property: 'maxConcurrentTransforms', says: 'at most 100 MiB' },
  { name: '17 concurrent transforms with the default payload', change: { MaxConcurrentTransforms: 17 }, path: 'MaxConcurrentTransforms', property: 'maxConcurrentTransforms', says: '17 × 6 MiB = 102 MiB' },
  { name: 'a negative concurrency', change: { MaxConcurrentTransforms: -1 }, path: 'MaxConcurrentTransforms', property: 'maxConcurrentTransforms', says: 'of 0 or more' },
  { name: 'a payload of 101 MiB', change: { MaxPayloadInMB: 101 }, path: 'MaxPayloadInMB', property: 'maxPayload', says: 'from 0 to 100 MiB' },
  { name: 'half a MiB', change: { MaxPayloadInMB: 0.5 }, path: 'MaxPayloadInMB', property: 'maxPayload', says: 'whole number' },
  { name: '4 retries', change: { ModelClientConfig: { InvocationsMaxRetries: 4 } }, path: 'ModelClientConfig.InvocationsMaxRetries', property: 'modelClientOptions.invocationsMaxRetries', says: 'from 0 to 3' },
  { name: 'a time-out of 3601 s', change: { ModelClientConfig: { InvocationsTimeoutInSeconds: 3601 } }, path: 'ModelClientConfig.InvocationsTimeoutInSeconds', property: 'modelClientOptions.invocationsTimeout', says: 'from 1 to 3600 seconds' },
  { name: 'MultiRecord without a split', change: { BatchStrategy: 'MultiRecord' }, path: 'BatchStrategy', property: 'batchStrategy', says: 'other than None' },
  { name: 'a volume key on local NVMe', change: { TransformResources: { InstanceType: 'ml.g5.xlarge', VolumeKmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/volume' } }, path: 'TransformResources.VolumeKmsKeyId', property: 'volumeEncryptionKey', says: 'ml.g5.xlarge' },
  { name: 'output inside the input prefix', change: { TransformOutput: { S3OutputPath: 's3://photos/selfies/labels/' } }, path: 'TransformOutput.S3OutputPath', property: 'output', says: 'must not lie under the input prefix' },
  { name: 'output equal to the input without its slash', change: { TransformOutput: { S3OutputPath: 's3://photos/selfies' } }, path: 'TransformOutput.S3OutputPath', property: 'output', says: 'must not lie under the input prefix' },
  { name: 'a join that splits but does not assemble', change: { TransformInput: CSV, TransformOutput: { ...CSV_OUT, AssembleWith: 'None' }, DataProcessing: { JoinSource: 'Input' } }, path: 'TransformOutput.AssembleWith', property: 'output.assembleWith', says: "must equal 'input.splitType'" },
  { name: 'a join that accepts another type', change: { TransformInput: CSV, TransformOutput: { ...CSV_OUT, Accept: 'application/json' }, DataProcessing: { JoinSource: 'Input' } }, path: 'TransformOutput.Accept', property: 'output.accept', says: "must equal 'input.contentType'" },
  { name: 'a filtered photo', change: { DataProcessing: { InputFilter: '$[1]' } }, path: 'DataProcessing.InputFilter', property: 'dataProcessing.inputFilter', says: 'input.contentType' },
  { name: 'filtered CSV that is not split into lines', change: { TransformInput: { ...CSV, SplitType: 'None' }, DataProcessing: { InputFilter: '$[1:]' } }, path: 'TransformInput.SplitType', property: 'input.splitType', says: 'must be Line' },
  { name: 'a filter of 64 characters', change: { TransformInput: CSV, DataProcessing: { InputFilter: `$[${'1,'.repeat(29)}123]` } }, path: 'DataProcessing.InputFilter', property: 'dataProcessing.inputFilter', says: 'to 63 characters' },
  { name: 'an underscore in a filter', change: { TransformOutput: { Accept: 'application/json' }, DataProcessing: { OutputFilter: '$.class_name' } }, path: 'DataProcessing.OutputFilter', property: 'dataProcessing.outputFilter', says: 'Unexpected "_"' },
  { name: 'two ranges in a filter', change: { TransformInput: CSV, DataProcessing: { InputFilter: '$[0:2,246:]' } }, path: 'DataProcessing.InputFilter', property: 'dataProcessing.inputFilter', says: 'only single range filters' },
  { name: '17 environment entries', change: { Environment: many(17, (i) => [`NAME_${i}`, 'x']) }, path: 'Environment', property: 'environment', says: 'at most 16 entries' },
  { name: 'an environment name that starts with a digit', change: { Environment: { '1ST': 'x' } }, path: 'Environment', property: 'environment', says: 'start with no digit' },
  { name: 'an environment value that is too long', change: { Environment: { LONG: 'x'.repeat(10_241) } }, path: 'Environment', property: 'environment', says: 'at most 10240 characters' },
  { name: '51 tags', change: { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' })) }, path: 'Tags', property: 'tags', says: 'at most 50' },
  { name: 'no instance at all', change: { TransformResources: { InstanceCount: 0 } }, path: 'TransformResources.InstanceCount', property: 'instanceCount', says: 'of 1 or more' },
  { name: 'an augmented manifest', change: { TransformInput: { DataSource: { S3DataSource: { S3DataType: 'AugmentedManifestFile', S3Uri: 's3://photos/a.json' } } } }, path: 'TransformInput.DataSource.S3DataSource.S3DataType', property: 'input', says: 'ManifestFile, S3Prefix' },
  { name: 'an input that is no S3 location', change: { TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 'photos/selfies/' } } } }, path: 'TransformInput.DataSource.S3DataSource.S3Uri', property: 'input', says: 's3://bucket/key' },
  { name: 'an experiment name with an underscore', change: { ExperimentConfig: { ExperimentName: 'my_experiment' } }, path: 'ExperimentConfig.ExperimentName', property: 'experiment.experimentName', says: 'letters, digits and inner hyphens' },
];
