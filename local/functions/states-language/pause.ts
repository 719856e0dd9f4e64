import { Clock } from '../../services';

/** Timers of Node count 31 bits of milliseconds; a longer one would ring at once. */
const LONGEST = 2_000_000_000;

/** Sleeps any time, in pieces that timers can count. */
export async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  for (let left = milliseconds; left > 0 && !signal.aborted; left -= LONGEST) {
    await clock.sleep(Math.min(left, LONGEST), signal);
  }
}
