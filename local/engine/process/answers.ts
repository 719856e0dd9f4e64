import { DataFormat } from '../../../lib/spec/media-type';
import { lines } from '../split/lines';
import { Codec } from './codec';

const NEWLINE = 0x0a;

/**
 * Reads a container's answer to a batch: a row or document a line, or one document. One final newline does not
 * count (rules 56 and 65); answers to be joined must be as many as the records.
 */
export function readAnswers(answer: Buffer, records: number, { codec, format }: { codec: Codec; format: DataFormat }, isJoined: boolean): { values: unknown[]; endsLine: boolean } {
  const endsLine = answer.at(-1) === NEWLINE;
  if (isOneDocument(answer, records, format, isJoined)) return { values: [codec.read(answer)], endsLine: false };
  const rows = linesOf(answer);
  if (isJoined && rows.length !== records) throw new Error(`${records} records were sent and ${rows.length} answers came back; a join needs one line for each record`);
  return { values: rows.map((row) => codec.read(row)), endsLine };
}

/** A JSON answer may be one document over many lines, for one record or, without a join, for the whole batch (rule 41). */
function isOneDocument(answer: Buffer, records: number, format: DataFormat, isJoined: boolean): boolean {
  if (format === 'csv' || (format === 'jsonlines' && records !== 1)) return false;
  if (records !== 1 && isJoined) return false;
  try {
    JSON.parse(answer.toString('utf8'));
    return true;
  } catch {
    // 13.21: then JSON Lines, whose reader words the error. One line is one document either way.
    return linesOf(answer).length === 1;
  }
}

function linesOf(answer: Buffer): Buffer[] {
  const rows: Buffer[] = [];
  for (let from = 0; from < answer.length; ) {
    const newline = answer.indexOf(NEWLINE, from);
    const next = newline < 0 ? answer.length : newline + 1;
    rows.push(lines.payload(answer.subarray(from, next)));
    from = next;
  }
  return rows;
}
