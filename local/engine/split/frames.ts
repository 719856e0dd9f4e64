import { badData } from '../object-failure';
import type { Slab } from './splitter';
import { tooLarge } from './too-large';

/**
 * Where the record that starts at `at` ends, and how long its payload is; not `whole`: up to where the data must reach
 * before that can be told, and how long the payload is at least.
 */
export type FrameEnd = (data: Buffer, at: number) => { readonly end: number; readonly whole: boolean; readonly payload: number };

/** Cuts framed records. Chunks are joined only when enough has come for the next step, so that time stays linear. */
export async function* frames(chunks: AsyncIterable<Buffer>, limit: number, format: string, frameEnd: FrameEnd): AsyncGenerator<Slab> {
  let waiting: Buffer[] = [];
  let length = 0;
  let needed = 1;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < needed) continue;
    const data = waiting.length === 1 ? chunk : Buffer.concat(waiting, length);
    const ends: number[] = [];
    let at = 0;
    needed = 1;
    while (at < data.length) {
      const { end, whole, payload } = frameEnd(data, at);
      if (payload > limit) throw tooLarge(limit);
      if (!whole) {
        needed = end - at;
        break;
      }
      ends.push(end);
      at = end;
    }
    if (at > 0) yield { data: data.subarray(0, at), ends };
    length = data.length - at;
    waiting = length > 0 ? [data.subarray(at)] : [];
  }
  if (length > 0) throw badData(`the object ends inside a ${format} record: ${length} of at least ${needed} bytes are there`);
}
