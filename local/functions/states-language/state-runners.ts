import { matchesRule } from './choice-rule';
import { State, StateType } from './definition';
import { evaluateExpression, evaluatePath, fillTemplate, Scope } from './evaluate';
import { runMap, runParallel } from './fan-out';
import { Outcome, StateCall } from './interpreter';
import { pause } from './pause';
import { insertAt } from './reference-path';
import { runtimeError, StatesError } from './states-error';
import { parseTimestamp } from './timestamp';

/** What each type of state does. */
export const STATE_RUNNERS: Readonly<Record<StateType, (call: StateCall) => Promise<Outcome> | Outcome>> = {
  Pass: (call) => withResult(call, (input) => call.state.Result ?? input),
  Task: (call) => withResult(call, (input) => runTask(call, input)),
  Parallel: (call) => withResult(call, (input) => runParallel(call, input)),
  Map: (call) => withResult(call, (input) => runMap(call, input)),
  Wait: runWait,
  Choice: runChoice,
  Succeed: (call) => ({ output: outputOf(call, inputOf(call).data) }),
  Fail: runFail,
};

/** InputPath, Parameters, the work, ResultSelector, ResultPath, OutputPath: in this order. */
async function withResult(call: StateCall, work: (input: unknown) => unknown): Promise<Outcome> {
  const { state, position } = call;
  const selected = inputOf(call);
  // The Parameters of a Map state are the older name of its ItemSelector, filled once an item.
  const input = state.Parameters === undefined || state.Type === 'Map' ? selected.data : fillTemplate(state.Parameters, selected, 'Parameters');
  const raw = await work(input);
  const result = state.ResultSelector === undefined ? raw : fillTemplate(state.ResultSelector, { ...call.scope, data: raw }, 'ResultSelector');
  return { output: outputOf(call, insertAt(state.ResultPath, position.input, result)), next: state.Next };
}

function inputOf({ state, scope }: StateCall): Scope {
  return { ...scope, data: throughPath(state.InputPath, scope, 'InputPath') };
}

function outputOf({ state, scope }: StateCall, data: unknown): unknown {
  return throughPath(state.OutputPath, { ...scope, data }, 'OutputPath');
}

/** `null` stands for an empty object. */
function throughPath(path: string | null | undefined, scope: Scope, field: string): unknown {
  if (path === null) return {};
  return path === undefined ? scope.data : evaluatePath(path, scope, field);
}

async function runTask({ state, run, scope, name }: StateCall, parameters: unknown): Promise<unknown> {
  const timeoutSeconds = state.TimeoutSecondsPath ? Number(evaluatePath(state.TimeoutSecondsPath, scope, 'TimeoutSecondsPath')) : state.TimeoutSeconds;
  const ended = new AbortController();
  const signal = AbortSignal.any([run.signal, ended.signal]);
  const work = run.ports.runTask({ resource: state.Resource!, parameters, timeoutSeconds, trail: run.trail, signal });
  try {
    return await Promise.race([work, stopped(run.signal, ended.signal), ...(timeoutSeconds === undefined ? [] : [timeout(timeoutSeconds)])]);
  } finally {
    ended.abort();
    // The loser of the race may still fail; nobody waits for it any more.
    work.catch(() => undefined);
  }

  async function timeout(seconds: number): Promise<never> {
    await pause(run.ports.clock, seconds * 1000, ended.signal);
    if (!ended.signal.aborted) run.trail.add(...timedOut(state.Resource!));
    throw new StatesError('States.Timeout', `The task state '${name}' did not end within ${seconds} seconds`);
  }
}

/** The history event of a task that took too long. */
function timedOut(resource: string): [string, string, Record<string, unknown>] {
  if (!resource.startsWith('arn:aws:states:::')) return ['LambdaFunctionTimedOut', 'lambdaFunctionTimedOutEventDetails', { error: 'States.Timeout' }];
  const [resourceType, operation] = resource.slice('arn:aws:states:::'.length).split(':');
  return ['TaskTimedOut', 'taskTimedOutEventDetails', { resourceType, resource: operation, error: 'States.Timeout' }];
}

/** Rejects when the execution is stopped, so that a task that never ends cannot hold it. */
function stopped(run: AbortSignal, ended: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    run.addEventListener('abort', () => reject(run.reason), { once: true, signal: ended });
  });
}

async function runWait(call: StateCall): Promise<Outcome> {
  const { run, position, waitUntil, state } = call;
  const { clock, waitScale } = run.ports;
  const input = inputOf(call);
  if (position.until === undefined) {
    const until = clock.now() + waitMilliseconds(state, input, clock.now()) * waitScale;
    waitUntil(until);
    await pause(clock, until - clock.now(), run.signal);
  } else {
    await pause(clock, position.until - clock.now(), run.signal);
  }
  run.signal.throwIfAborted();
  return { output: outputOf(call, input.data), next: state.Next };
}

function waitMilliseconds(state: State, input: Scope, now: number): number {
  const timestamp = state.TimestampPath ? evaluatePath(state.TimestampPath, input, 'TimestampPath') : state.Timestamp;
  if (timestamp !== undefined) {
    const time = parseTimestamp(timestamp);
    if (time === undefined) throw runtimeError(`the value ${JSON.stringify(timestamp)} of the Wait state is not a timestamp of the form 2026-01-31T12:00:00Z`);
    return Math.max(0, time - now);
  }
  const seconds = state.SecondsPath ? evaluatePath(state.SecondsPath, input, 'SecondsPath') : state.Seconds;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0 || seconds > 99_999_999) {
    throw runtimeError(`the Wait state needs a whole number of seconds from 0 to 99999999, got ${JSON.stringify(seconds)}`);
  }
  return seconds * 1000;
}

function runChoice(call: StateCall): Outcome {
  const { state, name } = call;
  const input = inputOf(call);
  const next = state.Choices!.find((rule) => matchesRule(rule, input))?.Next ?? state.Default;
  if (next === undefined) throw new StatesError('States.NoChoiceMatched', `No choice of the state '${name}' matches its input, and it has no Default`);
  return { output: outputOf(call, input.data), next };
}

function runFail({ state, scope }: StateCall): never {
  const text = (path: string | undefined, value: string | undefined, field: string): string => (
    path === undefined ? value ?? '' : String(evaluateExpression(path, scope, field))
  );
  throw new StatesError(text(state.ErrorPath, state.Error, 'ErrorPath'), text(state.CausePath, state.Cause, 'CausePath'));
}
