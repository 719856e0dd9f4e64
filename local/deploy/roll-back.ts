import { ordered, Graph } from './graph';
import { takeStep } from './resource-step';
import { schedule } from './schedule';
import { changedProperties, sameValue } from './same-value';
import { PhysicalState, ResourceRow } from './stack-rows';
import { StackRun } from './stack-run';
import { physicalState } from './bring-about';
import { isCustomResource } from './template';

/**
 * Takes every resource back to its last stable state, needs first. The resource whose update failed is told as well, with the
 * properties swapped. What the update made anew becomes a leftover; the clean-up deletes it. Says whether all went back.
 */
export async function rollBack(run: StackRun): Promise<boolean> {
  const { store, parallel } = run.ports;
  const rows = [...store.resourcesOf(run.stackId).values()];
  const back = new Map(rows.flatMap((row) => (row.stable ? [[row.logicalId, { row, stable: row.stable }] as const] : [])));
  const graph: Graph = new Map([...back].map(([id, { stable }]) => [id, new Set(stable.dependencies.filter((need) => back.has(need)))]));
  const inOrder: Graph = new Map(ordered(graph).map((id) => [id, graph.get(id)!]));
  const { failed } = await schedule(inOrder, (id) => takeBack(run, back.get(id)!.row, back.get(id)!.stable), { limit: parallel });
  if (failed.length > 0) return false;
  for (const row of rows.filter(({ stable }) => stable === null)) {
    store.addLeftover(row, row, row.definition.DeletionPolicy === 'Retain' && row.physicalId !== undefined);
    store.dropResource(row);
  }
  return true;
}

async function takeBack(run: StackRun, row: ResourceRow, stable: PhysicalState): Promise<boolean> {
  const { store } = run.ports;
  const { logicalId, type } = row;
  const settle = (state: PhysicalState, status: string) => store.putResource({
    ...row, ...physicalState(state), type: state.definition.Type, status, statusReason: undefined, timestamp: run.events.now(), stable: undefined, replacing: undefined,
  });
  const untouched = !row.replacing && row.physicalId === stable.physicalId && row.status !== 'UPDATE_FAILED' && row.status !== 'UPDATE_IN_PROGRESS'
    && changedProperties(row.properties, stable.properties).length === 0 && sameValue(row.stackTags, stable.stackTags);
  if (untouched) {
    settle(stable, row.status);
    return true;
  }
  const replaced = row.replacing && !isCustomResource(type);
  const handler = run.handler(type);
  const end = await takeStep(run, { verb: 'update', logicalId, type, physicalId: replaced ? stable.physicalId : row.physicalId, properties: stable.properties }, () => {
    // A replaced resource still has its old self; and without a way to update, nothing can have been changed.
    if (replaced || !handler.update) return { physicalId: stable.physicalId!, attributes: stable.attributes };
    return handler.update(row.physicalId!, stable.properties, row.properties, run.context(logicalId));
  });
  if (!end.ok) {
    store.putResource({ ...row, physicalId: end.physicalId ?? row.physicalId, status: 'UPDATE_FAILED', statusReason: end.reason, timestamp: run.events.now() });
    return false;
  }
  const { physicalId } = end.result;
  if (row.physicalId !== physicalId) store.addLeftover(row, row, false);
  if (stable.physicalId !== physicalId && stable.physicalId !== row.physicalId) store.addLeftover(row, stable, false);
  settle({ ...stable, ...end.result }, 'UPDATE_COMPLETE');
  return true;
}

/** After a success: what was replaced or is no longer in the template becomes a leftover, and the present state the stable one. */
export function settleUpdate(run: StackRun, wanted: ReadonlySet<string>): void {
  const { store } = run.ports;
  for (const row of store.resourcesOf(run.stackId).values()) {
    if (!wanted.has(row.logicalId)) {
      store.addLeftover(row, row, Boolean(row.definition.DeletionPolicy?.startsWith('Retain')) && row.physicalId !== undefined);
      store.dropResource(row);
      continue;
    }
    if (row.stable && row.stable.physicalId !== row.physicalId) store.addLeftover(row, row.stable, row.definition.UpdateReplacePolicy === 'Retain');
    if (row.stable !== undefined || row.replacing) store.putResource({ ...row, stable: undefined, replacing: undefined });
  }
}
