import { SplitType } from '../../../lib/spec/vocabulary';
import { lines } from './lines';
import { recordIo } from './record-io';
import { tfRecord } from './tf-record';
import { whole } from './whole';

/** Whole records that lie back to back in one buffer: record i goes from the end of record i-1 to `ends[i]`. */
export interface Slab {
  readonly data: Buffer;
  readonly ends: readonly number[];
}

/** Cuts an object into records. Takes linear time and holds no more than a chunk and a record. */
export interface Splitter {
  /** A record whose payload is longer than `limit` fails the object before the record is read to its end. */
  split(chunks: AsyncIterable<Buffer>, limit: number): AsyncIterable<Slab>;
  /** What the record says, without its line end or frame. */
  payload(record: Buffer): Buffer;
}

const SPLITTERS: Readonly<Record<string, Splitter>> = {
  [SplitType.NONE]: whole,
  [SplitType.LINE]: lines,
  [SplitType.RECORD_IO]: recordIo,
  [SplitType.TF_RECORD]: tfRecord,
};

export function splitterOf(splitType: string): Splitter {
  const splitter = SPLITTERS[splitType];
  if (!splitter) throw new Error(`SplitType '${splitType}' is not known`);
  return splitter;
}
