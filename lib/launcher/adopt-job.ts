import { JOB_TAG } from '../spec/custom-resource';
import { isTerminal } from '../spec/status';
import { Environment } from './environment';
import { explainFailedJob } from './explain-job';
import { failed, Handled, succeeded, untouchedId } from './handled';
import { findJob } from './job-calls';
import { jobData } from './job-data';
import { CREATE_PATIENCE, patiently } from './patience';
import { JobDescription, LauncherPorts } from './ports';
import { readJobProperties } from './properties';
import { serviceError } from './service-error';
import { explainRefusal, WantedJob, wantedName } from './wanted-job';

/**
 * A job of the wanted name is there already: a repeated event, a rollback, or properties that were used before.
 * It is ours when model and request are the same; then no second one is started.
 */
export async function adopt(wanted: WantedJob, job: JobDescription, ports: LauncherPorts, environment: Environment): Promise<Handled | 'go-on'> {
  const { event, properties, name } = wanted;
  if (event.PhysicalResourceId === name) {
    // Only the terms of waiting changed: nothing was asked to run again, whatever became of the job.
    return isTerminal(job.status) ? succeeded(name, jobData(job)) : 'go-on';
  }
  let tags: Readonly<Record<string, string>>;
  try {
    tags = await patiently('ListTags', CREATE_PATIENCE, ports, () => ports.sagemaker.listTags(job.arn));
  } catch (thrown) {
    return failed(untouchedId(event), explainRefusal(wanted, 'ListTags', thrown, environment));
  }
  const differences = differencesOf(wanted, job, tags);
  if (differences.length > 0) {
    return failed(untouchedId(event), `${properties.surroundings.constructPath}: transform job ${name} exists already and is not the one that is wanted: ${differences.join('; ')}. Names are never freed.\nChange: \`trigger\` or \`transformJobNamePrefix\`, to get another name.`);
  }
  ports.log('info', 'job-adopted', { jobName: name, status: job.status });
  if (job.status === 'Completed' || job.status === 'InProgress' || (job.status === 'Stopping' && properties.waitForCompletion)) return 'go-on';
  if (await isRollback(wanted, ports)) return succeeded(name, jobData(job));
  const fate = job.status === 'Failed' ? explainFailedJob(properties.surroundings, job) : `${properties.surroundings.constructPath}: transform job ${name} is ${job.status}.`;
  return failed(name, `${fate}\nThis is an earlier run of the same request; give \`trigger\` another text to run it again.`);
}

function differencesOf({ properties, hash }: WantedJob, job: JobDescription, tags: Readonly<Record<string, string>>): string[] {
  const tag = tags[JOB_TAG.requestHash];
  return [
    // Names come back lower-cased in ARNs, and two models cannot differ in case only.
    job.modelName.toLowerCase() !== properties.request.ModelName.toLowerCase() && `its model is ${job.modelName}, wanted is ${properties.request.ModelName}`,
    tag !== hash && `its tag ${JOB_TAG.requestHash} is ${tag ?? 'missing'}, wanted is ${hash}`,
  ].filter((difference) => difference !== false);
}

/**
 * CloudFormation rolls back with an Update to the old properties and does not say so. A rollback that is answered with
 * FAILED wedges the stack, so it must be told from a user who goes back to a failed request: only in a rollback did
 * the properties that are left behind come to nothing.
 */
async function isRollback({ event }: WantedJob, ports: LauncherPorts): Promise<boolean> {
  if (event.RequestType !== 'Update') return false;
  const { properties } = readJobProperties(event.OldResourceProperties ?? {});
  if (!properties) return true;
  try {
    const left = await findJob(ports, wantedName(event, properties));
    return left === undefined || left.status === 'Failed' || left.status === 'Stopped' || left.status === 'Stopping';
  } catch (thrown) {
    ports.log('warn', 'rollback-not-recognised', { error: serviceError(thrown).name });
    return false;
  }
}
