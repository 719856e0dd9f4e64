import { deliver } from './answer';
import { Environment } from './environment';
import { LauncherPorts } from './ports';
import { openUrl } from './sealed-url';
import { isJobEnded, isJobUnknown, serviceError } from './service-error';
import { Action, advance, Observation } from './watch';
import { WatchState } from './watch-state';

/** One turn of the state machine: look, decide, act. What it throws, the state machine repeats from the same state. */
export async function watchStep(state: WatchState, ports: LauncherPorts, environment: Environment): Promise<WatchState> {
  const { state: next, actions } = advance(state, await observe(state, ports), ports.clock.now());
  for (const action of actions) await act(action, state, ports, environment);
  return next;
}

/** One call and no repetition: the next turn is the repetition. */
async function observe(state: WatchState, ports: LauncherPorts): Promise<Observation> {
  try {
    if (state.interfacesUntil !== undefined) return { saw: 'interfaces', ids: await ports.ec2.networkInterfaces(state.surroundings.securityGroupIds ?? []) };
    return { saw: 'job', job: await ports.sagemaker.describeTransformJob(state.jobName) };
  } catch (thrown) {
    const error = serviceError(thrown);
    return isJobUnknown(error) ? { saw: 'no-job' } : { saw: 'nothing', error };
  }
}

async function act(action: Action, state: WatchState, ports: LauncherPorts, environment: Environment): Promise<void> {
  switch (action.do) {
    case 'log':
      return ports.log(action.level, action.event, { jobName: state.jobName, ...action.fields });
    case 'stop':
      return stop(state, ports);
    case 'answer': {
      if (!state.sealedUrl) throw new Error(`the watch of ${state.jobName} has an answer and nowhere to give it`);
      const url = await openUrl(ports.kms, environment.answerKeyArn, state.sealedUrl);
      return deliver(ports, url, state.request, action.outcome);
    }
  }
}

/** A stop that does not get through is asked again at the next look. */
async function stop(state: WatchState, ports: LauncherPorts): Promise<void> {
  try {
    await ports.sagemaker.stopTransformJob(state.jobName);
    ports.log('info', 'job-stop-asked', { jobName: state.jobName });
  } catch (thrown) {
    const error = serviceError(thrown);
    const needless = isJobEnded(error) || isJobUnknown(error);
    ports.log(needless ? 'info' : 'warn', needless ? 'job-stop-needless' : 'job-stop-failed', { jobName: state.jobName, error: error.name });
  }
}
