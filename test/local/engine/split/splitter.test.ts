import * as fc from 'fast-check';
import { maskedCrc32c, crc32c } from '../../../../local/engine/split/crc32c';
import { splitterOf } from '../../../../local/engine/split/splitter';
import { recordIoFrame, tfRecordFrame } from '../_frames';

async function split(type: string, content: Buffer, chunk: number, limit = Infinity) {
  const splitter = splitterOf(type);
  async function* chunks() {
    for (let at = 0; at < content.length; at += chunk) yield content.subarray(at, at + chunk);
  }
  const raw: Buffer[] = [];
  for await (const { data, ends } of splitter.split(chunks(), limit)) {
    let from = 0;
    for (const end of ends) {
      raw.push(Buffer.from(data.subarray(from, end)));
      from = end;
    }
    expect(from).toBe(data.length);
  }
  return { raw, payloads: raw.map((record) => splitter.payload(record)) };
}

test.each([
  { content: '', lines: [] },
  { content: 'a', lines: ['a'] },
  { content: 'a\n', lines: ['a'] },
  { content: 'a\nb', lines: ['a', 'b'] },
  { content: '\n\n', lines: ['', ''] },
  { content: 'a\r\nb\r\n', lines: ['a', 'b'] },
  { content: 'a\rb\n', lines: ['a\rb'] },
  { content: '"x\ny",1\n', lines: ['"x', 'y",1'] },
])('rule 21: $content has the lines $lines, in chunks of any size', async ({ content, lines }) => {
  for (const chunk of [1, 2, 3, 100]) {
    const { raw, payloads } = await split('Line', Buffer.from(content), chunk);
    expect(payloads.map(String)).toEqual(lines);
    expect(Buffer.concat(raw).toString()).toBe(content);
  }
});

const payloads = fc.array(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)), { maxLength: 12 });

test.each([
  { type: 'RecordIO', frame: recordIoFrame },
  { type: 'TFRecord', frame: tfRecordFrame },
])('rules 23 to 25: $type frames come whole and their payloads bare, in chunks of any size', async ({ type, frame }) => {
  await fc.assert(fc.asyncProperty(payloads, fc.integer({ min: 1, max: 50 }), async (records, chunk) => {
    const frames = records.map((record) => frame(record));
    const found = await split(type, Buffer.concat(frames), chunk);
    expect(found.raw.map((raw) => raw.toString('hex'))).toEqual(frames.map((one) => one.toString('hex')));
    expect(found.payloads.map((one) => one.toString('hex'))).toEqual(records.map((one) => one.toString('hex')));
  }), { numRuns: 60 });
});

test('lines come back as they went in, in chunks of any size', async () => {
  const texts = fc.array(fc.string().map((text) => text.replace(/[\r\n]/g, ' ')), { minLength: 1, maxLength: 20 });
  await fc.assert(fc.asyncProperty(texts, fc.integer({ min: 1, max: 30 }), async (lines, chunk) => {
    expect((await split('Line', Buffer.from(`${lines.join('\n')}\n`), chunk)).payloads.map(String)).toEqual(lines);
  }), { numRuns: 60 });
});

test('rule 23: a RecordIO record in parts is one record, the magic number put back between them', async () => {
  const parts = [recordIoFrame(Buffer.from('one'), 1), recordIoFrame(Buffer.from('two!'), 2), recordIoFrame(Buffer.from('three'), 3)];
  const { payloads: found } = await split('RecordIO', Buffer.concat([...parts, recordIoFrame(Buffer.from('next'))]), 7);
  expect(found.map((one) => one.toString('latin1'))).toEqual(['one\x0a\x23\xd7\xcetwo!\x0a\x23\xd7\xcethree', 'next']);
});

test.each([
  { what: 'no RecordIO', type: 'RecordIO', content: Buffer.from('plain text!!'), error: /no RecordIO: 0x/ },
  { what: 'RecordIO cut off', type: 'RecordIO', content: recordIoFrame(Buffer.from('abcd')).subarray(0, 10), error: /ends inside a RecordIO record: 10 of at least 12/ },
  { what: 'no TFRecord', type: 'TFRecord', content: Buffer.from('plain text, long enough'), error: /no TFRecord file/ },
  { what: 'a damaged payload', type: 'TFRecord', content: damaged(tfRecordFrame(Buffer.from('abcd')), 13), error: /checksum of its payload/ },
  { what: 'TFRecord cut off', type: 'TFRecord', content: tfRecordFrame(Buffer.from('abcd')).subarray(0, 18), error: /ends inside a TFRecord record/ },
])('$what is refused', async ({ type, content, error }) => {
  await expect(split(type, content, 5)).rejects.toThrow(error);
});

function damaged(frame: Buffer, at: number): Buffer {
  const copy = Buffer.from(frame);
  copy[at] ^= 1;
  return copy;
}

const MIB = 1_048_576;
test.each([
  { type: 'None', content: Buffer.alloc(MIB + 1) },
  { type: 'Line', content: Buffer.alloc(MIB + 3, 'x') },
  { type: 'RecordIO', content: recordIoFrame(Buffer.alloc(MIB + 4)) },
  { type: 'TFRecord', content: tfRecordFrame(Buffer.alloc(MIB + 1)) },
])('rule 29: a $type record over the bound is refused before it is read to its end', async ({ type, content }) => {
  let read = 0;
  async function* endless() {
    for (let at = 0; ; at += 65_536) {
      read += 1;
      yield at < content.length ? content.subarray(at, at + 65_536) : Buffer.alloc(65_536, 'x');
    }
  }
  await expect((async () => { for await (const slab of splitterOf(type).split(endless(), MIB)) void slab; })()).rejects.toThrow(/larger than MaxPayloadInMB=1 /);
  expect(read).toBeLessThanOrEqual(18);
});

test('CRC-32C has its known value', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(maskedCrc32c(Buffer.alloc(0))).toBe(0xa282ead8);
});

test('an unknown split type is named', () => {
  expect(() => splitterOf('Word')).toThrow(/'Word'/);
});
