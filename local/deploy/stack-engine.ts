import { bringAbout } from './bring-about';
import { deleteAll, Doomed, doomedLeftovers, doomedStack } from './deletion';
import { desiredState, DesiredState, knownNames } from './desired-state';
import { checkExports, exportInUse, outputRows } from './outputs';
import { rollBack, settleUpdate } from './roll-back';
import { schedule } from './schedule';
import { StackEvents } from './stack-events';
import { Deployed, OutputRow, StackRow } from './stack-rows';
import { EnginePorts, StackRun } from './stack-run';

export interface DeployOptions {
  readonly disableRollback: boolean;
  /** `DELETE`: a stack whose creation failed is deleted after the rollback. */
  readonly onFailure?: string;
  readonly retainExceptOnCreate?: boolean;
}

/** The operations on a stack, from the first event to the last. None of them throws for what goes wrong in the stack: its status tells. */
export class StackEngine {
  constructor(private readonly ports: EnginePorts) {}

  async create(stackId: string, events: StackEvents, target: Deployed, options: DeployOptions): Promise<void> {
    events.stack('CREATE_IN_PROGRESS', 'User Initiated', { deployed: target, disableRollback: options.disableRollback });
    const run = new StackRun(this.ports, stackId, target, events);
    const problem = await this.forward(run, []);
    if (problem === undefined) {
      events.stack('CREATE_COMPLETE');
      return;
    }
    if (options.disableRollback) {
      events.stack('CREATE_FAILED', problem);
      return;
    }
    await this.undoCreation(stackId, events.newOperation(), `${problem}Rollback requested by user.`, options.retainExceptOnCreate);
    if (options.onFailure === 'DELETE' && this.row(stackId).status === 'ROLLBACK_COMPLETE') await this.delete(stackId, events.newOperation());
  }

  async update(stackId: string, events: StackEvents, target: Deployed, options: DeployOptions): Promise<void> {
    const before = this.row(stackId);
    const stable = before.stable ?? before.deployed;
    // The old outputs stand (and can be imported) until the update is done.
    const { outputs = [], imports = [] } = before.deployed ?? {};
    events.stack('UPDATE_IN_PROGRESS', 'User Initiated', { deployed: { ...target, outputs, imports }, stable, lastUpdatedTime: events.now(), disableRollback: options.disableRollback });
    const run = new StackRun(this.ports, stackId, target, events);
    const problem = await this.forward(run, stable?.outputs ?? []);
    if (problem === undefined) {
      await this.cleanUp(run, 'UPDATE_COMPLETE');
      return;
    }
    if (options.disableRollback) {
      events.stack('UPDATE_FAILED', problem);
      return;
    }
    await this.undoUpdate(stackId, events.newOperation(), problem);
  }

  async delete(stackId: string, events: StackEvents, retained: readonly string[] = []): Promise<void> {
    const row = this.row(stackId);
    const inUse = exportInUse(this.ports.store, row.deployed?.outputs ?? []);
    if (inUse) {
      // The service leaves the stack as it is and says why (seen in aws-cdk #604).
      events.stack(row.status, inUse);
      return;
    }
    events.stack('DELETE_IN_PROGRESS', 'User Initiated');
    const run = row.deployed && new StackRun(this.ports, stackId, row.deployed, events);
    if (run) {
      const failed = await deleteAll(run, doomedStack(run, (resource) => Boolean(resource.definition.DeletionPolicy?.startsWith('Retain')) || retained.includes(resource.logicalId)));
      if (failed.length > 0) {
        events.stack('DELETE_FAILED', run.failureSummary());
        return;
      }
    }
    for (const changeSet of this.ports.store.changeSetsOf(stackId)) this.ports.store.dropChangeSet(changeSet);
    events.stack('DELETE_COMPLETE', undefined, { deletionTime: events.now() });
  }

  /** Deletes what a failed creation made. */
  async undoCreation(stackId: string, events: StackEvents, reason: string, retainExceptOnCreate = false): Promise<void> {
    events.stack('ROLLBACK_IN_PROGRESS', reason);
    const run = new StackRun(this.ports, stackId, this.row(stackId).deployed!, events);
    const failed = await deleteAll(run, doomedStack(run, ({ definition, physicalId }) => definition.DeletionPolicy === 'Retain' && physicalId !== undefined && !retainExceptOnCreate));
    if (failed.length > 0) events.stack('ROLLBACK_FAILED', run.failureSummary());
    else events.stack('ROLLBACK_COMPLETE', undefined, { deployed: { ...run.deployed, outputs: [], imports: [] } });
  }

  /** Takes a failed update back. */
  async undoUpdate(stackId: string, events: StackEvents, reason: string): Promise<void> {
    events.stack('UPDATE_ROLLBACK_IN_PROGRESS', reason);
    const { stable, deployed } = this.row(stackId);
    const run = new StackRun(this.ports, stackId, stable ?? deployed!, events);
    if (!(await rollBack(run))) {
      events.stack('UPDATE_ROLLBACK_FAILED', run.failureSummary());
      return;
    }
    this.ports.store.changeStack(stackId, { deployed: run.deployed, stable: undefined });
    await this.cleanUp(run, 'UPDATE_ROLLBACK_COMPLETE');
  }

  /** Makes the resources what the template wants. Gives the problem, if there was one. */
  private async forward(run: StackRun, outputsBefore: readonly OutputRow[]): Promise<string | undefined> {
    let desired: DesiredState;
    try {
      desired = desiredState(run.template, run.scope.condition, knownNames(run.template, run.scope.pseudo));
    } catch (error) {
      return `${(error as Error).message} `;
    }
    const work = async (logicalId: string): Promise<boolean> => {
      const wanted = { logicalId, definition: desired.resources.get(logicalId)!, dependencies: [...desired.graph.get(logicalId)!] };
      const done = await bringAbout(run, wanted);
      if (!done) run.cancel();
      return done;
    };
    const { failed } = await schedule(desired.graph, work, { limit: this.ports.parallel });
    if (failed.length > 0) return run.failureSummary();
    let outputs: OutputRow[];
    try {
      outputs = outputRows(run.template, run.scope);
      checkExports(this.ports.store, run.stackId, outputsBefore, outputs);
    } catch (error) {
      return `${(error as Error).message}. `;
    }
    settleUpdate(run, new Set(desired.resources.keys()));
    this.ports.store.changeStack(run.stackId, { deployed: { ...run.deployed, outputs, imports: [...run.imports] }, stable: undefined });
    return undefined;
  }

  private async cleanUp(run: StackRun, status: 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE'): Promise<void> {
    run.events.stack(`${status}_CLEANUP_IN_PROGRESS`);
    const leftovers: Doomed[] = doomedLeftovers(run);
    const failed = await deleteAll(run, leftovers);
    run.events.stack(status, failed.length > 0 ? 'One or more resources could not be deleted.' : undefined);
  }

  private row(stackId: string): StackRow {
    return this.ports.store.stack(stackId);
  }
}
