import { StackEvents } from './stack-events';
import { StackRow } from './stack-rows';
import { StackStore } from './stack-store';

/** How an operation in progress is called when it did not reach its end. */
export const ENDS: Readonly<Record<string, string>> = {
  CREATE_IN_PROGRESS: 'CREATE_FAILED',
  ROLLBACK_IN_PROGRESS: 'ROLLBACK_FAILED',
  UPDATE_IN_PROGRESS: 'UPDATE_FAILED',
  UPDATE_ROLLBACK_IN_PROGRESS: 'UPDATE_ROLLBACK_FAILED',
  DELETE_IN_PROGRESS: 'DELETE_FAILED',
  // The update itself was done; what was not cleaned up stays listed and goes with the next operation.
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'UPDATE_COMPLETE',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'UPDATE_ROLLBACK_COMPLETE',
};

/** Ends the operations that a killed process left under way. */
export function endInterrupted(store: StackStore, eventsOf: (stack: StackRow) => StackEvents): void {
  for (const stack of store.all()) {
    const status = ENDS[stack.status];
    if (!status) continue;
    const events = eventsOf(stack);
    const reason = `The local cloud was stopped during ${stack.status}.`;
    for (const row of store.resourcesOf(stack.stackId).values()) {
      if (!row.status.endsWith('_IN_PROGRESS')) continue;
      const failed = row.status.replace(/_IN_PROGRESS$/, '_FAILED');
      const detail = row.physicalId === undefined ? `${reason} Whether the resource exists is not known.` : reason;
      store.putResource({ ...row, status: failed, statusReason: detail, timestamp: events.now() });
      events.resource({ logicalId: row.logicalId, type: row.type, physicalId: row.physicalId, status: failed, reason: detail });
    }
    const left = store.leftoversOf(stack.stackId).map(({ logicalId, physicalId }) => `${logicalId} (${physicalId})`);
    events.stack(status, left.length > 0 ? `${reason} Not deleted yet: ${left.join(', ')}.` : reason);
  }
}
