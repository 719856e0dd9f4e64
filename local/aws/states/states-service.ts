import { randomUUID } from 'node:crypto';
import { HistoryEvent } from '../../functions/states-language/history-trail';
import { Position, TaskCall } from '../../functions/states-language/interpreter';
import { serviceCaller } from '../../functions/service-caller';
import { StatesError } from '../../functions/states-language/states-error';
import { Caller } from '../../access/model';
import { Services } from '../../services';
import { Table } from '../../store/table';
import { AwsError } from '../wire/aws-error';
import { parseDefinition } from './definition-document';
import { ExecutionHistory, HISTORY_LIMIT } from './execution-history';
import { logLine } from './execution-log';
import { Ended, ExecutionEnd, historyFull, runExecution } from './execution-runner';
import { LambdaForTasks, lambdaTasks } from './lambda-task';
import { checkInput, checkName, executionArn, stateMachineArn, statesErrors } from './states-names';
import { ExecutionRecord, StateMachineRecord, StateMachineSettings } from './state-machine-record';
import { TaskIntegration } from './task-integration';

export interface StatesOptions extends Pick<Services, 'folder' | 'identity' | 'clock' | 'sts' | 'authority' | 'logs' | 'report'> {
  readonly lambda: LambdaForTasks;
  /** Waits and retry intervals last this part of their time. Timeouts are never shortened: the work that they bound is not. */
  readonly waitScale?: number;
  /** Further kinds of tasks, beside functions. */
  readonly tasks?: readonly TaskIntegration[];
}

/** State machines and their executions. A restart goes on with running executions at their current state. */
export class StatesService {
  private readonly machines: Table<StateMachineRecord>;
  private readonly executions: Table<ExecutionRecord>;
  private readonly positions: Table<Position>;
  private readonly history: ExecutionHistory;
  private readonly running = new Map<string, AbortController>();
  private readonly tasks: readonly TaskIntegration[];
  private closed = false;

  constructor(private readonly options: StatesOptions) {
    this.machines = Table.open(options.folder, 'states-machines');
    this.executions = Table.open(options.folder, 'states-executions');
    this.positions = Table.open(options.folder, 'states-positions');
    this.history = new ExecutionHistory(options.folder);
    this.tasks = [...lambdaTasks(options.lambda, options.authority), ...(options.tasks ?? [])];
  }

  /** Makes or changes a machine. Running executions keep the definition that they started with. */
  put(name: string, roleArn: string, definition: string, settings: StateMachineSettings): StateMachineRecord {
    checkName(name);
    parseDefinition(definition, (resource, parameters) => this.taskProblem(resource, parameters));
    const arn = stateMachineArn(this.options.identity, name);
    if (settings.logging.level !== 'OFF') this.requireLogDelivery(arn, roleArn);
    const creationDate = this.machines.get(arn)?.creationDate ?? this.options.clock.now();
    const record = { stateMachineArn: arn, name, roleArn, definition, revisionId: randomUUID(), creationDate, settings };
    this.machines.put(arn, record);
    return record;
  }

  has(name: string): boolean {
    return this.machines.has(stateMachineArn(this.options.identity, name));
  }

  /** Running executions end at their next state. */
  remove(arn: string): void {
    this.machines.delete(arn);
  }

  machine(arn: string): StateMachineRecord {
    const found = this.machines.get(arn);
    if (!found) throw statesErrors.noMachine(arn);
    return found;
  }

  allMachines(): StateMachineRecord[] {
    return this.machines.values();
  }

  execution(arn: string): ExecutionRecord {
    const found = this.executions.get(arn);
    if (!found) throw statesErrors.noExecution(arn);
    return found;
  }

  /** Newest first. */
  executionsOf(arn: string): ExecutionRecord[] {
    return this.executions.values().filter(({ machine }) => machine.stateMachineArn === arn).reverse();
  }

  historyOf(arn: string): readonly HistoryEvent[] {
    this.execution(arn);
    return this.history.of(arn);
  }

  /** The same name and input while it runs is the same execution; a name that was used otherwise is refused. */
  start(machineArn: string, request: { readonly name?: string; readonly input?: string } = {}): ExecutionRecord {
    const machine = this.machine(machineArn);
    const name = request.name ?? randomUUID();
    const input = request.input ?? '{}';
    checkName(name);
    checkInput(input);
    const arn = executionArn(this.options.identity, machine.name, name);
    const earlier = this.executions.get(arn);
    if (earlier) {
      if (earlier.status === 'RUNNING' && earlier.input === input) return earlier;
      throw statesErrors.exists(arn);
    }
    const execution: ExecutionRecord = { executionArn: arn, name, status: 'RUNNING', startDate: this.options.clock.now(), input, machine };
    this.executions.put(arn, execution);
    this.tell(execution);
    void this.drive(execution);
    return execution;
  }

  /** Gives the time of the end. */
  stop(arn: string, error?: string, cause?: string): number {
    const execution = this.execution(arn);
    if (execution.status !== 'RUNNING') return execution.stopDate!;
    this.running.get(arn)?.abort(new Ended('ABORTED', error, cause));
    return this.options.clock.now();
  }

  /** Goes on with the executions that an earlier process left. Call it when all services stand. */
  resume(): void {
    for (const execution of this.executions.values()) {
      if (execution.status === 'RUNNING' && !this.running.has(execution.executionArn)) void this.drive(execution);
    }
  }

  /** Stops working; running executions stay as they are, for the next start. */
  close(): void {
    this.closed = true;
    for (const controller of this.running.values()) controller.abort(new Error('the local cloud ends'));
    for (const store of [this.machines, this.executions, this.positions, this.history]) store.close();
  }

  private async drive(execution: ExecutionRecord): Promise<void> {
    const { executionArn: arn } = execution;
    const controller = new AbortController();
    this.running.set(arn, controller);
    let end: ExecutionEnd;
    try {
      end = await runExecution(execution, this.positions.get(arn), this.history.of(arn).length, controller.signal, {
        clock: this.options.clock,
        waitScale: this.options.waitScale ?? 1,
        runTask: (started, call) => this.runTask(started, call),
        record: (event) => this.record(execution, event),
        checkpoint: (position) => this.checkpoint(execution, position, controller),
      });
    } catch (error) {
      if (this.closed) return;
      // Not an outcome that AWS knows: a defect of ours must be seen, not waited for.
      end = { status: 'FAILED', error: 'States.Runtime', cause: `defect of the local cloud: ${(error as Error).stack ?? String(error)}` };
    } finally {
      this.running.delete(arn);
    }
    if (this.closed) return;
    const ended: ExecutionRecord = { ...execution, ...end, stopDate: this.options.clock.now() };
    this.executions.put(arn, ended);
    this.positions.delete(arn);
    this.tell(ended);
  }

  private checkpoint(execution: ExecutionRecord, position: Position, controller: AbortController): void {
    if (this.closed) return;
    if (this.machines.has(execution.machine.stateMachineArn)) this.positions.put(execution.executionArn, position);
    else controller.abort(new Ended('ABORTED'));
  }

  private record(execution: ExecutionRecord, event: Omit<HistoryEvent, 'id'>): number {
    if (this.closed) return 0;
    const { executionArn: arn, machine } = execution;
    const full = this.history.of(arn).length >= HISTORY_LIMIT - 1;
    if (full && !event.type.startsWith('Execution')) throw historyFull(HISTORY_LIMIT);
    const stored = this.history.add(arn, event);
    const { logging } = machine.settings;
    const line = logLine(stored, arn, logging);
    if (line && logging.logGroup) this.options.logs.write(logging.logGroup, `states/${machine.name}/${new Date(execution.startDate).toISOString().slice(0, 16).replace(/[T:]/g, '-')}`, [line]);
    return stored.id;
  }

  private async runTask(execution: ExecutionRecord, call: TaskCall): Promise<unknown> {
    const task = this.tasks.find(({ accepts }) => accepts(call.resource));
    if (!task) throw new StatesError('States.Runtime', `no task ${call.resource}`);
    return task.run({ ...call, caller: this.roleCaller(execution.machine.stateMachineArn, execution.machine.roleArn), identity: this.options.identity });
  }

  /** The machine's role. A role that does not trust Step Functions fails the task. */
  private roleCaller(arn: string, roleArn: string): Caller {
    const { sts, identity } = this.options;
    try {
      const { principal } = sts.assumeRole({
        caller: serviceCaller('states.amazonaws.com'),
        roleArn,
        sessionName: randomUUID().replaceAll('-', ''),
        context: { 'aws:SourceArn': arn, 'aws:SourceAccount': identity.accountId },
      });
      return { ...serviceCaller('states.amazonaws.com'), principal };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new StatesError('States.Permissions', `Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role. (${error.message})`);
    }
  }

  private requireLogDelivery(arn: string, roleArn: string): void {
    const decision = this.options.authority.decide({ caller: this.roleCaller(arn, roleArn), action: 'logs:CreateLogDelivery', resource: '*' });
    if (!decision.allowed) throw new AwsError('AccessDeniedException', `The state machine IAM Role is not authorized to access the Log Destination (${decision.explanation})`);
  }

  /** Says why a Task state cannot run here, if so. */
  taskProblem(resource: string, parameters: unknown): string | undefined {
    const task = this.tasks.find(({ accepts }) => accepts(resource));
    if (!task) return `the local cloud does not emulate the task ${resource}`;
    return task.problem?.(parameters);
  }

  private tell({ executionArn: arn, machine, status, error, cause }: ExecutionRecord): void {
    this.options.report({ source: 'states', type: 'execution-status', detail: { executionArn: arn, stateMachineArn: machine.stateMachineArn, status, ...(error === undefined ? {} : { error, cause }) } });
  }
}
