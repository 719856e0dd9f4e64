import { JobSurroundings } from '../spec/custom-resource';
import { RequestIdentity } from './answer';
import { SealedUrl } from './sealed-url';

/** Why a job is being stopped by us. */
export type StopReason = 'completionTimeout' | 'maxRuntime' | 'deletion';

/** Everything a watch knows, carried through the state machine as plain JSON. Times are epoch milliseconds. */
export interface WatchState {
  /** What it is for: to answer on completion, to stop a job that hangs, to answer when the job is gone. */
  readonly purpose: 'completion' | 'runtime' | 'deletion';
  readonly jobName: string;
  readonly request: RequestIdentity;
  readonly surroundings: JobSurroundings;
  /** When the watch began. */
  readonly since: number;
  /** Present while an answer is due. */
  readonly sealedUrl?: SealedUrl;
  readonly answered: boolean;
  /** When the deployment must have its answer. */
  readonly completionDeadline?: number;
  /** Counted from the job's creation. */
  readonly maxRuntimeSeconds?: number;
  readonly stopping?: { readonly why: StopReason; readonly until: number };
  /** Set once the job has ended and its network interfaces are waited for. */
  readonly interfacesUntil?: number;
  /** Seconds; grows from poll to poll. */
  readonly interval: number;
  /** What the state machine reads. */
  readonly waitSeconds: number;
  readonly done: boolean;
}

/** Seconds between polls: at first, and at most. */
export const FIRST_INTERVAL = 5;
export const LONGEST_INTERVAL = 300;
export const INTERVAL_GROWTH = 1.5;

/** A fresh watch; the first look comes after the first interval. */
export function watchFrom(start: Omit<WatchState, 'interval' | 'waitSeconds' | 'done'>): WatchState {
  return { ...start, interval: FIRST_INTERVAL, waitSeconds: FIRST_INTERVAL, done: false };
}
