import { maskedCrc32c } from '../../../local/engine/split/crc32c';

const word = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

/** A RecordIO frame: flag 0 is a whole record. */
export function recordIoFrame(payload: Buffer, flag = 0): Buffer {
  return Buffer.concat([word(0xced7230a), word((flag << 29) | payload.length), payload, Buffer.alloc((4 - (payload.length % 4)) % 4)]);
}

export function tfRecordFrame(payload: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(payload.length));
  return Buffer.concat([length, word(maskedCrc32c(length)), payload, word(maskedCrc32c(payload))]);
}
