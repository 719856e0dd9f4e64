import { StateType } from './definition';

const ALWAYS = ['Type', 'Comment'];
const FLOW = [...ALWAYS, 'Next', 'End', 'InputPath', 'OutputPath'];
const RESULT = [...FLOW, 'ResultPath', 'Parameters', 'ResultSelector', 'Retry', 'Catch'];

/** The fields that a state of each type may have here. */
export const STATE_FIELDS: Readonly<Record<StateType, readonly string[]>> = {
  Pass: [...FLOW, 'ResultPath', 'Parameters', 'Result'],
  Task: [...RESULT, 'Resource', 'TimeoutSeconds', 'TimeoutSecondsPath'],
  Wait: [...FLOW, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Choice: [...ALWAYS, 'InputPath', 'OutputPath', 'Choices', 'Default'],
  Succeed: [...ALWAYS, 'InputPath', 'OutputPath'],
  Fail: [...ALWAYS, 'Error', 'ErrorPath', 'Cause', 'CausePath'],
  Parallel: [...RESULT, 'Branches'],
  Map: [...RESULT, 'ItemsPath', 'ItemSelector', 'ItemProcessor', 'Iterator', 'MaxConcurrency'],
};

/** Fields of the language that are known and refused, with the reason. */
const REFUSED: Readonly<Record<string, string>> = {
  Arguments: 'Arguments (it belongs to the query language JSONata): use Parameters',
  Output: 'Output (it belongs to the query language JSONata): use ResultPath and OutputPath',
  Assign: 'Assign (variables)',
  Credentials: 'Credentials (tasks run as the role of the state machine)',
  HeartbeatSeconds: 'HeartbeatSeconds: no task here can send a heartbeat; use TimeoutSeconds',
  HeartbeatSecondsPath: 'HeartbeatSecondsPath: no task here can send a heartbeat; use TimeoutSecondsPath',
  ItemReader: 'ItemReader (distributed maps)',
  ItemBatcher: 'ItemBatcher (distributed maps)',
  ResultWriter: 'ResultWriter (distributed maps)',
};

export function unemulated(field: string): string {
  const known = REFUSED[field] ?? (/^Tolerated|^MaxConcurrencyPath$|^Label$/.test(field) ? `${field} (distributed maps)` : undefined);
  return known ? `the local cloud does not emulate ${known}` : `Field '${field}' is not supported`;
}
