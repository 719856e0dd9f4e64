import { JsonPath, parseJsonPath } from '../../../lib/spec/json-path';
import { DataFormat, formatOf } from '../../../lib/spec/media-type';
import { TransformJobSpec } from '../../../lib/spec/transform-job-spec';
import { JoinSource } from '../../../lib/spec/vocabulary';
import { Batch, Item } from '../batch/batch';
import { Choices } from '../choices';
import { badData } from '../object-failure';
import { readAnswers } from './answers';
import { Codec, codecOf } from './codec';
import { evaluate } from './evaluate';

/** Filters and joins of a job (rules 41 to 44). */
export interface DataProcessing {
  /** Reads a record and makes what is sent of it; undefined: the record is left out. Absent: records are sent untouched. */
  readonly prepare?: (record: Buffer, number: number) => Item | undefined;
  /** Makes the output of an answer to a batch. */
  finish(answer: Buffer, batch: Batch): Buffer;
}

const WHOLE = '$';
const NEWLINE = Buffer.from('\n');

/** Undefined when all members have their defaults: then nothing is parsed (rule 37). */
export function dataProcessingOf(job: TransformJobSpec, choices: Choices): DataProcessing | undefined {
  const { InputFilter: inputFilter = WHOLE, OutputFilter: outputFilter = WHOLE, JoinSource: joinSource = JoinSource.NONE } = job.DataProcessing ?? {};
  const isJoined = joinSource === JoinSource.INPUT;
  if (inputFilter === WHOLE && outputFilter === WHOLE && !isJoined) return undefined;

  const input = inputFilter === WHOLE && !isJoined ? undefined : codecOf(formatFor('ContentType', job.TransformInput.ContentType), choices);
  const output = outputFilter === WHOLE && !isJoined ? undefined : codecFor(job.TransformOutput.Accept, choices);
  const before = pathOf('InputFilter', inputFilter);
  const after = pathOf('OutputFilter', outputFilter);
  return {
    prepare: input && ((record, number) => {
      if (record.toString('latin1').trim() === '') {
        if (choices.blankLines === 'skip') return undefined;
        throw badData(`Failed to parse line: '' as ${input.name}: line ${number} is blank`);
      }
      const document = attempt(() => input.read(record), (why) => `Failed to parse line: '${record.toString('utf8')}' as ${input.name}: ${why}`);
      if (before.length === 0) return { body: record, document };
      return { body: attempt(() => input.write(evaluate(before, document)), (why) => `InputFilter "${inputFilter}" does not fit record ${number}: ${why}`), document };
    }),
    finish(answer, { records, documents }) {
      if (!output) return answer;
      const { values, endsLine } = attempt(() => readAnswers(answer, records, output, isJoined), (why) => `Failed to parse output from the algorithm as ${output.codec.name}: ${why}`);
      const rows = values.map((value, index) => {
        const joined = isJoined ? output.codec.join(documents![index], value) : value;
        return attempt(() => output.codec.write(evaluate(after, joined)), (why) => `OutputFilter "${outputFilter}" does not fit answer ${index + 1}: ${why}`);
      });
      return Buffer.concat([...rows.flatMap((row, index) => (index === 0 ? [row] : [NEWLINE, row])), ...(endsLine ? [NEWLINE] : [])]);
    },
  };
}

function codecFor(accept: string | undefined, choices: Choices): { codec: Codec; format: DataFormat } {
  const format = formatFor('Accept', accept);
  return { codec: codecOf(format, choices), format };
}

function formatFor(member: string, type: string | undefined): DataFormat {
  const format = formatOf(type);
  if (!format) throw new Error(`DataProcessing needs a ${member} of text/csv, application/json or application/jsonlines, got: ${type ?? 'nothing'}`);
  return format;
}

function pathOf(member: string, text: string): JsonPath {
  const parsed = parseJsonPath(text);
  if ('error' in parsed) throw new Error(`Invalid ${member}: "${text}". ${parsed.error}`);
  return parsed.path;
}

/** Whatever a record makes the parsers throw is a fault of that record's object. */
function attempt<T>(work: () => T, words: (why: string) => string): T {
  try {
    return work();
  } catch (error) {
    throw badData(words(error instanceof Error ? error.message : String(error)));
  }
}
