import { setTimeout as pause } from 'node:timers/promises';
import { readEnvironment } from './environment';
import { CustomResourceEvent, isWatchEvent, WatchEvent } from './event';
import { httpsAnswer } from './https-answer';
import { later } from './later';
import { onCustomResource } from './lifecycle';
import { Clock, LauncherPorts, Log } from './ports';
import { sdkSageMaker } from './sdk-sagemaker';
import { sdkStates } from './sdk-states';
import { watchStep } from './watch-step';

const clock: Clock = {
  now: () => Date.now(),
  // An aborted pause is over, not wrong.
  sleep: (milliseconds, signal) => pause(milliseconds, undefined, { signal }).catch(() => undefined),
};

const log: Log = (level, event, fields) => {
  process.stdout.write(`${JSON.stringify({ level, event, ...fields })}\n`);
};

function ports(region: string): LauncherPorts {
  return {
    sagemaker: sdkSageMaker(region),
    states: sdkStates(region),
    // The bundle holds the EC2 client in a file of its own. (A dynamic import is the one kind that names its extension.)
    ec2: later(async () => (await import('./sdk-ec2.js')).sdkEc2(region)),
    kms: later(async () => (await import('./sdk-kms.js')).sdkKms(region)),
    answers: httpsAnswer,
    clock,
    log,
  };
}

/** The Lambda: CloudFormation's requests, and the turns of the state machine. */
export async function handler(event: CustomResourceEvent | WatchEvent): Promise<WatchEvent | undefined> {
  const environment = readEnvironment(process.env);
  wired ??= ports(environment.region);
  if (isWatchEvent(event)) return { watch: await watchStep(event.watch, wired, environment) };
  await onCustomResource(event, wired, environment);
  return undefined;
}

/** Kept between the invocations of one warm function, with its connections. */
let wired: LauncherPorts | undefined;
