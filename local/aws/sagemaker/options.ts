import { PING, PingOptions } from '../../engine/container/wait-for-ping';
import { Choices, RECOMMENDED } from '../../engine/choices';
import { ControlPlaneReads } from './network';

/** What may be turned. Times are milliseconds, and shorter than the service's: a demo should not wait for machines that do not exist. */
export interface SageMakerOptions {
  readonly controlPlaneReads: ControlPlaneReads;
  /** Instances for transform jobs by instance type. A type that is not named has no limit. */
  readonly quotas: Readonly<Record<string, number>>;
  readonly delays: {
    /** Until the instances are there. */
    readonly provisioning: number;
    /** In the state Stopping. */
    readonly stopping: number;
    /** Network interfaces outlive the job. */
    readonly networkInterfaceRelease: number;
  };
  readonly ping: PingOptions;
  readonly choices: Choices;
}

export const DEFAULT_OPTIONS: SageMakerOptions = {
  controlPlaneReads: 'through-endpoint',
  quotas: {},
  delays: { provisioning: 300, stopping: 200, networkInterfaceRelease: 2_000 },
  ping: PING,
  choices: RECOMMENDED,
};
