import { randomUUID } from 'node:crypto';
import { Clock } from '../../services';
import { Table } from '../../store/table';
import { AsyncSettings } from './function-record';

/** An invocation that nobody waits for. */
export interface AsyncInvocation {
  readonly requestId: string;
  readonly functionName: string;
  readonly payload: string;
  readonly queuedAt: number;
  /** Runs so far. */
  readonly attempts: number;
  /** Not before this time. */
  readonly notBefore: number;
}

export interface AsyncOutcome {
  readonly payload: string;
  readonly functionError?: string;
  /** The function had no free concurrency: not an attempt. */
  readonly throttled?: boolean;
}

export interface AsyncQueueOptions {
  readonly folder?: string;
  readonly clock: Clock;
  /** Pauses between attempts last this part of their time. */
  readonly waitScale: number;
  readonly settingsOf: (functionName: string) => AsyncSettings;
  readonly run: (invocation: AsyncInvocation) => Promise<AsyncOutcome>;
  readonly succeeded: (invocation: AsyncInvocation, outcome: AsyncOutcome) => void;
  readonly gaveUp: (invocation: AsyncInvocation, outcome: AsyncOutcome, condition: 'RetriesExhausted' | 'EventAgeExceeded') => void;
}

const HOURS_6 = 21_600;
/** Lambda waits a minute before the second attempt and two before the third. */
const PAUSES = [60_000, 120_000];
const THROTTLE_PAUSE = 1000;

/** The queue of asynchronous invocations: each is run until it succeeds, is out of attempts, or too old. It survives a restart. */
export class AsyncQueue {
  private readonly waiting: Table<AsyncInvocation>;
  private readonly ended = new AbortController();

  constructor(private readonly options: AsyncQueueOptions) {
    this.waiting = Table.open(options.folder, 'lambda-async-queue');
  }

  add(functionName: string, payload: string): string {
    const now = this.options.clock.now();
    const invocation = { requestId: randomUUID(), functionName, payload, queuedAt: now, attempts: 0, notBefore: now };
    this.waiting.put(invocation.requestId, invocation);
    void this.drive(invocation);
    return invocation.requestId;
  }

  /** Goes on with what a stopped process left. */
  resume(): void {
    for (const invocation of this.waiting.values()) void this.drive(invocation);
  }

  close(): void {
    this.ended.abort();
    this.waiting.close();
  }

  private async drive(first: AsyncInvocation): Promise<void> {
    const { clock, settingsOf, run, succeeded, gaveUp } = this.options;
    const { maximumRetryAttempts = 2, maximumEventAgeSeconds = HOURS_6 } = settingsOf(first.functionName);
    let invocation = first;
    for (;;) {
      await clock.sleep(Math.max(0, invocation.notBefore - clock.now()), this.ended.signal);
      if (this.ended.signal.aborted) return;
      const outcome = await run(invocation);
      // A process that ends kills its functions; the invocation stays queued for the next start.
      if (this.ended.signal.aborted) return;
      if (outcome.functionError === undefined && !outcome.throttled) {
        this.waiting.delete(invocation.requestId);
        return succeeded(invocation, outcome);
      }
      const attempts = invocation.attempts + (outcome.throttled ? 0 : 1);
      const exhausted = attempts > maximumRetryAttempts;
      const pause = (outcome.throttled ? THROTTLE_PAUSE : PAUSES[Math.min(attempts, PAUSES.length) - 1] ?? 0) * this.options.waitScale;
      const tooOld = clock.now() + pause - invocation.queuedAt > maximumEventAgeSeconds * 1000;
      if (exhausted || tooOld) {
        this.waiting.delete(invocation.requestId);
        return gaveUp({ ...invocation, attempts }, outcome, exhausted ? 'RetriesExhausted' : 'EventAgeExceeded');
      }
      invocation = { ...invocation, attempts, notBefore: clock.now() + pause };
      this.waiting.put(invocation.requestId, invocation);
    }
  }
}
