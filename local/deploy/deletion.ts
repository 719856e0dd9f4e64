import { Graph, reversed } from './graph';
import { takeStep } from './resource-step';
import { schedule } from './schedule';
import { PhysicalState, ResourceRow } from './stack-rows';
import { StackRun } from './stack-run';

/** A physical thing that shall go. */
export interface Doomed extends PhysicalState {
  readonly key: string;
  readonly logicalId: string;
  readonly type: string;
  readonly retain: boolean;
  /** Forgets it, once it is gone or left to the user. */
  gone(): void;
  /** Remembers the trouble, where there is a row for it. */
  failed?(reason: string): void;
}

/** Deletes everything, dependants first. What something still standing needs is left standing too. Gives the logical ids that failed. */
export async function deleteAll(run: StackRun, doomed: readonly Doomed[]): Promise<string[]> {
  const byKey = new Map(doomed.map((one) => [one.key, one]));
  const needs: Graph = new Map(doomed.map((one) => [one.key, new Set(doomed.filter((other) => other.key !== one.key && one.dependencies.includes(other.logicalId)).map(({ key }) => key))]));
  const { failed } = await schedule(reversed(needs), (key) => deleteOne(run, byKey.get(key)!), { limit: run.ports.parallel, keepGoing: true });
  return failed.map((key) => byKey.get(key)!.logicalId);
}

async function deleteOne(run: StackRun, doomed: Doomed): Promise<boolean> {
  const { logicalId, type, physicalId, properties } = doomed;
  if (doomed.retain) {
    run.events.resource({ logicalId, type, physicalId, status: 'DELETE_SKIPPED' });
    doomed.gone();
    return true;
  }
  const end = await takeStep(run, { verb: 'delete', logicalId, type, physicalId, properties: undefined }, async () => {
    // A creation that failed before there was anything leaves nothing to delete.
    if (physicalId !== undefined) await run.handler(type).delete(physicalId, properties, run.context(logicalId));
    return { physicalId: physicalId ?? '', attributes: {} };
  });
  if (end.ok) doomed.gone();
  else doomed.failed?.(end.reason);
  return end.ok;
}

/** The leftovers of updates, as `deleteAll` wants them. A deletion that fails is not tried again: the service forgets such things too. */
export function doomedLeftovers(run: StackRun): Doomed[] {
  const { store } = run.ports;
  return store.leftoversOf(run.stackId).map((row) => ({ ...row, key: row.id, gone: () => store.dropLeftover(row.id), failed: () => store.dropLeftover(row.id) }));
}

/** All resources of the stack and its leftovers. */
export function doomedStack(run: StackRun, retain: (row: ResourceRow) => boolean): Doomed[] {
  const { store } = run.ports;
  const rows = [...store.resourcesOf(run.stackId).values()].map((row): Doomed => ({
    ...row, key: `row ${row.logicalId}`, retain: retain(row), gone: () => store.dropResource(row),
    failed: (reason) => store.putResource({ ...row, status: 'DELETE_FAILED', statusReason: reason, timestamp: run.events.now() }),
  }));
  return [...rows, ...doomedLeftovers(run)];
}
