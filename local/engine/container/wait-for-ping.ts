import { Pool } from 'undici';
import { TransformClock } from '../ports';

export interface PingOptions {
  /** Milliseconds between two asks. The service asks about once a second. */
  readonly interval: number;
  /** Milliseconds until the container counts as broken. The service waits 30 minutes. */
  readonly timeout: number;
}

export const PING: PingOptions = { interval: 100, timeout: 60_000 };

/** Rule 34: milliseconds for one answer. */
const PATIENCE = 2_000;

/** Waits until `/ping` answers 200, whatever its body. Rejects when that takes too long or the signal aborts. */
export async function waitForPing(url: string, { interval, timeout }: PingOptions, clock: TransformClock, signal: AbortSignal): Promise<void> {
  const pool = new Pool(url, { connections: 1 });
  const started = clock.now();
  let last = 'nothing';
  try {
    while (clock.now() - started < timeout) {
      signal.throwIfAborted();
      try {
        const { statusCode, body } = await pool.request({ path: '/ping', method: 'GET', headersTimeout: PATIENCE, bodyTimeout: PATIENCE, signal });
        await body.dump();
        if (statusCode === 200) return;
        last = `status ${statusCode}`;
      } catch (error) {
        last = (error as Error).message || (error as NodeJS.ErrnoException).code || 'no connection';
      }
      await clock.sleep(interval, signal);
    }
  } finally {
    await pool.destroy();
  }
  throw new Error(`the container did not answer /ping with 200 within ${timeout / 1000} seconds; the last answer was: ${last}`);
}
