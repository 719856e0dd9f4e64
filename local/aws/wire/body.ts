import { Readable } from 'node:stream';
import { AwsError } from './aws-error';

/** Bound for bodies that are read whole: documents, never objects. CreateChangeSet's TemplateBody and Lambda payloads fit. */
const DOCUMENT_LIMIT = 16 * 1024 * 1024;

export async function readBuffer(body: Readable, limit = DOCUMENT_LIMIT): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new AwsError('RequestEntityTooLarge', `the body has more than ${limit} bytes`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readText(body: Readable, limit?: number): Promise<string> {
  return (await readBuffer(body, limit)).toString('utf8');
}
