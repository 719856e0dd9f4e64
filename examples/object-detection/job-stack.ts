import { Annotations, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { ContainerImage, ModelData, SecureBatchTransformModel, SecureTransformJob, TransformInput, TransformOutput } from '../../lib';
import type { BatchTransformDataStack } from './data-stack';

export interface BatchTransformJobStackProps extends StackProps {
  /** Network and buckets. */
  readonly data: BatchTransformDataStack;
  /**
   * URI of the detector's image in ECR.
   *
   * @default - `object-detection:latest` in the registry of the stack's account and region
   */
  readonly imageUri?: string;
  /** @default 'selfies/' */
  readonly inputPrefix?: string;
  /** @default 'c5.xlarge' */
  readonly instanceType?: string;
  /** @default 1 */
  readonly instanceCount?: number;
  /** @default true */
  readonly waitForCompletion?: boolean;
}

/** Model and job: finds the objects in every photo and writes one `.out` file of labels for each. */
export class BatchTransformJobStack extends Stack {
  constructor(scope: Construct, id: string, props: BatchTransformJobStackProps) {
    super(scope, id, props);
    const { data, inputPrefix = 'selfies/' } = props;
    const model = new SecureBatchTransformModel(this, 'Model', {
      s3Endpoint: data.s3Endpoint,
      containers: [{ image: this.detector(props.imageUri), modelData: ModelData.fromBucket(data.artifacts, data.artifactKey) }],
    });
    const job = new SecureTransformJob(this, 'Label', {
      model,
      input: TransformInput.fromPrefix(data.photos, inputPrefix, { contentType: 'image/jpeg' }),
      output: TransformOutput.toPrefix(data.labels, inputPrefix, { accept: 'application/json' }),
      instanceType: new ec2.InstanceType(props.instanceType ?? 'c5.xlarge'),
      instanceCount: props.instanceCount,
      waitForCompletion: props.waitForCompletion,
    });

    new CfnOutput(this, 'ExecutionRoleArn', { value: model.role!.roleArn });
    new CfnOutput(this, 'ModelName', { value: model.modelName });
    new CfnOutput(this, 'TransformJobName', { value: job.transformJobName });
    new CfnOutput(this, 'TransformJobArn', { value: job.transformJobArn });
    new CfnOutput(this, 'OutputUri', { value: job.outputUri });
    new CfnOutput(this, 'ConsoleUrl', { value: job.consoleUrl });
    new CfnOutput(this, 'LogsUrl', { value: job.logsUrl });
  }

  private detector(imageUri: string | undefined): ContainerImage {
    if (imageUri) return ContainerImage.fromImageUri(imageUri);
    Annotations.of(this).addWarningV2('cdk-secure-batch-transform:sample-image', "no image was named: object-detection:latest of this account is used; name yours with '-c imageUri=<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<digest>'");
    return ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(this, 'Detector', 'object-detection'), 'latest');
  }
}
