import { JOB_TAG } from '../spec/custom-resource';
import { requestHash } from '../spec/job-name';
import { roomForOwnTags } from '../spec/own-tags';
import { isTerminal } from '../spec/status';
import { describeViolation } from '../spec/violation';
import { adopt } from './adopt-job';
import { Environment } from './environment';
import { CustomResourceEvent } from './event';
import { Operation } from './explain';
import { failed, Handled, identityOf, succeeded, untouchedId } from './handled';
import { handOver } from './hand-over';
import { findJob, stopJob } from './job-calls';
import { jobData } from './job-data';
import { CREATE_PATIENCE, patiently } from './patience';
import { JobDescription, LauncherPorts } from './ports';
import { preflight } from './preflight';
import { readJobProperties } from './properties';
import { isNameTaken, serviceError } from './service-error';
import { explainRefusal, WantedJob, wantedName } from './wanted-job';

/** Create and Update: the job of these properties runs, or ran, under the name that its content gives. */
export async function startJob(event: CustomResourceEvent, ports: LauncherPorts, environment: Environment): Promise<Handled> {
  const { properties, violations } = readJobProperties(event.ResourceProperties);
  if (!properties) return failed(untouchedId(event), violations.map((violation) => describeViolation(violation)).join('\n'));
  const wanted = { event, properties, name: wantedName(event, properties), hash: requestHash(properties.request) };
  const refused = (operation: Operation, thrown: unknown, physicalId: string) => failed(physicalId, explainRefusal(wanted, operation, thrown, environment));
  const [noRoom] = roomForOwnTags(properties.request);
  if (noRoom) return failed(untouchedId(event), describeViolation(noRoom));

  const present = await attempt(() => findJob(ports, wanted.name, CREATE_PATIENCE));
  if (present.thrown !== undefined) return refused('DescribeTransformJob', present.thrown, untouchedId(event));
  if (present.value) return settle(wanted, present.value, ports, environment);

  if (properties.preflight) {
    const problems = await preflight({ request: properties.request, surroundings: properties.surroundings, region: environment.region }, ports);
    if (problems.length > 0) return failed(untouchedId(event), problems.join('\n'));
  }
  const created = await attempt(() => create(wanted, ports));
  if (created.value) {
    return settle(wanted, { name: wanted.name, arn: created.value, status: 'InProgress', modelName: properties.request.ModelName, outputUri: properties.request.TransformOutput.S3OutputPath, createdAt: ports.clock.now() }, ports, environment, 'ours');
  }
  if (isNameTaken(serviceError(created.thrown))) {
    const other = await attempt(() => findJob(ports, wanted.name));
    if (other.value) return settle(wanted, other.value, ports, environment);
  }
  // A lost answer may hide a job that was made: its name is reported, so that the Delete that follows stops it.
  return refused('CreateTransformJob', created.thrown, wanted.name);
}

async function create({ event, properties, name, hash }: WantedJob, ports: LauncherPorts): Promise<string> {
  const own = [
    { Key: JOB_TAG.requestHash, Value: hash },
    { Key: JOB_TAG.stackId, Value: event.StackId },
    { Key: JOB_TAG.logicalId, Value: event.LogicalResourceId },
  ];
  const request = { ...properties.request, TransformJobName: name, Tags: [...(properties.request.Tags ?? []), ...own] };
  const { jobArn } = await patiently('CreateTransformJob', CREATE_PATIENCE, ports, () => ports.sagemaker.createTransformJob(request));
  ports.log('info', 'job-created', { jobName: name });
  return jobArn;
}

/** The job is there, made now or before: answer, or have it watched. Nothing leaves here with a job that nobody minds. */
async function settle(wanted: WantedJob, job: JobDescription, ports: LauncherPorts, environment: Environment, whose?: 'ours'): Promise<Handled> {
  const { event, properties, name } = wanted;
  if (whose !== 'ours') {
    const adopted = await adopt(wanted, job, ports, environment);
    if (adopted !== 'go-on') return adopted;
  }
  const waits = properties.waitForCompletion && !isTerminal(job.status);
  const limited = properties.maxRuntimeSeconds !== undefined && !isTerminal(job.status);
  if (waits || limited) {
    const now = ports.clock.now();
    const watched = await attempt(() =>
      handOver(event, properties.stateMachineArn, {
        purpose: waits ? 'completion' : 'runtime',
        jobName: name,
        request: identityOf(event, name),
        surroundings: properties.surroundings,
        since: now,
        answered: !waits,
        completionDeadline: waits ? now + properties.completionTimeoutSeconds * 1000 : undefined,
        maxRuntimeSeconds: properties.maxRuntimeSeconds,
      }, ports, environment),
    );
    if (watched.thrown !== undefined) return abandon(wanted, watched.thrown, ports, environment);
  }
  return waits ? 'watched' : succeeded(name, jobData(job));
}

/** Nobody would watch the job, so it is stopped. If even that fails, its name is in the answer: a Delete follows. */
async function abandon(wanted: WantedJob, thrown: unknown, ports: LauncherPorts, environment: Environment): Promise<Handled> {
  const stop = await attempt(() => stopJob(ports, wanted.name));
  const fate = stop.thrown === undefined ? 'so it was stopped' : 'and stopping it failed too; delete the resource to stop it';
  ports.log('error', 'watch-not-started', { jobName: wanted.name, error: serviceError(thrown).name, stopped: stop.value });
  return failed(wanted.name, `${explainRefusal(wanted, 'StartExecution', thrown, environment)}\nThe job ${wanted.name} could not be watched, ${fate}.`);
}

type Attempt<T> = { readonly value: T; readonly thrown?: undefined } | { readonly value?: undefined; readonly thrown: unknown };

async function attempt<T>(call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await call() };
  } catch (thrown) {
    return { thrown };
  }
}
