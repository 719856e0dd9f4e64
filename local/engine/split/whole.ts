import { tooLarge } from './too-large';
import type { Splitter } from './splitter';

/** SplitType None (rule 20): the object is one record, byte for byte. */
export const whole: Splitter = {
  async *split(chunks, limit) {
    const parts: Buffer[] = [];
    let length = 0;
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > limit) throw tooLarge(limit);
      parts.push(chunk);
    }
    if (length > 0) yield { data: parts.length === 1 ? parts[0] : Buffer.concat(parts, length), ends: [length] };
  },
  payload: (record) => record,
};
