import { AwsError } from '../wire/aws-error';
import { LogEvent } from './log-record';

export interface EventPageRequest {
  readonly limit?: number;
  readonly startFromHead?: boolean;
  readonly nextToken?: string;
}

const MOST = 10_000;

/**
 * A page of GetLogEvents with the tokens of both directions. At an end the token that was given comes back: that is how callers
 * see that there is no more. `f/n` begins at event n, `b/n` ends before it.
 */
export function eventPage(events: readonly LogEvent[], { limit = MOST, startFromHead = false, nextToken }: EventPageRequest): Record<string, unknown> {
  const size = Math.min(limit, MOST);
  const [direction, position] = readToken(nextToken, startFromHead, events.length);
  const from = direction === 'f' ? Math.min(position, events.length) : Math.max(0, position - size);
  const to = direction === 'f' ? Math.min(from + size, events.length) : Math.min(position, events.length);
  return { events: events.slice(from, to), nextForwardToken: `f/${to}`, nextBackwardToken: `b/${from}` };
}

function readToken(token: string | undefined, startFromHead: boolean, length: number): ['f' | 'b', number] {
  if (token === undefined) return startFromHead ? ['f', 0] : ['b', length];
  const found = /^([fb])\/(\d+)$/.exec(token);
  if (!found) throw new AwsError('InvalidParameterException', `The specified nextToken is invalid: ${token}`);
  return [found[1] as 'f' | 'b', Number(found[2])];
}
