import { AwsError } from '../wire/aws-error';

interface Session {
  readonly sessionName: string;
  readonly durationSeconds: number;
  /** The caller is a role session herself. */
  readonly chained: boolean;
  readonly maxSessionDuration?: number;
}

const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

/** Throws STS's ValidationError when a session cannot be as asked. */
export function checkSession({ sessionName, durationSeconds, chained, maxSessionDuration = 43_200 }: Session): void {
  if (!SESSION_NAME.test(sessionName)) {
    throw invalid(`1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: 2 to 64 characters that match [\\w+=,.@-]*`);
  }
  if (!Number.isInteger(durationSeconds) || durationSeconds < 900 || durationSeconds > 43_200) {
    throw invalid(`1 validation error detected: Value '${durationSeconds}' at 'durationSeconds' failed to satisfy constraint: a whole number of seconds from 900 to 43200`);
  }
  if (chained && durationSeconds > 3600) throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  if (durationSeconds > maxSessionDuration) throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message, 400);
}
