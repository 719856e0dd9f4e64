import { HistoryEvent } from '../../functions/states-language/history-trail';
import { ExecutionLogging } from './state-machine-record';

const FATAL = /^Execution(Failed|TimedOut|Aborted)$/;
const ERROR = /(Failed|TimedOut|Aborted)$|^FailStateEntered$/;
/** Members that carry data of the execution. A cause often quotes it. */
const DATA = ['input', 'output', 'parameters', 'cause'];

/** The log line of a history event, or undefined when the level leaves it out. */
export function logLine(event: HistoryEvent, executionArn: string, { level, includeExecutionData }: ExecutionLogging): string | undefined {
  if (level === 'OFF') return undefined;
  if (level === 'FATAL' && !FATAL.test(event.type)) return undefined;
  if (level === 'ERROR' && !ERROR.test(event.type)) return undefined;
  const details = Object.fromEntries(Object.entries(event.details ?? {}).filter(([name]) => includeExecutionData || !DATA.includes(name)));
  return JSON.stringify({
    id: String(event.id),
    type: event.type,
    details,
    previous_event_id: String(event.previousEventId),
    event_timestamp: String(event.timestamp),
    execution_arn: executionArn,
    redrive_count: '0',
  });
}
