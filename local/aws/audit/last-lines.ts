import * as fs from 'node:fs';

/** The end of a file is enough: a line of the audit log is about a kilobyte. */
const BYTES_A_LINE = 2048;

/** The newest records of a JSONL file. What `kill -9` left of an unfinished line is cut off the file, so that the next line starts clean. */
export function lastLines<T>(file: string, count: number): T[] {
  if (!fs.existsSync(file)) return [];
  const fd = fs.openSync(file, 'r+');
  try {
    const { size } = fs.fstatSync(fd);
    const length = Math.min(size, count * BYTES_A_LINE);
    const end = Buffer.alloc(length);
    fs.readSync(fd, end, 0, length, size - length);
    const whole = end.lastIndexOf(0x0a) + 1;
    if (whole < length) fs.ftruncateSync(fd, size - length + whole);
    const lines = end.toString('utf8', 0, whole).split('\n').slice(length < size ? 1 : 0, -1);
    return lines.slice(-count).map((line) => JSON.parse(line) as T);
  } finally {
    fs.closeSync(fd);
  }
}
