import { Environment } from './environment';
import { CustomResourceEvent } from './event';
import { explain, Operation } from './explain';
import { failed, Handled, identityOf, succeeded, untouchedId } from './handled';
import { handOver } from './hand-over';
import { findJob, stopJob } from './job-calls';
import { LauncherPorts } from './ports';
import { isOwnName, readDeletion } from './properties';
import { serviceError } from './service-error';

/** Interfaces of a job that ended longer ago than this are gone; a shared group would show others' only. */
const RECENT_MILLISECONDS = 15 * 60 * 1000;

/** Delete: the job has stopped and its network interfaces are gone. Results stay. Unknown names are fine. */
export async function deleteJob(event: CustomResourceEvent, ports: LauncherPorts, environment: Environment): Promise<Handled> {
  const physicalId = untouchedId(event);
  const { namePrefix, surroundings, stateMachineArn } = readDeletion(event.ResourceProperties);
  if (!isOwnName(physicalId, namePrefix)) {
    ports.log('info', 'nothing-to-delete', { physicalId });
    return succeeded(physicalId);
  }
  let operation: Operation = 'StopTransformJob';
  try {
    const fate = await stopJob(ports, physicalId);
    ports.log('info', 'job-stop-asked', { jobName: physicalId, fate });
    if (fate === 'unknown' || (fate === 'ended' && !(await leavesInterfaces(physicalId, surroundings.securityGroupIds, ports)))) return succeeded(physicalId);
    operation = 'StartExecution';
    await handOver(event, stateMachineArn, { purpose: 'deletion', jobName: physicalId, request: identityOf(event, physicalId), surroundings, since: ports.clock.now(), answered: false }, ports, environment);
    return 'watched';
  } catch (thrown) {
    return failed(physicalId, explain({ operation, error: serviceError(thrown), surroundings, region: environment.region, jobName: physicalId }));
  }
}

/** One look; what cannot be seen does not hold up a deletion. */
async function leavesInterfaces(name: string, securityGroupIds: readonly string[] | undefined, ports: LauncherPorts): Promise<boolean> {
  if (!securityGroupIds?.length) return false;
  try {
    const job = await findJob(ports, name);
    if (!job?.endedAt || ports.clock.now() - job.endedAt > RECENT_MILLISECONDS) return false;
    return (await ports.ec2.networkInterfaces(securityGroupIds)).length > 0;
  } catch (thrown) {
    ports.log('warn', 'network-interfaces-unknown', { error: serviceError(thrown).name });
    return false;
  }
}
