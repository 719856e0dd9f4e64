import { DataFormat } from '../../../lib/spec/media-type';
import { Choices, JOINED_INPUT, JOINED_OUTPUT } from '../choices';
import { parseCsvLine, writeCsvLine } from './csv';
import { writeJson } from './write-json';

/** How records of a format are read, joined and written. */
export interface Codec {
  /** `CSV`, `JSON`: as the log names it. */
  readonly name: string;
  read(text: Buffer): unknown;
  write(value: unknown): Buffer;
  join(record: unknown, answer: unknown): unknown;
}

/** Bytes are characters here and back, so that text of any encoding comes out as it came in. */
const csv: Codec = {
  name: 'CSV',
  read: (text) => parseCsvLine(text.toString('latin1')),
  write: (value) => Buffer.from(writeCsvLine(Array.isArray(value) ? value : [value as string]), 'latin1'),
  // Rule 55.
  join: (record, answer) => [...(record as string[]), ...(answer as string[])],
};

function json(choices: Choices): Codec {
  return {
    name: 'JSON',
    read: (text) => JSON.parse(text.toString('utf8')),
    write: (value) => Buffer.from(writeJson(value, choices.escapeHtml), 'utf8'),
    join: (record, answer) => (isObject(record) ? { ...record, [JOINED_OUTPUT]: answer } : { [JOINED_INPUT]: record, [JOINED_OUTPUT]: answer }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function codecOf(format: DataFormat, choices: Choices): Codec {
  return format === 'csv' ? csv : json(choices);
}
