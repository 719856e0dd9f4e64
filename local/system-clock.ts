import { Clock } from './services';

/** Real time. A sleep does not keep the process alive by itself longer than its signal allows. */
export function systemClock(): Clock {
  return {
    now: Date.now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, Math.min(milliseconds, LONGEST));
        signal?.addEventListener('abort', done, { once: true });
      }),
  };
}

/** Node's longest timer: 2^31 - 1 ms, about 25 days. */
const LONGEST = 2_147_483_647;
