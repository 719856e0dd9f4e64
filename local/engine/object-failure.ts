import { SERVICE_MESSAGE } from '../../lib/spec/service-messages';
import { LIMITS } from '../../lib/spec/table';

/** Who is to blame, which decides the words of the job's FailureReason. */
export type FailureKind = 'client' | 'algorithm' | 'download' | 'upload';

/** An input object cannot be transformed. The message is what the data log shows, several lines perhaps. */
export class ObjectFailure extends Error {
  constructor(readonly kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ObjectFailure';
  }
}

/** Rule 54: faults of the data are logged under this heading. */
export function badData(text: string): ObjectFailure {
  return new ObjectFailure('client', `ClientError: 400\n\nMessage:\n${text}`);
}

/** The failure that an error is, when it is none already: of the given kind. */
export function asFailure(error: unknown, kind: FailureKind): ObjectFailure {
  if (error instanceof ObjectFailure) return error;
  return new ObjectFailure(kind, (error as Error | undefined)?.message ?? String(error), { cause: error });
}

/**
 * FailureReason of a job with failed objects (rule 75; 13.15 for faults of the data). A refused transfer names
 * what storage said, because nothing else tells which policy refused it; the rest is in the data log only.
 */
export function failureReason(failures: readonly ObjectFailure[]): string {
  const first = failures.find(({ kind }) => kind === 'download' || kind === 'upload') ?? failures[0];
  return cut(words(first));
}

function words({ kind, message }: ObjectFailure): string {
  switch (kind) {
    case 'download':
      return `ClientError: Data download failed:${message}`;
    case 'upload':
      return `ClientError: Artifact upload failed:${message}`;
    case 'client':
      return SERVICE_MESSAGE.clientError.say();
    case 'algorithm':
      return SERVICE_MESSAGE.algorithmError.say();
  }
}

/** Rule 72. */
export function cut(reason: string): string {
  return reason.length <= LIMITS.failureReason ? reason : `${reason.slice(0, LIMITS.failureReason - 1)}…`;
}
