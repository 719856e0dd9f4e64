import { Retrier } from './definition';

/** Seconds to wait before the retry that follows `attempts` earlier ones, or undefined when they are used up. */
export function retryDelay(retrier: Retrier, attempts: number, random: () => number): number | undefined {
  if (attempts >= (retrier.MaxAttempts ?? 3)) return undefined;
  const backoff = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** attempts;
  const delay = Math.min(backoff, retrier.MaxDelaySeconds ?? Infinity);
  return retrier.JitterStrategy === 'FULL' ? delay * random() : delay;
}
