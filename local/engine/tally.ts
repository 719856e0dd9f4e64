import { failureReason, ObjectFailure } from './object-failure';
import { TransformOutcome } from './ports';

/** Counts what became of the objects. */
export class Tally {
  done = 0;
  failed = 0;
  skipped = 0;
  /** The first of each kind: enough for the job's reason, however many objects fail. */
  private readonly faults: ObjectFailure[] = [];

  fault(failure: ObjectFailure): void {
    if (!this.faults.some(({ kind }) => kind === failure.kind)) this.faults.push(failure);
  }

  /** Rules 71 and 72: one failed object makes the job fail, when the others are done. */
  outcome(isStopped: boolean): TransformOutcome {
    const objects = { done: this.done, failed: this.failed, skipped: this.skipped };
    if (isStopped) return { status: 'Stopped', objects };
    if (this.faults.length === 0) return { status: 'Completed', objects };
    return { status: 'Failed', failureReason: failureReason(this.faults), objects };
  }
}
