import { LIMITS } from '../../lib/spec/table';
import { TransformJobSpec } from '../../lib/spec/transform-job-spec';
import { AssembleWith, BatchStrategy, CompressionType, SplitType } from '../../lib/spec/vocabulary';
import { ExecutionParameters } from './invoke/execution-parameters';

/** A job's settings with every default filled in. */
export interface TransformSettings {
  readonly maxConcurrentTransforms: number;
  readonly maxPayloadInMB: number;
  /** Bytes; without a limit: Infinity. */
  readonly maxPayload: number;
  readonly batchStrategy: string;
  readonly splitType: string;
  readonly assembleWith: string;
  readonly gzip: boolean;
  readonly contentType?: string;
  readonly accept?: string;
  readonly retries: number;
  /** Milliseconds. */
  readonly timeout: number;
}

const DEFAULT = { concurrency: 1, retries: 3, timeoutInSeconds: 600 } as const;

/** Rule 11: the request, then what the container offers, then the default, each on its own. */
export function resolveSettings(job: TransformJobSpec, offered: ExecutionParameters = {}): TransformSettings {
  const maxPayloadInMB = job.MaxPayloadInMB ?? offered.MaxPayloadInMB ?? LIMITS.defaultPayloadInMB;
  const { ModelClientConfig: client, TransformInput: input, TransformOutput: output } = job;
  return {
    // Rule 6: 0 counts as unset.
    maxConcurrentTransforms: job.MaxConcurrentTransforms || offered.MaxConcurrentTransforms || DEFAULT.concurrency,
    maxPayloadInMB,
    // Rule 5: 0 is without a limit.
    maxPayload: maxPayloadInMB === 0 ? Infinity : maxPayloadInMB * LIMITS.payloadUnitBytes,
    batchStrategy: job.BatchStrategy ?? offered.BatchStrategy ?? BatchStrategy.MULTI_RECORD,
    splitType: input.SplitType ?? SplitType.NONE,
    assembleWith: output.AssembleWith ?? AssembleWith.NONE,
    gzip: input.CompressionType === CompressionType.GZIP,
    contentType: input.ContentType,
    accept: output.Accept,
    retries: client?.InvocationsMaxRetries ?? DEFAULT.retries,
    timeout: (client?.InvocationsTimeoutInSeconds ?? DEFAULT.timeoutInSeconds) * 1000,
  };
}

/** Rules 12 and 36: the spelling of the log line and of the container's environment. */
export function spellStrategy(strategy: string): string {
  return strategy === BatchStrategy.SINGLE_RECORD ? 'SINGLE_RECORD' : 'MULTI_RECORD';
}

/** Rule 12, recorded. */
export function settingsLine(settings: TransformSettings): string {
  return `MaxConcurrentTransforms=${settings.maxConcurrentTransforms}, MaxPayloadInMB=${settings.maxPayloadInMB}, BatchStrategy=${spellStrategy(settings.batchStrategy)}`;
}
