import { Clock } from '../../services';
import { State, StateMachineDefinition } from './definition';
import { Scope } from './evaluate';
import { HistoryTrail } from './history-trail';
import { Chance } from './intrinsic-functions';
import { insertAt } from './reference-path';
import { retryDelay } from './retry-delay';
import { pause } from './pause';
import { STATE_RUNNERS } from './state-runners';
import { matchesError, runtimeError, StatesError } from './states-error';

/** A Task state's work, as handed to whoever can do it. */
export interface TaskCall {
  readonly resource: string;
  readonly parameters: unknown;
  readonly timeoutSeconds?: number;
  readonly trail: HistoryTrail;
  /** Aborts when the task timed out or the execution ended. */
  readonly signal: AbortSignal;
}

/** What the interpreter needs of the world. */
export interface InterpreterPorts extends Chance {
  readonly clock: Clock;
  /** Waits and retry intervals last this part of their time. */
  readonly waitScale: number;
  /** Gives the result, or throws `StatesError`. */
  runTask(call: TaskCall): Promise<unknown>;
}

/** Where a run of states is; enough to go on from there. */
export interface Position {
  readonly state: string;
  readonly input: unknown;
  readonly enteredTime: string;
  /** Attempts used of each retrier. */
  readonly attempts: readonly number[];
  /** Of a Wait state, or a retry: when it is over. */
  readonly until?: number;
}

/** A run of the states of one machine, branch or iteration. */
export interface Run {
  readonly ports: InterpreterPorts;
  readonly signal: AbortSignal;
  readonly trail: HistoryTrail;
  /** `$$` without `State`. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Only the outermost run keeps its place; a branch starts again with its Parallel state. */
  readonly checkpoint?: (position: Position) => void;
}

/** The outcome of one state. */
export interface Outcome {
  readonly output: unknown;
  /** Absent: the run ends here. */
  readonly next?: string;
}

/** What one state sees. */
export interface StateCall {
  readonly name: string;
  readonly state: State;
  readonly run: Run;
  readonly position: Position;
  readonly scope: Scope;
  /** Keeps the time at which a wait is over. */
  readonly waitUntil: (until: number) => void;
  readonly runMachine: (machine: StateMachineDefinition, input: unknown, run: Run) => Promise<unknown>;
}

const LIMIT = 262_144;

/** Runs the states until one ends the run, and gives its output. */
export async function runMachine(machine: StateMachineDefinition, input: unknown, run: Run, from?: Position): Promise<unknown> {
  let position = from ?? enter(machine.StartAt, input, run);
  for (;;) {
    run.checkpoint?.(position);
    run.signal.throwIfAborted();
    const outcome: Outcome = await runState(machine, position, run);
    run.signal.throwIfAborted();
    if (outcome.next === undefined) return outcome.output;
    position = enter(outcome.next, outcome.output, run);
  }

  function enter(name: string, value: unknown, inside: Run): Position {
    const { Type: type } = machine.States[name];
    inside.trail.add(`${type}StateEntered`, 'stateEnteredEventDetails', { name, input: JSON.stringify(value) });
    return { state: name, input: value, enteredTime: new Date(inside.ports.clock.now()).toISOString(), attempts: [] };
  }
}

/** One state with its retries and catchers. */
async function runState(machine: StateMachineDefinition, entered: Position, run: Run): Promise<Outcome> {
  const name = entered.state;
  const state = machine.States[name];
  let position = entered;
  const move = (change: Partial<Position>): void => {
    position = { ...position, ...change };
    run.checkpoint?.(position);
  };
  // A restart in the middle of a retry's interval waits for its rest.
  if (state.Type !== 'Wait' && position.until !== undefined) await pause(run.ports.clock, position.until - run.ports.clock.now(), run.signal);
  for (;;) {
    try {
      const outcome = await STATE_RUNNERS[state.Type]({
        name, state, run, position, scope: scopeOf(name, position, run), waitUntil: (until) => move({ until }), runMachine,
      });
      checkSize(name, outcome.output);
      if (state.Type !== 'Fail') run.trail.add(`${state.Type}StateExited`, 'stateExitedEventDetails', { name, output: JSON.stringify(outcome.output) });
      return outcome;
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof StatesError)) throw error;
      const retry = nextRetry(state, position.attempts, error, run);
      if (!retry) return caught(name, state, position, error, run);
      const until = run.ports.clock.now() + retry.seconds * 1000 * run.ports.waitScale;
      move({ attempts: retry.attempts, until });
      await pause(run.ports.clock, until - run.ports.clock.now(), run.signal);
      run.signal.throwIfAborted();
    }
  }
}

function scopeOf(name: string, position: Position, run: Run): Scope {
  const retryCount = position.attempts.reduce((sum, attempts) => sum + (attempts ?? 0), 0);
  return {
    data: position.input,
    context: { ...run.context, State: { EnteredTime: position.enteredTime, Name: name, RetryCount: retryCount } },
    chance: run.ports,
  };
}

function nextRetry(state: State, used: readonly number[], error: StatesError, run: Run): { attempts: number[]; seconds: number } | undefined {
  const retriers = state.Retry ?? [];
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, error.error));
  if (index < 0) return undefined;
  const seconds = retryDelay(retriers[index], used[index] ?? 0, () => run.ports.random());
  if (seconds === undefined) return undefined;
  return { seconds, attempts: retriers.map((_, at) => (used[at] ?? 0) + (at === index ? 1 : 0)) };
}

function caught(name: string, state: State, position: Position, error: StatesError, run: Run): Outcome {
  const catcher = state.Catch?.find((candidate) => matchesError(candidate.ErrorEquals, error.error));
  if (!catcher) throw error;
  const output = insertAt(catcher.ResultPath, position.input, { Error: error.error, Cause: error.causeText });
  run.trail.add(`${state.Type}StateExited`, 'stateExitedEventDetails', { name, output: JSON.stringify(output) });
  return { output, next: catcher.Next };
}

function checkSize(name: string, output: unknown): void {
  if (output === undefined) throw runtimeError(`the state '${name}' gave no JSON value`);
  if (Buffer.byteLength(JSON.stringify(output)) > LIMIT) {
    throw new StatesError('States.DataLimitExceeded', `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`);
  }
}
