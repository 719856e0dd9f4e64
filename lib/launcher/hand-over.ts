import { Environment } from './environment';
import { CustomResourceEvent } from './event';
import { CALL_PATIENCE, patiently } from './patience';
import { LauncherPorts } from './ports';
import { sealUrl } from './sealed-url';
import { WatchEvent } from './event';
import { WatchState, watchFrom } from './watch-state';

/** IAM may not know the launcher's own policy yet when the stack is new. */
const PATIENCE = { ...CALL_PATIENCE, propagation: 60 };

/**
 * Starts the watch. Its name comes from the request, so that a repeated event meets the running watch.
 * The URL leaves the function in ciphertext only.
 */
export async function handOver(event: CustomResourceEvent, stateMachineArn: string, watch: Omit<Parameters<typeof watchFrom>[0], 'sealedUrl'>, ports: LauncherPorts, environment: Environment): Promise<void> {
  const sealedUrl = watch.answered ? undefined : await patiently('Encrypt', PATIENCE, ports, () => sealUrl(ports.kms, environment.answerKeyArn, event.ResponseURL));
  const state: WatchState = watchFrom({ ...watch, sealedUrl });
  const input: WatchEvent = { watch: state };
  const result = await patiently('StartExecution', PATIENCE, ports, () => ports.states.startExecution(stateMachineArn, executionName(event), JSON.stringify(input)));
  ports.log('info', 'watch-started', { jobName: watch.jobName, purpose: watch.purpose, result });
}

/** At most 80 characters of what an execution name may hold. */
export function executionName(event: Pick<CustomResourceEvent, 'RequestId' | 'RequestType'>): string {
  return `${event.RequestType.toLowerCase()}-${event.RequestId}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 80);
}
