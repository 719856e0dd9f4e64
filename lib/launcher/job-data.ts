import { JOB_ATTRIBUTE } from '../spec/custom-resource';

/** What `Fn::GetAtt` can read of the job. */
export function jobData(job: { readonly name: string; readonly arn: string; readonly status: string; readonly outputUri: string }): Record<string, string> {
  return {
    [JOB_ATTRIBUTE.name]: job.name,
    [JOB_ATTRIBUTE.arn]: job.arn,
    [JOB_ATTRIBUTE.status]: job.status,
    [JOB_ATTRIBUTE.outputUri]: job.outputUri,
  };
}
