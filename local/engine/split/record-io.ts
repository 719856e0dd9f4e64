import { badData } from '../object-failure';
import { frames } from './frames';
import type { Splitter } from './splitter';

const MAGIC = 0xced7230a;
const HEADER = 8;
/** Top 3 bits of the length word: whole record, first, middle and last part. */
const FLAG = { whole: 0, first: 1, middle: 2, last: 3 } as const;
/** What the writer took out of the payload where it cut it. */
const MAGIC_BYTES = 4;

interface Part {
  readonly flag: number;
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

function partAt(data: Buffer, at: number): Part {
  const magic = data.readUInt32LE(at);
  if (magic !== MAGIC) throw badData(`the object is no RecordIO: 0x${magic.toString(16)} stands where 0x${MAGIC.toString(16)} must`);
  const word = data.readUInt32LE(at + 4);
  const length = word & 0x1fffffff;
  const from = at + HEADER;
  return { flag: word >>> 29, from, to: from + length, next: from + Math.ceil(length / 4) * 4 };
}

/** SplitType RecordIO (rule 23). */
export const recordIo: Splitter = {
  split(chunks, limit) {
    return frames(chunks, limit, 'RecordIO', (data, at) => {
      let payload = 0;
      for (let next = at; ; ) {
        if (next + HEADER > data.length) return { end: next + HEADER, whole: false, payload };
        const part = partAt(data, next);
        payload += part.to - part.from + (next === at ? 0 : MAGIC_BYTES);
        if (part.next > data.length) return { end: part.next, whole: false, payload };
        if (part.flag === FLAG.whole || part.flag === FLAG.last) return { end: part.next, whole: true, payload };
        next = part.next;
      }
    });
  },

  /** A record was cut where its payload held the magic number; reading puts the number back between the parts. */
  payload(record) {
    const first = partAt(record, 0);
    if (first.next === record.length) return record.subarray(first.from, first.to);
    const magic = Buffer.alloc(MAGIC_BYTES);
    magic.writeUInt32LE(MAGIC);
    const parts = [record.subarray(first.from, first.to)];
    for (let at = first.next; at < record.length; ) {
      const part = partAt(record, at);
      parts.push(magic, record.subarray(part.from, part.to));
      at = part.next;
    }
    return Buffer.concat(parts);
  },
};
