import { AssembleWith, BatchStrategy, CompressionType, JoinSource, S3DataType, SplitType } from './vocabulary';

/** What kind of value a member holds, and its range. */
export type Kind =
  | { readonly kind: 'integer'; readonly min: number; readonly max?: number; readonly unit?: string }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'string'; readonly min?: number; readonly max: number; readonly pattern?: RegExp; readonly form?: string }
  | { readonly kind: 'enum'; readonly values: readonly string[] };

/** A row tells everything about one scalar member of the request. */
export interface Row {
  /** Where the member is in the request. */
  readonly path: string;
  /** Where the user of the construct sets it. */
  readonly property: string;
  readonly required?: true;
  readonly is: Kind;
}

/** Limits that are not those of one scalar. */
export const LIMITS = {
  /** Bytes in the service's "MB": MiB (AWS's XGBoost container turns 6291456 into 6). */
  payloadUnitBytes: 1_048_576,
  defaultPayloadInMB: 6,
  concurrencyTimesPayloadInMB: 100,
  environmentEntries: 16,
  environmentValue: 10_240,
  tags: 50,
  tagKey: 128,
  tagValue: 256,
  failureReason: 1024,
  /** Seconds; CloudFormation's bound for ServiceTimeout. */
  serviceTimeoutSeconds: 3600,
} as const;

export const ENVIRONMENT_KEY = /^[a-zA-Z_][a-zA-Z0-9_]{0,1023}$/;
export const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const JOB_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const MODEL_NAME = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const S3_URI = /^(https|s3):\/\/([^/]+)\/?(.*)$/;
const KMS_KEY = /^[a-zA-Z0-9:/_-]*$/;
const EXPERIMENT_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}$/;
const AMI_VERSION = /^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/;
const INSTANCE_TYPE = /^ml\.[a-z0-9-]+\.[a-z0-9]+$/;

const uri: Kind = { kind: 'string', min: 1, max: 1024, pattern: S3_URI, form: 's3://bucket/key' };
const key: Kind = { kind: 'string', max: 2048, pattern: KMS_KEY, form: 'a key id, key ARN, alias name or alias ARN' };
const mime: Kind = { kind: 'string', max: 256 };
const filter: Kind = { kind: 'string', max: 63 };
const experiment: Kind = { kind: 'string', min: 1, max: 120, pattern: EXPERIMENT_NAME, form: 'letters, digits and inner hyphens' };

/**
 * Every scalar member of CreateTransformJob with its range. A limit changes in one line.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
 */
export const TABLE: readonly Row[] = [
  { path: 'TransformJobName', property: 'transformJobNamePrefix', is: { kind: 'string', min: 1, max: 63, pattern: JOB_NAME, form: 'letters, digits and inner hyphens' } },
  { path: 'ModelName', property: 'model', required: true, is: { kind: 'string', min: 1, max: 63, pattern: MODEL_NAME, form: 'letters, digits and inner hyphens' } },
  { path: 'MaxConcurrentTransforms', property: 'maxConcurrentTransforms', is: { kind: 'integer', min: 0 } },
  { path: 'ModelClientConfig.InvocationsTimeoutInSeconds', property: 'modelClientOptions.invocationsTimeout', is: { kind: 'integer', min: 1, max: 3600, unit: 'seconds' } },
  { path: 'ModelClientConfig.InvocationsMaxRetries', property: 'modelClientOptions.invocationsMaxRetries', is: { kind: 'integer', min: 0, max: 3 } },
  { path: 'MaxPayloadInMB', property: 'maxPayload', is: { kind: 'integer', min: 0, max: 100, unit: 'MiB' } },
  { path: 'BatchStrategy', property: 'batchStrategy', is: { kind: 'enum', values: Object.values(BatchStrategy) } },
  { path: 'TransformInput.DataSource.S3DataSource.S3DataType', property: 'input', required: true, is: { kind: 'enum', values: Object.values(S3DataType) } },
  { path: 'TransformInput.DataSource.S3DataSource.S3Uri', property: 'input', required: true, is: uri },
  { path: 'TransformInput.ContentType', property: 'input.contentType', is: mime },
  { path: 'TransformInput.CompressionType', property: 'input.compressionType', is: { kind: 'enum', values: Object.values(CompressionType) } },
  { path: 'TransformInput.SplitType', property: 'input.splitType', is: { kind: 'enum', values: Object.values(SplitType) } },
  { path: 'TransformOutput.S3OutputPath', property: 'output', required: true, is: uri },
  { path: 'TransformOutput.Accept', property: 'output.accept', is: mime },
  { path: 'TransformOutput.AssembleWith', property: 'output.assembleWith', is: { kind: 'enum', values: Object.values(AssembleWith) } },
  { path: 'TransformOutput.KmsKeyId', property: 'output.encryptionKey', is: key },
  { path: 'DataCaptureConfig.DestinationS3Uri', property: 'dataCapture.destination', is: uri },
  { path: 'DataCaptureConfig.KmsKeyId', property: 'dataCapture.encryptionKey', is: key },
  { path: 'DataCaptureConfig.GenerateInferenceId', property: 'dataCapture.generateInferenceId', is: { kind: 'boolean' } },
  { path: 'TransformResources.InstanceType', property: 'instanceType', required: true, is: { kind: 'string', min: 1, max: 64, pattern: INSTANCE_TYPE, form: 'ml.<family>.<size>' } },
  { path: 'TransformResources.InstanceCount', property: 'instanceCount', required: true, is: { kind: 'integer', min: 1 } },
  { path: 'TransformResources.VolumeKmsKeyId', property: 'volumeEncryptionKey', is: key },
  { path: 'TransformResources.TransformAmiVersion', property: 'amiVersion', is: { kind: 'string', min: 1, max: 63, pattern: AMI_VERSION, form: 'letters, digits and inner hyphens' } },
  { path: 'DataProcessing.InputFilter', property: 'dataProcessing.inputFilter', is: filter },
  { path: 'DataProcessing.JoinSource', property: 'dataProcessing.joinSource', is: { kind: 'enum', values: Object.values(JoinSource) } },
  { path: 'DataProcessing.OutputFilter', property: 'dataProcessing.outputFilter', is: filter },
  { path: 'ExperimentConfig.ExperimentName', property: 'experiment.experimentName', is: experiment },
  { path: 'ExperimentConfig.TrialName', property: 'experiment.trialName', is: experiment },
  { path: 'ExperimentConfig.TrialComponentDisplayName', property: 'experiment.trialComponentDisplayName', is: experiment },
  { path: 'ExperimentConfig.RunName', property: 'experiment.runName', is: experiment },
];

/** Members that are not scalars: structures are implied by the rows, these hold free keys. */
export const MAP_MEMBERS = { Environment: 'environment' } as const;
export const LIST_MEMBERS = { Tags: 'tags' } as const;
