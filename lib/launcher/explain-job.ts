import { JobSurroundings } from '../spec/custom-resource';
import { LIMITS } from '../spec/table';
import { logsLink, regionOf } from './console-link';
import { cutToBytes } from './cut-to-bytes';
import { explain, PATH_BYTES } from './explain';
import { JobDescription } from './ports';
import { StopReason, WatchState } from './watch-state';

/** Why a job that ran has failed. */
export function explainFailedJob(surroundings: JobSurroundings, job: JobDescription): string {
  return explain({
    operation: 'TransformJob',
    error: { name: job.status, message: job.failureReason ?? '(the service gave no reason)' },
    surroundings,
    region: regionOf(job.arn),
    jobName: job.name,
    outputUri: job.outputUri,
  });
}

/** Why a stopped job is a failed deployment. */
export function explainStoppedJob(watch: WatchState, why: StopReason | undefined, job: JobDescription): string {
  return `${opening(watch)} ${why ? `${limit(watch, why)} and was stopped.` : 'was stopped by someone else (console, API or another tool), and the deployment waits for completion.'} ` +
    `Results of a stopped job are not stored.\nChange: ${why ? remedy(why) : 'give `trigger` another text to run it again; this job name is taken for ever.'}${logs(watch, job)}`;
}

/** The answer could wait no longer for the job to stop. */
export function explainUnfinishedJob(watch: WatchState, why: StopReason, job: JobDescription | undefined): string {
  const status = job ? `its status is still ${job.status}` : 'its status could not be read';
  return `${opening(watch)} ${limit(watch, why)}; stopping was asked for, ${status}.\nChange: ${remedy(why)}${logs(watch, job)}`;
}

function opening(watch: WatchState): string {
  return `${cutToBytes(watch.surroundings.constructPath, PATH_BYTES)}: transform job ${watch.jobName}`;
}

function limit(watch: WatchState, why: StopReason): string {
  switch (why) {
    case 'maxRuntime':
      return `ran longer than maxRuntime (${watch.maxRuntimeSeconds} s)`;
    case 'completionTimeout':
      return `had not ended when completionTimeout (${Math.round(((watch.completionDeadline ?? watch.since) - watch.since) / 1000)} s) was over`;
    case 'deletion':
      return 'is to be deleted with its stack';
  }
}

function remedy(why: StopReason): string {
  switch (why) {
    case 'maxRuntime':
      return 'raise maxRuntime, or make the job faster (instanceCount, maxConcurrentTransforms, batchStrategy).';
    case 'completionTimeout':
      return `raise completionTimeout (a deployment can wait at most ${LIMITS.serviceTimeoutSeconds} s), or set waitForCompletion: false and listen to the event 'SageMaker Transform Job State Change'.`;
    case 'deletion':
      return 'delete the stack again once the job has stopped.';
  }
}

function logs(watch: WatchState, job: JobDescription | undefined): string {
  return `\nLogs: ${logsLink(regionOf(job?.arn ?? watch.request.stackId), watch.jobName)}`;
}
