import { isTerminal } from '../spec/status';
import { Outcome } from './answer';
import { explainFailedJob, explainStoppedJob, explainUnfinishedJob } from './explain-job';
import { jobData } from './job-data';
import { JobDescription } from './ports';
import { isDenied, ServiceError } from './service-error';
import { FIRST_INTERVAL, INTERVAL_GROWTH, LONGEST_INTERVAL, StopReason, WatchState } from './watch-state';

/** What a step saw. */
export type Observation =
  | { readonly saw: 'job'; readonly job: JobDescription }
  | { readonly saw: 'no-job' }
  | { readonly saw: 'interfaces'; readonly ids: readonly string[] }
  /** The call failed; for the watch that is no news at all. */
  | { readonly saw: 'nothing'; readonly error: ServiceError };

export type Action =
  | { readonly do: 'stop' }
  | { readonly do: 'answer'; readonly outcome: Outcome }
  | { readonly do: 'log'; readonly level: 'info' | 'warn'; readonly event: string; readonly fields?: Readonly<Record<string, unknown>> };

export interface Advance {
  readonly state: WatchState;
  readonly actions: readonly Action[];
}

/** After a timeout the answer cannot wait for `Stopped` for ever: CloudFormation gives up after an hour. */
const STOP_GRACE_SECONDS = 180;
/** A deletion can wait longer; a job that is not stopped after this is reported. */
const DELETION_GRACE_SECONDS = 1_800;
const INTERFACES_SECONDS = 600;

/** One step of the watch: from what was known and what is seen now to what is known and what is to be done. */
export function advance(state: WatchState, seen: Observation, now: number): Advance {
  if (state.done) return { state, actions: [] };
  if (state.interfacesUntil !== undefined) return interfaces(state, state.interfacesUntil, seen, now);
  if (seen.saw === 'job' && isTerminal(seen.job.status)) return ended(state, seen.job, now);
  if (seen.saw === 'no-job' && state.purpose === 'deletion') return ended(state, undefined, now);
  return running(state, seen, now);
}

function running(state: WatchState, seen: Observation, now: number): Advance {
  const job = seen.saw === 'job' ? seen.job : undefined;
  const late = seen.saw === 'nothing' ? [log('warn', 'poll-failed', { error: seen.error.name })] : [];
  const stopping = state.stopping ?? beginStop(state, job, now);
  if (stopping && !state.answered && now >= stopping.until) {
    const outcome: Outcome = { status: 'FAILED', reason: explainUnfinishedJob(state, stopping.why, job) };
    return finish({ ...state, stopping }, [...late, stopAgain(job), answer(outcome)]);
  }
  const fresh = stopping !== undefined && state.stopping === undefined;
  const next = { ...state, stopping, interval: fresh ? FIRST_INTERVAL : grown(state.interval) };
  return { state: waiting(next, deadlines(next, job), now), actions: [...late, ...(stopping ? [stopAgain(job)] : [])].filter(isAction) };
}

/** Whether a limit is over by now, and so the job has to be stopped. */
function beginStop(state: WatchState, job: JobDescription | undefined, now: number): WatchState['stopping'] {
  const over = (why: StopReason, at: number | undefined) => (at !== undefined && now >= at ? { why, until: now + STOP_GRACE_SECONDS * 1000 } : undefined);
  if (state.purpose === 'deletion') return { why: 'deletion', until: state.since + DELETION_GRACE_SECONDS * 1000 };
  return over('maxRuntime', runtimeDeadline(state, job)) ?? over('completionTimeout', state.answered ? undefined : state.completionDeadline);
}

function runtimeDeadline(state: WatchState, job: JobDescription | undefined): number | undefined {
  return state.maxRuntimeSeconds === undefined ? undefined : (job?.createdAt ?? state.since) + state.maxRuntimeSeconds * 1000;
}

function deadlines(state: WatchState, job: JobDescription | undefined): ReadonlyArray<number | undefined> {
  if (state.stopping) return [state.answered ? undefined : state.stopping.until];
  return [runtimeDeadline(state, job), state.answered ? undefined : state.completionDeadline];
}

/** Asked again at each look while the job still runs, so that a lost or throttled request does not matter. */
function stopAgain(job: JobDescription | undefined): Action | undefined {
  return job?.status === 'Stopping' ? undefined : { do: 'stop' };
}

function ended(state: WatchState, job: JobDescription | undefined, now: number): Advance {
  if (state.purpose === 'deletion') {
    if (!state.surroundings.securityGroupIds?.length) return finish(state, [answer({ status: 'SUCCESS' })]);
    const next = { ...state, interfacesUntil: now + INTERFACES_SECONDS * 1000, interval: FIRST_INTERVAL };
    return { state: waiting(next, [next.interfacesUntil], now), actions: [log('info', 'job-ended', { status: job?.status })] };
  }
  const note = log('info', 'job-ended', { status: job?.status, stoppedFor: state.stopping?.why });
  return finish(state, state.answered || !job ? [note] : [note, answer(outcomeOf(state, job))]);
}

function outcomeOf(state: WatchState, job: JobDescription): Outcome {
  switch (job.status) {
    case 'Completed':
      return { status: 'SUCCESS', data: jobData(job) };
    case 'Stopped':
      return { status: 'FAILED', reason: explainStoppedJob(state, state.stopping?.why, job) };
    default:
      return { status: 'FAILED', reason: explainFailedJob(state.surroundings, job) };
  }
}

/** Interfaces outlive the compute and block the deletion of their security group and subnet. */
function interfaces(state: WatchState, until: number, seen: Observation, now: number): Advance {
  const gone = seen.saw === 'interfaces' && seen.ids.length === 0;
  if (gone) return finish(state, [answer({ status: 'SUCCESS' })]);
  const unseeable = seen.saw === 'nothing' && isDenied(seen.error);
  if (unseeable || now >= until) {
    const left = seen.saw === 'interfaces' ? seen.ids : undefined;
    return finish(state, [log('warn', 'network-interfaces-left', { left, why: unseeable ? seen.error.name : 'waited long enough' }), answer({ status: 'SUCCESS' })]);
  }
  return { state: waiting({ ...state, interval: grown(state.interval) }, [until], now), actions: [] };
}

function finish(state: WatchState, actions: ReadonlyArray<Action | undefined>): Advance {
  const done = actions.filter(isAction);
  const answered = state.answered || done.some((action) => action.do === 'answer');
  return { state: { ...state, answered, sealedUrl: undefined, done: true }, actions: done };
}

function waiting(state: WatchState, ends: ReadonlyArray<number | undefined>, now: number): WatchState {
  const left = ends.filter((end) => end !== undefined).map((end) => (end - now) / 1000);
  return { ...state, waitSeconds: Math.max(1, Math.ceil(Math.min(state.interval, ...left))) };
}

function grown(interval: number): number {
  return Math.min(interval * INTERVAL_GROWTH, LONGEST_INTERVAL);
}

function answer(outcome: Outcome): Action {
  return { do: 'answer', outcome };
}

function log(level: 'info' | 'warn', event: string, fields: Readonly<Record<string, unknown>>): Action {
  return { do: 'log', level, event, fields };
}

function isAction(action: Action | undefined): action is Action {
  return action !== undefined;
}
