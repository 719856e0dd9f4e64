import { tooLarge } from '../split/too-large';
import { Batch, Item } from './batch';

const NEWLINE = Buffer.from('\n');

/** Batches of prepared records, joined by `\n` (rule 32); the size is that of what is sent (13.16). */
export async function* packItems(items: AsyncIterable<Item>, limit: number, single: boolean): AsyncGenerator<Batch> {
  let parts: Buffer[] = [];
  let documents: unknown[] = [];
  let bytes = 0;
  for await (const { body, document } of items) {
    if (body.length > limit) throw tooLarge(limit);
    if (documents.length > 0 && (single || bytes + NEWLINE.length + body.length > limit)) {
      yield { parts, records: documents.length, documents };
      parts = [];
      documents = [];
      bytes = 0;
    }
    if (documents.length > 0) {
      parts.push(NEWLINE);
      bytes += NEWLINE.length;
    }
    parts.push(body);
    documents.push(document);
    bytes += body.length;
  }
  if (documents.length > 0) yield { parts, records: documents.length, documents };
}
