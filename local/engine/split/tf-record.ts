import { badData } from '../object-failure';
import { maskedCrc32c } from './crc32c';
import { frames } from './frames';
import type { Splitter } from './splitter';

const LENGTH = 8;
const CRC = 4;
const HEADER = LENGTH + CRC;

/** SplitType TFRecord (rule 24). Both checksums are verified, so that a file of another kind is told at once. */
export const tfRecord: Splitter = {
  split(chunks, limit) {
    return frames(chunks, limit, 'TFRecord', (data, at) => {
      if (at + HEADER > data.length) return { end: at + HEADER, whole: false, payload: 0 };
      if (data.readUInt32LE(at + LENGTH) !== maskedCrc32c(data.subarray(at, at + LENGTH))) throw badData('the object is no TFRecord file, or a length in it is damaged: its checksum does not match');
      const payload = Number(data.readBigUInt64LE(at));
      const end = at + HEADER + payload + CRC;
      if (end > data.length) return { end, whole: false, payload };
      if (data.readUInt32LE(end - CRC) !== maskedCrc32c(data.subarray(at + HEADER, end - CRC))) throw badData('a TFRecord is damaged: the checksum of its payload does not match');
      return { end, whole: true, payload };
    });
  },
  payload: (record) => record.subarray(HEADER, record.length - CRC),
};
