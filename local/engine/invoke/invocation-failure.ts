import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { LOGGED_BODY_CHARACTERS } from '../choices';
import { ObjectFailure } from '../object-failure';

/** Rule 74, recorded: what the log says of an answer that is none of 200. */
export function badStatus(status: number, body: Buffer): ObjectFailure {
  const isClientError = status >= 400 && status < 500;
  const heading = isClientError ? `ClientError: ${status}` : `Bad HTTP status received from algorithm: ${status}`;
  return new ObjectFailure(isClientError ? 'client' : 'algorithm', `${heading}\n\nMessage:\n${body.toString('utf8').slice(0, LOGGED_BODY_CHARACTERS)}`);
}

/** Rule 74, recorded: no answer, or none in time. */
export function noAnswer(cause: unknown): ObjectFailure {
  return new ObjectFailure('algorithm', SERVICE_MESSAGE.noAnswer.say(), { cause });
}
