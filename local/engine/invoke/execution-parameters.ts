import { Pool } from 'undici';
import { BatchStrategy } from '../../../lib/spec/vocabulary';

/** What a container offers at `/execution-parameters`. */
export interface ExecutionParameters {
  readonly MaxConcurrentTransforms?: number;
  readonly BatchStrategy?: string;
  readonly MaxPayloadInMB?: number;
}

/** Containers of the service write the first spelling, some others the second (rule 35). */
const STRATEGIES: Readonly<Record<string, string>> = {
  MULTI_RECORD: BatchStrategy.MULTI_RECORD,
  SINGLE_RECORD: BatchStrategy.SINGLE_RECORD,
  MultiRecord: BatchStrategy.MULTI_RECORD,
  SingleRecord: BatchStrategy.SINGLE_RECORD,
};

/** Reads the answer's body. Members that make no sense count as not offered. */
export function readExecutionParameters(body: string): ExecutionParameters {
  let offered: unknown;
  try {
    offered = JSON.parse(body);
  } catch {
    return {}; // rule 35: whatever is no answer means "not offered"
  }
  if (typeof offered !== 'object' || offered === null) return {};
  const { MaxConcurrentTransforms: concurrency, MaxPayloadInMB: payload, BatchStrategy: strategy } = offered as Record<string, unknown>;
  return {
    MaxConcurrentTransforms: isCount(concurrency) ? concurrency : undefined,
    MaxPayloadInMB: isCount(payload) ? payload : undefined,
    BatchStrategy: typeof strategy === 'string' ? STRATEGIES[strategy] : undefined,
  };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

const PATIENCE = 10_000;

/** Asks once (rule 33). A 404, or no answer, means that the container offers nothing. */
export async function askExecutionParameters(pool: Pool, signal: AbortSignal): Promise<ExecutionParameters> {
  try {
    const answer = await pool.request({ path: '/execution-parameters', method: 'GET', headersTimeout: PATIENCE, bodyTimeout: PATIENCE, signal });
    const body = await answer.body.text();
    return answer.statusCode === 200 ? readExecutionParameters(body) : {};
  } catch {
    signal.throwIfAborted();
    return {};
  }
}
