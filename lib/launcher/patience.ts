import { Clock, Log } from './ports';
import { isTransient, mayBePropagation, ServiceError, serviceError } from './service-error';

/** How long one call may be repeated, by what went wrong. Seconds; absent means: at once the end. */
export interface Patience {
  readonly transient: number;
  readonly propagation?: number;
}

/** IAM needs 10 to 30 s, at times more, until SageMaker sees a new role. */
export const CREATE_PATIENCE: Patience = { transient: 120, propagation: 120 };
export const CALL_PATIENCE: Patience = { transient: 60 };

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;

/** Repeats the call with growing pauses while time may cure the error; throws the last error otherwise. */
export async function patiently<T>(what: string, patience: Patience, ports: { readonly clock: Clock; readonly log: Log }, call: () => Promise<T>): Promise<T> {
  const begin = ports.clock.now();
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await call();
    } catch (thrown) {
      const error = serviceError(thrown);
      const end = begin + budget(error, patience) * 1000;
      if (ports.clock.now() + pause > end) throw thrown;
      ports.log('warn', 'call-repeated', { what, error: error.name, pauseMilliseconds: pause });
      await ports.clock.sleep(pause);
    }
  }
}

function budget(error: ServiceError, patience: Patience): number {
  if (isTransient(error)) return patience.transient;
  return mayBePropagation(error) ? (patience.propagation ?? 0) : 0;
}
