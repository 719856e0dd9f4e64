import { AssembleWith, CompressionType, JoinSource, SplitType } from '../../../lib/spec/vocabulary';
import { ModelRecord, TransformJobRecord } from './records';

/** The JSON protocol's time: seconds. */
export function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

/** Input, output and processing of a job with the defaults that the service reports even when they were not given (rule 8, recorded). */
export function echo({ TransformInput: input, TransformOutput: output, DataProcessing: processing }: TransformJobRecord['spec']) {
  return {
    TransformInput: { CompressionType: CompressionType.NONE, SplitType: SplitType.NONE, ...input },
    TransformOutput: { AssembleWith: AssembleWith.NONE, KmsKeyId: '', ...output },
    DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: JoinSource.NONE, ...processing },
  };
}

/** DescribeTransformJob. Members without a value are left out of the JSON. */
export function describeTransformJob(job: TransformJobRecord): object {
  const { TransformJobName: _name, Tags: _tags, ...request } = job.spec;
  return {
    TransformJobName: job.name,
    TransformJobArn: job.arn,
    TransformJobStatus: job.status,
    FailureReason: job.failureReason,
    ...request,
    ...echo(job.spec),
    CreationTime: seconds(job.creationTime),
    TransformStartTime: seconds(job.startTime),
    TransformEndTime: seconds(job.endTime),
  };
}

export function summarizeTransformJob(job: TransformJobRecord): object {
  return {
    TransformJobName: job.name,
    TransformJobArn: job.arn,
    CreationTime: seconds(job.creationTime),
    TransformEndTime: seconds(job.endTime),
    LastModifiedTime: seconds(job.lastModifiedTime),
    TransformJobStatus: job.status,
    FailureReason: job.failureReason,
  };
}

export function describeModel({ creationTime, ...model }: ModelRecord): object {
  return { ...model, EnableNetworkIsolation: model.EnableNetworkIsolation ?? false, CreationTime: seconds(creationTime) };
}

export function summarizeModel({ ModelName, ModelArn, creationTime }: ModelRecord): object {
  return { ModelName, ModelArn, CreationTime: seconds(creationTime) };
}
