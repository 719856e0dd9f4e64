import { TransformLog } from '../../engine/ports';
import { Caller } from '../../access/model';
import { Authority, CloudIdentity, Logs } from '../../services';

export const LOG_GROUP = '/aws/sagemaker/TransformJobs';

/**
 * The job's streams in the log group that all transform jobs of an account share. The agent on the instances writes
 * with the role: a role that may not write leaves the job without logs, and the job goes on.
 */
export function jobLog(jobName: string, caller: Caller, ports: { logs: Logs; authority: Authority; identity: CloudIdentity }): { log: TransformLog; isAllowed: boolean } {
  const { partition, region, accountId } = ports.identity;
  const group = `arn:${partition}:logs:${region}:${accountId}:log-group:${LOG_GROUP}`;
  const isAllowed = [
    { action: 'logs:CreateLogStream', resource: `${group}:log-stream:` },
    { action: 'logs:PutLogEvents', resource: `${group}:log-stream:${jobName}/` },
  ].every((call) => ports.authority.decide({ caller, ...call }).allowed);
  const log: TransformLog = { line: (stream, text) => (isAllowed ? ports.logs.write(LOG_GROUP, `${jobName}/${stream}`, [text]) : undefined) };
  return { log, isAllowed };
}
