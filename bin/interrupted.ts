import { constants } from 'node:os';

/** Ctrl-C, a request to end, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndingSignal = (typeof SIGNALS)[number];

/** Terminal and parent may both hand down one Ctrl-C; a person needs longer than this for the second one. */
const SAME_MILLISECONDS = 150;

/** What a shell shows of a program that was ended by the signal: 130 for SIGINT. */
export function exitCodeOf(signal: EndingSignal): number {
  return 128 + constants.signals[signal];
}

/** The first signal asks for an orderly end. Whoever asks again wants it at once: only the `exit` listeners run then. */
export function onInterrupted(stop: (signal: EndingSignal) => void): void {
  let asked: number | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (asked === undefined) {
        asked = Date.now();
        stop(signal);
      } else if (Date.now() - asked > SAME_MILLISECONDS) process.exit(exitCodeOf(signal));
    });
  }
}
