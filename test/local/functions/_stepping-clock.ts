import { Clock } from '../../../local/services';

/** Time passes only by sleeping; every sleep ends at once, unless it is held. */
export class SteppingClock implements Clock {
  time = Date.parse('2026-01-31T12:00:00Z');
  readonly slept: number[] = [];
  /** Sleeps of this length or more last until they are aborted. */
  held = Infinity;

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal?.aborted) return;
    this.slept.push(milliseconds);
    if (milliseconds < this.held) this.time += milliseconds;
    else await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
  }
}

/** Lets everything run that is ready to. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
