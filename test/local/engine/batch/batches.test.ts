import * as fc from 'fast-check';
import { packItems } from '../../../../local/engine/batch/pack-items';
import { packRaw } from '../../../../local/engine/batch/pack-raw';
import { splitterOf } from '../../../../local/engine/split/splitter';
import { recordIoFrame } from '../_frames';

async function* chunks(content: Buffer, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function raw(type: string, content: Buffer, limit: number, chunk = 7) {
  const splitter = splitterOf(type);
  const batches: Buffer[] = [];
  let records = 0;
  for await (const batch of packRaw(splitter.split(chunks(content, chunk), limit), limit, splitter)) {
    batches.push(Buffer.concat(batch.parts));
    records += batch.records;
  }
  return { batches, records };
}

test('rules 26 and 28: as many whole lines as fit, the bound included', async () => {
  const { batches, records } = await raw('Line', Buffer.from('aa\nbb\ncc\ndd\nee'), 6);
  expect(batches.map(String)).toEqual(['aa\nbb\n', 'cc\ndd\n', 'ee']);
  expect(records).toBe(5);
});

test('rule 28: a line as long as the bound is sent alone, without the line end that would exceed it', async () => {
  const { batches } = await raw('Line', Buffer.from('a\nbbbbbb\nc\n'), 6);
  expect(batches.map(String)).toEqual(['a\n', 'bbbbbb', 'c\n']);
});

test('rule 25: MultiRecord sends frames back to back', async () => {
  const frames = ['one', 'two', 'three'].map((text) => recordIoFrame(Buffer.from(text)));
  expect((await raw('RecordIO', Buffer.concat(frames), 24)).batches.map((batch) => batch.toString('hex'))).toEqual([Buffer.concat(frames.slice(0, 2)).toString('hex'), frames[2].toString('hex')]);
});

test('rule 29: a frame over the bound is refused, though its payload would fit', async () => {
  await expect(raw('RecordIO', recordIoFrame(Buffer.from('12345678')), 10)).rejects.toThrow(/larger than/);
});

test('no byte is lost, none is added, and every batch could not take one more line', async () => {
  const lines = fc.array(fc.stringMatching(/^[a-z]{0,9}$/), { maxLength: 30 });
  await fc.assert(fc.asyncProperty(lines, fc.integer({ min: 10, max: 40 }), fc.integer({ min: 1, max: 60 }), async (texts, limit, chunk) => {
    const records = texts.map((text) => `${text}\n`);
    const { batches } = await raw('Line', Buffer.from(records.join('')), limit, chunk);
    expect(batches.join('')).toBe(records.join(''));
    const greedy: string[] = [];
    for (const record of records) {
      if (greedy.length > 0 && greedy.at(-1)!.length + record.length <= limit) greedy.push(greedy.pop()! + record);
      else greedy.push(record);
    }
    expect(batches.map(String)).toEqual(greedy);
  }), { numRuns: 80 });
});

test.each([
  { single: false, sent: ['aa\nbb', 'cc'] },
  { single: true, sent: ['aa', 'bb', 'cc'] },
])('rule 32, 13.16: prepared records are joined by newlines within the bound (single: $single)', async ({ single, sent }) => {
  async function* items() {
    for (const text of ['aa', 'bb', 'cc']) yield { body: Buffer.from(text), document: text };
  }
  const batches = [];
  for await (const { parts, documents } of packItems(items(), 5, single)) batches.push({ body: Buffer.concat(parts).toString(), documents });
  expect(batches.map(({ body }) => body)).toEqual(sent);
  expect(batches.flatMap(({ documents }) => documents)).toEqual(['aa', 'bb', 'cc']);
});
