import { StateMachineDefinition } from '../../../../local/functions/states-language/definition';
import { HistoryTrail } from '../../../../local/functions/states-language/history-trail';
import { InterpreterPorts, Position, runMachine, TaskCall } from '../../../../local/functions/states-language/interpreter';

/** Time passes only by sleeping. */
export class Stage {
  time = Date.parse('2026-01-31T12:00:00Z');
  readonly slept: number[] = [];
  readonly events: string[] = [];
  readonly positions: Position[] = [];
  readonly calls: unknown[] = [];
  readonly abort = new AbortController();

  constructor(private readonly task: (parameters: any, call: TaskCall, times: number) => unknown = (parameters) => parameters, private readonly waitScale = 1) {}

  async run(machine: object, input: unknown = {}, from?: Position): Promise<unknown> {
    const ports: InterpreterPorts = {
      clock: {
        now: () => this.time,
        sleep: async (milliseconds) => {
          this.slept.push(milliseconds);
          this.time += milliseconds;
        },
      },
      waitScale: this.waitScale,
      random: () => 0.5,
      uuid: () => 'the-uuid',
      runTask: async (call) => {
        this.calls.push(call.parameters);
        return this.task(call.parameters, call, this.calls.length);
      },
    };
    let id = 0;
    const trail = new HistoryTrail(({ type, previousEventId }) => {
      this.events.push(type);
      expect(previousEventId).toBeLessThanOrEqual(id);
      return ++id;
    });
    const context = { Execution: { Name: 'run-1' }, StateMachine: { Name: 'machine' } };
    return runMachine(machine as StateMachineDefinition, input, { ports, signal: this.abort.signal, trail, context, checkpoint: (position) => this.positions.push(position) }, from);
  }
}

export const one = (state: object): object => ({ StartAt: 'S', States: { S: { End: true, ...state } } });
export const pass = (state: object): object => one({ Type: 'Pass', ...state });

