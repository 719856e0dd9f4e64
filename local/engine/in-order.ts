import { Semaphore } from './semaphore';

/**
 * Works on items at the same time and gives the results in the items' order (rule 69). A permit is taken before an
 * item is read and given back when its result is out, so the permits bound what is held in memory. Behind the first
 * failure no further item is started (13.14).
 */
export async function* inOrder<T, R>(
  items: AsyncGenerator<T>,
  work: (item: T, signal: AbortSignal) => Promise<R>,
  permits: Semaphore,
  controller: AbortController,
): AsyncGenerator<R> {
  const { signal } = controller;
  const results: Array<Promise<R>> = [];
  let ended = false;
  let wake = () => {};

  const feed = async () => {
    try {
      while (!ended) {
        await permits.acquire(signal);
        let taken = false;
        try {
          const next = ended ? undefined : await items.next();
          if (!next || next.done || ended) return;
          const result = work(next.value, signal);
          result.catch(() => (ended = true));
          results.push(result);
          taken = true;
          wake();
        } finally {
          if (!taken) permits.release();
        }
      }
    } finally {
      ended = true;
      wake();
    }
  };

  const feeding = feed();
  feeding.catch(() => {}); // awaited below
  try {
    for (;;) {
      if (results.length === 0) {
        if (ended) break;
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      try {
        yield await results[0];
      } finally {
        void results.shift();
        permits.release();
      }
    }
    await feeding;
  } finally {
    ended = true;
    controller.abort(signal.reason ?? new Error('the object has ended'));
    await feeding.catch(() => {}); // its error was thrown above, or another one came first
    await Promise.allSettled(results);
    results.forEach(() => permits.release());
    await items.return(undefined);
  }
}
