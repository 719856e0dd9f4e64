import { Reference, SizeRoundingBehavior, Token, Tokenization } from 'aws-cdk-lib';
import { checkSpec } from '../spec/check';
import { roomForOwnTags } from '../spec/own-tags';
import { TransformJobSpec } from '../spec/transform-job-spec';
import { Violation } from '../spec/violation';
import type { SecureTransformJobProps } from '../secure-transform-job';
import type { TransformInputConfig } from '../transform-input';
import type { TransformOutputConfig } from '../transform-output';
import { s3Uri } from '../spec/s3-uri';

/** What the request takes from elsewhere than the properties. */
export interface RequestParts {
  readonly modelName: string;
  readonly input: TransformInputConfig;
  readonly output: TransformOutputConfig;
  readonly outputKeyArn?: string;
  readonly volumeKeyArn?: string;
}

/** Renders the request of CreateTransformJob. Undefined members vanish when it is written as JSON. */
export function renderRequest(props: SecureTransformJobProps, parts: RequestParts): TransformJobSpec {
  const { input, output } = parts;
  const { modelClientOptions, dataProcessing, dataCapture, experiment } = props;
  return {
    ModelName: parts.modelName,
    MaxConcurrentTransforms: props.maxConcurrentTransforms,
    ModelClientConfig: modelClientOptions && {
      InvocationsTimeoutInSeconds: modelClientOptions.invocationsTimeout?.toSeconds({ integral: false }),
      InvocationsMaxRetries: modelClientOptions.invocationsMaxRetries,
    },
    MaxPayloadInMB: props.maxPayload?.toMebibytes({ rounding: SizeRoundingBehavior.NONE }),
    BatchStrategy: props.batchStrategy,
    Environment: props.environment,
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: input.s3DataType, S3Uri: input.s3Uri } },
      ContentType: input.contentType,
      CompressionType: input.compressionType,
      SplitType: input.splitType,
    },
    TransformOutput: { S3OutputPath: output.s3OutputPath, Accept: output.accept, AssembleWith: output.assembleWith, KmsKeyId: parts.outputKeyArn },
    DataCaptureConfig: dataCapture && {
      DestinationS3Uri: s3Uri(dataCapture.destination.bucket.bucketName, dataCapture.destination.prefix),
      KmsKeyId: (dataCapture.encryptionKey ?? dataCapture.destination.bucket.encryptionKey)?.keyArn,
      GenerateInferenceId: dataCapture.generateInferenceId,
    },
    TransformResources: {
      InstanceType: mlInstanceType(props.instanceType.toString()),
      InstanceCount: props.instanceCount ?? 1,
      VolumeKmsKeyId: parts.volumeKeyArn,
      TransformAmiVersion: props.amiVersion,
    },
    DataProcessing: dataProcessing && { InputFilter: dataProcessing.inputFilter, JoinSource: dataProcessing.joinSource, OutputFilter: dataProcessing.outputFilter },
    Tags: props.tags && Object.entries(props.tags).map(([Key, Value]) => ({ Key, Value })),
    ExperimentConfig: experiment && {
      ExperimentName: experiment.experimentName,
      TrialName: experiment.trialName,
      TrialComponentDisplayName: experiment.trialComponentDisplayName,
      RunName: experiment.runName,
    },
  };
}

/** `c5.xlarge` of EC2 is `ml.c5.xlarge` here; both spellings are taken. */
export function mlInstanceType(instanceType: string): string {
  return instanceType.startsWith('ml.') ? instanceType : `ml.${instanceType}`;
}

/** Broken rules as far as they can be known at synth; the launcher asks the same rules again during the deployment. */
export function checkRequest(request: TransformJobSpec): Violation[] {
  return [...checkSpec(withReadableUris(request), { isUnknown: (value) => Token.isUnresolved(value) }), ...roomForOwnTags(request)];
}

/** Bucket names are mostly tokens; in the URIs they are replaced by names, so that places can be compared already. */
function withReadableUris(request: TransformJobSpec): TransformJobSpec {
  const source = request.TransformInput.DataSource.S3DataSource;
  return {
    ...request,
    TransformInput: { ...request.TransformInput, DataSource: { S3DataSource: { ...source, S3Uri: readable(source.S3Uri) } } },
    TransformOutput: { ...request.TransformOutput, S3OutputPath: readable(request.TransformOutput.S3OutputPath) },
  };
}

function readable(text: string): string {
  const fragments = Tokenization.reverseString(text);
  return fragments.mapTokens({ mapToken: (token) => `<${Reference.isReference(token) ? token.target.node.path.replace(/\//g, '.') : token.toString()}>` }).join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}
