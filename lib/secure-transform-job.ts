import { CustomResource, Duration, IResource, Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { throwIfBroken } from './private/broken-rules';
import { jobConsoleUrl, jobLogsUrl } from './private/console-url';
import { dataKeyStatements, logStatements, volumeKeyStatements } from './private/execution-statements';
import { JobKeys } from './private/job-keys';
import { jobNamePrefix } from './private/job-name-prefix';
import { checkJob, refuseOtherKey, warnOfJob } from './private/job-rules';
import { jobPreconditions, jobSurroundings } from './private/job-surroundings';
import { TransformJobLauncher } from './private/launcher';
import { grantRead } from './private/output-grant';
import { mlInstanceType, renderRequest } from './private/request';
import type { IBatchTransformModel } from './batch-transform-model';
import { JOB_ATTRIBUTE, JOB_PROPERTY, TRANSFORM_JOB_RESOURCE_TYPE } from './spec/custom-resource';
import { hasLocalStorage } from './spec/instance-type';
import { LIMITS } from './spec/table';
import { SecureTransformJobOptions } from './transform-job-options';
import { TransformOutputConfig } from './transform-output';

/** A transform job that a deployment launches. */
export interface ITransformJob extends IResource {
  /**
   * Name of the job, made of its content.
   *
   * @attribute
   */
  readonly transformJobName: string;
  /**
   * ARN of the job.
   *
   * @attribute
   */
  readonly transformJobArn: string;
  /** `s3://…` prefix of the results. */
  readonly outputUri: string;
  /** Page of the job in the console. */
  readonly consoleUrl: string;
  /** Log streams of the job in the console. */
  readonly logsUrl: string;
  /** Lets the grantee list, read and decrypt the results. A restricted bucket must name it as a reader as well. */
  grantReadOutput(grantee: iam.IGrantable): iam.Grant;
}

/** Properties of `SecureTransformJob`. */
export interface SecureTransformJobProps extends SecureTransformJobOptions {
  /** The model, and with it role, network and containers. */
  readonly model: IBatchTransformModel;
}

/**
 * A batch transform job that the deployment launches, watches until it ends, explains when it fails, and stops when
 * the stack goes. The same content is the same job: retries and rollbacks meet it again, and no second one is paid.
 */
export class SecureTransformJob extends Resource implements ITransformJob {
  public readonly transformJobName: string;
  public readonly transformJobArn: string;
  public readonly outputUri: string;

  private readonly output: TransformOutputConfig;
  private readonly outputKey: kms.IKey;

  public constructor(scope: Construct, id: string, props: SecureTransformJobProps) {
    super(scope, id);
    const { model } = props;
    const input = props.input.bind(this, model);
    this.output = props.output.bind(this, model);
    const keys = new JobKeys(model);
    this.outputKey = this.output.encryptionKey ?? keys.dataKey;
    const instanceType = mlInstanceType(props.instanceType.toString());
    const volumeKey = props.volumeEncryptionKey ?? (hasLocalStorage(instanceType) ? undefined : keys.volumeKey);
    const namePrefix = jobNamePrefix(this, props.transformJobNamePrefix);
    const request = renderRequest(props, { modelName: model.modelName, input, output: this.output, outputKeyArn: this.outputKey.keyArn, volumeKeyArn: volumeKey?.keyArn });
    throwIfBroken(this, checkJob(props, request));
    warnOfJob(this, props, { instanceType, outputKey: this.outputKey, volumeKey });
    refuseOtherKey(this, this.output);

    this.allowRole(props, namePrefix, volumeKey);
    const launcher = TransformJobLauncher.of(this);
    launcher.allowJob({ namePrefix, modelName: model.modelName, modelArn: model.modelArn, instanceType, volumeKeyArn: volumeKey?.keyArn, outputKeyArn: this.outputKey.keyArn });
    const stack = Stack.of(this);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: launcher.serviceToken,
      resourceType: TRANSFORM_JOB_RESOURCE_TYPE,
      // All of CloudFormation's hour: a deletion waits for the job to stop and for its network interfaces to go.
      serviceTimeout: Duration.seconds(LIMITS.serviceTimeoutSeconds),
      properties: {
        [JOB_PROPERTY.request]: stack.toJsonString(request),
        [JOB_PROPERTY.namePrefix]: namePrefix,
        [JOB_PROPERTY.trigger]: props.trigger,
        [JOB_PROPERTY.waitForCompletion]: props.waitForCompletion ?? true,
        [JOB_PROPERTY.completionTimeout]: (props.completionTimeout ?? Duration.minutes(30)).toSeconds(),
        [JOB_PROPERTY.maxRuntime]: (props.maxRuntime ?? Duration.days(1)).toSeconds(),
        [JOB_PROPERTY.preflight]: props.preflight ?? true,
        [JOB_PROPERTY.surroundings]: stack.toJsonString(jobSurroundings(this, model)),
        [JOB_PROPERTY.stateMachineArn]: launcher.stateMachineArn,
      },
    });
    resource.node.addDependency(jobPreconditions(model), launcher.ready);
    this.transformJobName = resource.getAttString(JOB_ATTRIBUTE.name);
    this.transformJobArn = resource.getAttString(JOB_ATTRIBUTE.arn);
    this.outputUri = resource.getAttString(JOB_ATTRIBUTE.outputUri);
  }

  // Made when asked for: a stack without a region needs a mapping for it, and one that never asks should have none.
  public get consoleUrl(): string {
    return jobConsoleUrl(this, this.transformJobName);
  }

  public get logsUrl(): string {
    return jobLogsUrl(this, this.transformJobName);
  }

  public grantReadOutput(grantee: iam.IGrantable): iam.Grant {
    return grantRead(grantee, this.output, this.outputKey);
  }

  /** What the role needs beyond the data: its logs, the keys, the records of requests. */
  private allowRole({ model, dataCapture }: SecureTransformJobProps, namePrefix: string, volumeKey: kms.IKey | undefined): void {
    if (dataCapture) model.allowWrite(dataCapture.destination.bucket, dataCapture.destination.prefix);
    [
      ...logStatements(Stack.of(model), namePrefix),
      ...dataKeyStatements(this.outputKey.keyArn, 'write'),
      ...(dataCapture?.encryptionKey ? dataKeyStatements(dataCapture.encryptionKey.keyArn, 'write') : []),
      ...(volumeKey ? volumeKeyStatements(volumeKey.keyArn) : []),
    ].forEach((statement) => model.addToRolePolicy(statement));
  }
}
