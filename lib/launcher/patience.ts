import { Clock, Log } from './ports';
import { isTransient, ServiceError, serviceError } from './service-error';
import { youngIam } from './young-iam';

/** How long one call may be repeated, by what went wrong. Seconds; absent means: at once the end. */
export interface Patience {
  readonly transient: number;
  /** At most this long, where the refusal itself may pass. */
  readonly propagation?: number;
}

export const CREATE_PATIENCE: Patience = { transient: 120, propagation: 120 };
export const CALL_PATIENCE: Patience = { transient: 60 };

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;

/** Repeats the call with growing pauses while time may cure the error; throws the last error otherwise. */
export async function patiently<T>(what: string, patience: Patience, ports: { readonly clock: Clock; readonly log: Log }, call: () => Promise<T>): Promise<T> {
  const begin = ports.clock.now();
  const firstSeen = new Map<string, number>();
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await call();
    } catch (thrown) {
      const error = serviceError(thrown);
      const now = ports.clock.now();
      const { kind, all, seconds } = budget(error, patience);
      const since = firstSeen.get(kind) ?? now;
      firstSeen.set(kind, since);
      if (now + pause > Math.min(begin + all * 1000, since + seconds * 1000)) throw thrown;
      ports.log('warn', 'call-repeated', { what, error: error.name, pauseMilliseconds: pause });
      await ports.clock.sleep(pause);
    }
  }
}

/** Seconds for all of the call, and from the first error of this kind: a role that is known late may still be short of its policy. */
function budget(error: ServiceError, patience: Patience): { readonly kind: string; readonly all: number; readonly seconds: number } {
  if (isTransient(error)) return { kind: 'transient', all: patience.transient, seconds: patience.transient };
  const { id, seconds } = youngIam(error) ?? { id: 'other', seconds: 0 };
  return { kind: id, all: patience.propagation ?? 0, seconds };
}
