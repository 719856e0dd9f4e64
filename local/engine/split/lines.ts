import { tooLarge } from './too-large';
import type { Splitter } from './splitter';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** The longest line end: it does not count as part of the record. */
const LINE_END = 2;

/** SplitType Line (rule 21): cut behind each `\n`, without regard to quotes. Records keep their line ends. */
export const lines: Splitter = {
  async *split(chunks, limit) {
    let carried: Buffer[] = [];
    let length = 0;
    for await (const chunk of chunks) {
      const first = chunk.indexOf(NEWLINE);
      length += first < 0 ? chunk.length : first + 1;
      if (length > limit + LINE_END) throw tooLarge(limit);
      if (first < 0) {
        carried.push(chunk);
        continue;
      }
      let from = 0;
      if (carried.length > 0) {
        carried.push(chunk.subarray(0, first + 1));
        yield { data: Buffer.concat(carried, length), ends: [length] };
        carried = [];
        from = first + 1;
      }
      const data = chunk.subarray(from);
      const ends: number[] = [];
      for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, at + 1)) ends.push(at + 1);
      const last = ends.at(-1) ?? 0;
      if (last > 0) yield { data: data.subarray(0, last), ends };
      length = data.length - last;
      if (length > 0) carried.push(data.subarray(last));
    }
    if (length > 0) yield { data: Buffer.concat(carried, length), ends: [length] };
  },

  /** 13.7 and 13.8: a line that is sent alone or parsed loses `\n` and the `\r` before it. */
  payload(record) {
    let end = record.length;
    if (record[end - 1] === NEWLINE) {
      end -= 1;
      if (record[end - 1] === RETURN) end -= 1;
    }
    return record.subarray(0, end);
  },
};
