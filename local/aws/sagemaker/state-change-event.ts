import { Events } from '../../services';
import { echo } from './describe';
import { Tag, TransformJobRecord } from './records';

/** `SageMaker Transform Job State Change`. Times are epoch milliseconds, as real events carry them. */
export function stateChangeEvent(job: TransformJobRecord, tags: readonly Tag[]): Parameters<Events['publish']>[0] {
  const { spec } = job;
  return {
    source: 'aws.sagemaker',
    detailType: 'SageMaker Transform Job State Change',
    resources: [job.arn],
    detail: {
      TransformJobName: job.name,
      TransformJobArn: job.arn,
      TransformJobStatus: job.status,
      ...(job.failureReason !== undefined && { FailureReason: job.failureReason }),
      ModelName: spec.ModelName,
      ...(spec.MaxConcurrentTransforms !== undefined && { MaxConcurrentTransforms: spec.MaxConcurrentTransforms }),
      ...(spec.MaxPayloadInMB !== undefined && { MaxPayloadInMB: spec.MaxPayloadInMB }),
      ...(spec.BatchStrategy !== undefined && { BatchStrategy: spec.BatchStrategy }),
      Environment: spec.Environment ?? {},
      ...echo(spec),
      TransformResources: spec.TransformResources,
      CreationTime: job.creationTime,
      ...(job.startTime !== undefined && { TransformStartTime: job.startTime }),
      ...(job.endTime !== undefined && { TransformEndTime: job.endTime }),
      Tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    },
  };
}
