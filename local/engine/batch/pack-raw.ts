import { Slab, Splitter } from '../split/splitter';
import { tooLarge } from '../split/too-large';
import { Batch } from './batch';

/**
 * Rule 26: as many whole records as fit, their bytes untouched (rule 37) and their frames kept (rule 25).
 * A batch is made of runs of slabs, not of single records, so that no byte is copied.
 */
export async function* packRaw(slabs: AsyncIterable<Slab>, limit: number, splitter: Splitter): AsyncGenerator<Batch> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let records = 0;
  for await (const { data, ends } of slabs) {
    let from = 0;
    let at = 0;
    for (const end of ends) {
      const length = end - at;
      if (bytes + length > limit) {
        if (at > from) parts.push(data.subarray(from, at));
        if (parts.length > 0) yield { parts, records };
        parts = [];
        bytes = 0;
        records = 0;
        from = at;
        if (length > limit) {
          // The bound holds for the record (rule 28), and its line end is no part of it. A frame is.
          const record = splitter.payload(data.subarray(at, end));
          if (record.length > limit || record.byteOffset !== data.byteOffset + at) throw tooLarge(limit);
          yield { parts: [record], records: 1 };
          at = end;
          from = end;
          continue;
        }
      }
      bytes += length;
      records += 1;
      at = end;
    }
    if (at > from) parts.push(data.subarray(from, at));
  }
  if (parts.length > 0) yield { parts, records };
}
