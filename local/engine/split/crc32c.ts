/** CRC-32C (Castagnoli), reflected polynomial. */
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

export function crc32c(data: Uint8Array): number {
  let value = 0xffffffff;
  for (let at = 0; at < data.length; at += 1) value = (value >>> 8) ^ TABLE[(value ^ data[at]) & 0xff];
  return (value ^ 0xffffffff) >>> 0;
}

/** TFRecord stores checksums rotated and shifted by a constant (rule 24). */
export function maskedCrc32c(data: Uint8Array): number {
  const crc = crc32c(data);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
