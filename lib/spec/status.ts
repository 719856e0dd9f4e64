/** States of a transform job, as DescribeTransformJob spells them. There is no `Pending`. */
export const TRANSFORM_JOB_STATUS = ['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped'] as const;
export type TransformJobStatus = (typeof TRANSFORM_JOB_STATUS)[number];

/** Whether the job will not change any more. */
export function isTerminal(status: string): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped';
}
