import { CALL_PATIENCE, patiently, Patience } from './patience';
import { JobDescription, LauncherPorts } from './ports';
import { isJobEnded, isJobUnknown, serviceError } from './service-error';

type Ports = Pick<LauncherPorts, 'sagemaker' | 'clock' | 'log'>;

/** The job, or undefined when the service does not know the name. */
export async function findJob(ports: Ports, name: string, patience: Patience = CALL_PATIENCE): Promise<JobDescription | undefined> {
  try {
    return await patiently('DescribeTransformJob', patience, ports, () => ports.sagemaker.describeTransformJob(name));
  } catch (thrown) {
    if (isJobUnknown(serviceError(thrown))) return undefined;
    throw thrown;
  }
}

/** Asks the job to stop. All that the service says about a job that does not run counts as done. */
export async function stopJob(ports: Ports, name: string): Promise<'stopping' | 'ended' | 'unknown'> {
  try {
    await patiently('StopTransformJob', CALL_PATIENCE, ports, () => ports.sagemaker.stopTransformJob(name));
    return 'stopping';
  } catch (thrown) {
    const error = serviceError(thrown);
    if (isJobEnded(error)) return 'ended';
    if (isJobUnknown(error)) return 'unknown';
    throw thrown;
  }
}
