import { ResourceResult } from '../resources/handler';
import { failureReason, ResourceFailure } from './resource-failure';
import { StackRun } from './stack-run';

export type Verb = 'create' | 'update' | 'delete';

export interface Step {
  readonly verb: Verb;
  readonly logicalId: string;
  readonly type: string;
  /** Known before the work: the id of what is updated or deleted. */
  readonly physicalId?: string;
  readonly properties: unknown;
  /** Reason of the first event. */
  readonly reason?: string;
  /** A new physical thing is made: its id is announced with an event of its own. */
  readonly creates?: boolean;
}

export type StepEnd =
  | { readonly ok: true; readonly result: ResourceResult }
  /** `physicalId`: what the failed work left behind. */
  | { readonly ok: false; readonly physicalId?: string; readonly reason: string };

/**
 * Does one thing to one resource between its two events. When the operation is cancelled meanwhile, the failure is told at once,
 * and the end of the work is awaited, so that nothing is left running when the rollback begins.
 */
export async function takeStep(run: StackRun, step: Step, work: () => Promise<ResourceResult> | ResourceResult): Promise<StepEnd> {
  const { verb, logicalId, type, properties } = step;
  const phase = verb.toUpperCase();
  const tell = (status: string, physicalId: string | undefined, reason?: string) => run.events.resource({ logicalId, type, physicalId, status, reason, properties });
  const cancelledReason = verb === 'create' ? 'Resource creation cancelled' : 'Resource update cancelled';
  const onCancel = () => {
    run.failures.push({ logicalId, verb });
    tell(`${phase}_FAILED`, step.physicalId, cancelledReason);
  };
  tell(`${phase}_IN_PROGRESS`, step.physicalId, step.reason);
  run.signal.addEventListener('abort', onCancel, { once: true });
  try {
    const result = await work();
    if (run.signal.aborted) return { ok: false, physicalId: result.physicalId, reason: cancelledReason };
    if (step.creates) tell(`${phase}_IN_PROGRESS`, result.physicalId, 'Resource creation Initiated');
    tell(`${phase}_COMPLETE`, result.physicalId);
    return { ok: true, result };
  } catch (error) {
    const left = error instanceof ResourceFailure ? error.physicalId : undefined;
    if (run.signal.aborted) return { ok: false, physicalId: left, reason: cancelledReason };
    const reason = failureReason(type, error);
    run.failures.push({ logicalId, verb });
    tell(`${phase}_FAILED`, left ?? step.physicalId, reason);
    return { ok: false, physicalId: left, reason };
  } finally {
    run.signal.removeEventListener('abort', onCancel);
  }
}
