import { EBS_ONLY_EXAMPLES, hasLocalStorage } from './instance-type';
import { parseJsonPath } from './json-path';
import { DATA_FORMAT_TYPES, formatOf } from './media-type';
import { parseS3Uri } from './s3-uri';
import { LIMITS } from './table';
import { Violation } from './violation';
import { AssembleWith, BatchStrategy, JoinSource, S3DataType, SplitType } from './vocabulary';

type Read = (path: string) => unknown;

/** A rule that crosses members. It is asked only when each member that it reads is sound by itself. */
export interface Invariant {
  readonly rule: string;
  readonly reads: readonly string[];
  check(known: Read, isUnknown: (path: string) => boolean): Violation[];
}

const INPUT = 'TransformInput.DataSource.S3DataSource';
const PATH = {
  concurrency: 'MaxConcurrentTransforms',
  payload: 'MaxPayloadInMB',
  strategy: 'BatchStrategy',
  split: 'TransformInput.SplitType',
  contentType: 'TransformInput.ContentType',
  inputUri: `${INPUT}.S3Uri`,
  inputType: `${INPUT}.S3DataType`,
  accept: 'TransformOutput.Accept',
  assemble: 'TransformOutput.AssembleWith',
  outputUri: 'TransformOutput.S3OutputPath',
  inputFilter: 'DataProcessing.InputFilter',
  outputFilter: 'DataProcessing.OutputFilter',
  join: 'DataProcessing.JoinSource',
  instanceType: 'TransformResources.InstanceType',
  volumeKey: 'TransformResources.VolumeKmsKeyId',
} as const;

const WHOLE = '$';

export const INVARIANTS: readonly Invariant[] = [
  {
    rule: 'concurrency-times-payload',
    reads: [PATH.concurrency, PATH.payload],
    check(known, isUnknown) {
      const concurrency = known(PATH.concurrency) as number | undefined;
      if (!concurrency || isUnknown(PATH.payload)) return [];
      const payload = (known(PATH.payload) as number | undefined) ?? LIMITS.defaultPayloadInMB;
      const product = concurrency * payload;
      if (product <= LIMITS.concurrencyTimesPayloadInMB) return [];
      return [{
        rule: this.rule, path: PATH.concurrency, property: 'maxConcurrentTransforms', value: `${concurrency} × ${payload} MiB = ${product} MiB`,
        must: `times 'maxPayload' must be at most ${LIMITS.concurrencyTimesPayloadInMB} MiB`,
        mend: `lower maxConcurrentTransforms to ${Math.floor(LIMITS.concurrencyTimesPayloadInMB / payload)}, or maxPayload to ${Math.floor(LIMITS.concurrencyTimesPayloadInMB / concurrency)} MiB`,
      }];
    },
  },
  {
    rule: 'multi-record-needs-split',
    reads: [PATH.strategy, PATH.split],
    check(known, isUnknown) {
      const split = known(PATH.split) ?? SplitType.NONE;
      if (known(PATH.strategy) !== BatchStrategy.MULTI_RECORD || isUnknown(PATH.split) || split !== SplitType.NONE) return [];
      return [{ rule: this.rule, path: PATH.strategy, property: 'batchStrategy', value: BatchStrategy.MULTI_RECORD, must: "needs an 'input.splitType' other than None", mend: 'set input.splitType to Line, RecordIO or TFRecord, or leave batchStrategy out' }];
    },
  },
  {
    rule: 'volume-key-on-local-storage',
    reads: [PATH.instanceType],
    check(known, isUnknown) {
      const type = known(PATH.instanceType) as string | undefined;
      const given = isUnknown(PATH.volumeKey) || known(PATH.volumeKey) !== undefined;
      if (!type || !given || !hasLocalStorage(type)) return [];
      return [{ rule: this.rule, path: PATH.volumeKey, property: 'volumeEncryptionKey', value: type, must: `is refused by the service for '${type}', whose local NVMe disk is encrypted by its hardware`, mend: `leave volumeEncryptionKey out, or choose a type with EBS volumes only (${EBS_ONLY_EXAMPLES})` }];
    },
  },
  {
    rule: 'join-assembles-as-it-splits',
    reads: [PATH.join, PATH.split, PATH.assemble],
    check(known, isUnknown) {
      if (known(PATH.join) !== JoinSource.INPUT || isUnknown(PATH.split) || isUnknown(PATH.assemble)) return [];
      const split = known(PATH.split) ?? SplitType.NONE;
      const assemble = known(PATH.assemble) ?? AssembleWith.NONE;
      if (split === assemble) return [];
      return [{ rule: this.rule, path: PATH.assemble, property: 'output.assembleWith', value: `${assemble}, with splitType ${split}`, must: "must equal 'input.splitType' when dataProcessing.joinSource is Input", mend: 'set both to Line, or both to None' }];
    },
  },
  {
    rule: 'join-accepts-what-it-sends',
    reads: [PATH.join, PATH.contentType, PATH.accept],
    check(known, isUnknown) {
      if (known(PATH.join) !== JoinSource.INPUT || isUnknown(PATH.contentType) || isUnknown(PATH.accept)) return [];
      const contentType = known(PATH.contentType);
      const accept = known(PATH.accept);
      if (contentType !== undefined && contentType === accept) return [];
      return [{ rule: this.rule, path: PATH.accept, property: 'output.accept', value: `${accept ?? 'nothing'}, with contentType ${contentType ?? 'nothing'}`, must: "must equal 'input.contentType' when dataProcessing.joinSource is Input", mend: `set both to the same of ${DATA_FORMAT_TYPES.join(', ')}` }];
    },
  },
  processable('input-filter-format', PATH.inputFilter, PATH.contentType, 'dataProcessing.inputFilter', 'input.contentType'),
  processable('output-filter-format', PATH.outputFilter, PATH.accept, 'dataProcessing.outputFilter', 'output.accept'),
  {
    rule: 'join-format',
    reads: [PATH.join, PATH.contentType],
    check(known, isUnknown) {
      const contentType = known(PATH.contentType) as string | undefined;
      if (known(PATH.join) !== JoinSource.INPUT || isUnknown(PATH.contentType) || contentType === undefined || formatOf(contentType)) return [];
      return [{ rule: this.rule, path: PATH.join, property: 'dataProcessing.joinSource', value: contentType, must: `works with ${DATA_FORMAT_TYPES.join(', ')} only`, mend: 'leave joinSource out, or change input.contentType' }];
    },
  },
  {
    rule: 'csv-processing-needs-lines',
    reads: [PATH.contentType, PATH.split, PATH.inputFilter, PATH.join],
    check(known, isUnknown) {
      const processed = (known(PATH.inputFilter) ?? WHOLE) !== WHOLE || known(PATH.join) === JoinSource.INPUT;
      const csv = formatOf(known(PATH.contentType) as string | undefined) === 'csv';
      if (!processed || !csv || isUnknown(PATH.split) || known(PATH.split) === SplitType.LINE) return [];
      return [{ rule: this.rule, path: PATH.split, property: 'input.splitType', value: String(known(PATH.split) ?? SplitType.NONE), must: 'must be Line when CSV is filtered or joined', mend: 'set input.splitType to Line' }];
    },
  },
  jsonPath('input-filter', PATH.inputFilter, 'dataProcessing.inputFilter', 'InputFilter'),
  jsonPath('output-filter', PATH.outputFilter, 'dataProcessing.outputFilter', 'OutputFilter'),
  {
    rule: 'output-inside-input',
    reads: [PATH.inputUri, PATH.outputUri],
    check(known) {
      const input = parseS3Uri((known(PATH.inputUri) as string | undefined) ?? '');
      const output = parseS3Uri((known(PATH.outputUri) as string | undefined) ?? '');
      const listed = (known(PATH.inputType) ?? S3DataType.S3_PREFIX) === S3DataType.S3_PREFIX;
      if (!listed || !input || !output || input.bucket !== output.bucket || !`${output.key}/`.startsWith(input.key)) return [];
      return [{ rule: this.rule, path: PATH.outputUri, property: 'output', value: String(known(PATH.outputUri)), must: `must not lie under the input prefix '${known(PATH.inputUri)}': the next run would read its own results`, mend: 'write to another bucket or prefix' }];
    },
  },
];

function processable(rule: string, filter: string, type: string, property: string, typeProperty: string): Invariant {
  return {
    rule,
    reads: [filter, type],
    check(known, isUnknown) {
      const text = known(filter);
      if (text === undefined || text === WHOLE || isUnknown(type) || formatOf(known(type) as string | undefined)) return [];
      return [{ rule, path: filter, property, value: String(text), must: `needs a '${typeProperty}' of ${DATA_FORMAT_TYPES.join(', ')}`, mend: `set ${typeProperty}` }];
    },
  };
}

function jsonPath(rule: string, path: string, property: string, name: string): Invariant {
  return {
    rule,
    reads: [path],
    check(known) {
      const text = known(path) as string | undefined;
      const parsed = text === undefined ? undefined : parseJsonPath(text);
      if (!parsed || 'path' in parsed) return [];
      return [{ rule, path, property, value: String(text), must: `must be a JSONPath that the service reads (Invalid ${name}: ${parsed.error})`, mend: 'use names, indexes, one range or *, without underscores' }];
    },
  };
}
