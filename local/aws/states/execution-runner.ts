import { randomUUID } from 'node:crypto';
import { HistoryEvent, HistoryTrail } from '../../functions/states-language/history-trail';
import { Position, Run, runMachine, TaskCall } from '../../functions/states-language/interpreter';
import { StateMachineDefinition } from '../../functions/states-language/definition';
import { pause } from '../../functions/states-language/pause';
import { runtimeError, StatesError } from '../../functions/states-language/states-error';
import { Clock } from '../../services';
import { ExecutionRecord, ExecutionStatus } from './state-machine-record';

/** Why an execution was ended from outside. */
export class Ended extends Error {
  constructor(readonly status: 'ABORTED' | 'TIMED_OUT', readonly error?: string, readonly causeText?: string) {
    super(status);
  }
}

export interface RunnerPorts {
  readonly clock: Clock;
  readonly waitScale: number;
  readonly runTask: (execution: ExecutionRecord, call: TaskCall) => Promise<unknown>;
  readonly record: (event: Omit<HistoryEvent, 'id'>) => number;
  readonly checkpoint: (position: Position) => void;
}

export type ExecutionEnd = Pick<ExecutionRecord, 'output' | 'error' | 'cause'> & { readonly status: Exclude<ExecutionStatus, 'RUNNING'> };

/** Runs an execution to its end, from the start or from where an earlier process left it. */
export async function runExecution(execution: ExecutionRecord, from: Position | undefined, trailEnd: number, signal: AbortSignal, ports: RunnerPorts): Promise<ExecutionEnd> {
  const { clock } = ports;
  const definition = JSON.parse(execution.machine.definition) as StateMachineDefinition;
  const timedOut = new AbortController();
  const over = new AbortController();
  const trail = new HistoryTrail((event) => ports.record({ ...event, timestamp: clock.now() }), trailEnd);
  if (trailEnd === 0) trail.add('ExecutionStarted', 'executionStartedEventDetails', { input: execution.input, roleArn: execution.machine.roleArn });
  if (definition.TimeoutSeconds !== undefined) {
    const left = execution.startDate + definition.TimeoutSeconds * 1000 - clock.now();
    void pause(clock, left, over.signal).then(() => timedOut.abort(new Ended('TIMED_OUT')));
  }
  const run: Run = {
    ports: { clock, waitScale: ports.waitScale, random: Math.random, uuid: randomUUID, runTask: (call) => ports.runTask(execution, call) },
    signal: AbortSignal.any([signal, timedOut.signal]),
    trail,
    context: contextOf(execution),
    checkpoint: ports.checkpoint,
  };
  try {
    const output = JSON.stringify(await runMachine(definition, JSON.parse(execution.input), run, from));
    trail.add('ExecutionSucceeded', 'executionSucceededEventDetails', { output });
    return { status: 'SUCCEEDED', output };
  } catch (error) {
    return endOf(error, trail);
  } finally {
    over.abort();
  }
}

function endOf(error: unknown, trail: HistoryTrail): ExecutionEnd {
  if (error instanceof Ended && error.status === 'TIMED_OUT') {
    trail.add('ExecutionTimedOut', 'executionTimedOutEventDetails', {});
    return { status: 'TIMED_OUT', error: 'States.Timeout' };
  }
  if (error instanceof Ended) {
    trail.add('ExecutionAborted', 'executionAbortedEventDetails', { error: error.error, cause: error.causeText });
    return { status: 'ABORTED', error: error.error, cause: error.causeText };
  }
  if (!(error instanceof StatesError)) throw error;
  trail.add('ExecutionFailed', 'executionFailedEventDetails', { error: error.error, cause: error.causeText });
  return { status: 'FAILED', error: error.error, cause: error.causeText };
}

/** What `$$` shows, without `State`. */
function contextOf(execution: ExecutionRecord): Record<string, unknown> {
  const { executionArn, name, machine, startDate, input } = execution;
  return {
    Execution: { Id: executionArn, Input: JSON.parse(input), Name: name, RoleArn: machine.roleArn, StartTime: new Date(startDate).toISOString() },
    StateMachine: { Id: machine.stateMachineArn, Name: machine.name },
  };
}

export function historyFull(limit: number): StatesError {
  return runtimeError(`The execution reached the maximum number of history events (${limit}).`);
}
