import { Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SecureBatchTransformModel, SecureTransformJobOptions, TransformInput, TransformInputConfig, TransformOutput, TransformOutputConfig } from '../lib';
import { TransformJobSpec } from '../lib/spec/transform-job-spec';
import { BAD_JOBS, GOOD_JOBS, jobOf } from './_cases/jobs';
import { detector, network, Network } from './_helpers/construct-world';

/** An input and an output of the user's own making, which may hold anything. */
class GivenInput extends TransformInput {
  constructor(private readonly config: TransformInputConfig) {
    super();
  }

  bind(): TransformInputConfig {
    return this.config;
  }
}

class GivenOutput extends TransformOutput {
  constructor(private readonly config: TransformOutputConfig) {
    super();
  }

  bind(): TransformOutputConfig {
    return this.config;
  }
}

let made: Network;
let model: SecureBatchTransformModel;
let count = 0;
beforeAll(() => {
  made = network();
  model = detector(made.stack, made);
});

/** The request, as the user of the construct would write it. */
function written(spec: TransformJobSpec): SecureTransformJobOptions {
  const { TransformInput: input, TransformOutput: output, TransformResources: resources, ModelClientConfig: client, DataProcessing: processing, ExperimentConfig: experiment } = spec;
  const source = input.DataSource.S3DataSource;
  return {
    input: new GivenInput({ s3DataType: source.S3DataType as never, s3Uri: source.S3Uri, contentType: input.ContentType, splitType: input.SplitType as never, compressionType: input.CompressionType as never }),
    output: new GivenOutput({ bucket: s3.Bucket.fromBucketName(made.stack, `Output${count}`, 'labels'), s3OutputPath: output.S3OutputPath, accept: output.Accept, assembleWith: output.AssembleWith as never }),
    instanceType: new ec2.InstanceType(resources.InstanceType),
    instanceCount: resources.InstanceCount,
    volumeEncryptionKey: resources.VolumeKmsKeyId === undefined ? undefined : kms.Key.fromKeyArn(made.stack, `Key${count}`, resources.VolumeKmsKeyId),
    maxConcurrentTransforms: spec.MaxConcurrentTransforms,
    maxPayload: spec.MaxPayloadInMB === undefined ? undefined : Size.kibibytes(spec.MaxPayloadInMB * 1024),
    batchStrategy: spec.BatchStrategy as never,
    environment: spec.Environment,
    tags: spec.Tags && Object.fromEntries(spec.Tags.map(({ Key, Value }) => [Key, Value])),
    modelClientOptions: client && { invocationsTimeout: client.InvocationsTimeoutInSeconds === undefined ? undefined : Duration.seconds(client.InvocationsTimeoutInSeconds), invocationsMaxRetries: client.InvocationsMaxRetries },
    dataProcessing: processing && { inputFilter: processing.InputFilter, joinSource: processing.JoinSource as never, outputFilter: processing.OutputFilter },
    experiment: experiment && { experimentName: experiment.ExperimentName },
  };
}

const launch = (spec: TransformJobSpec) => model.addTransformJob(`Job${++count}`, written(spec));

test.each(GOOD_JOBS)('the construct takes $name', (good) => {
  expect(() => launch(jobOf(good) as unknown as TransformJobSpec)).not.toThrow();
});

test.each(BAD_JOBS)('the construct refuses $name and names the property and the limit', (bad) => {
  let message = '';
  try {
    launch(jobOf(bad) as unknown as TransformJobSpec);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(/^Data\/Model\/Job\d+: /);
  expect(message).toContain(`'${bad.property}'`);
  expect(message).toContain(bad.says);
});
