import { XMLParser } from 'fast-xml-parser';
import { Readable } from 'node:stream';
import { readText } from '../wire/body';
import { xmlText } from '../wire/xml';
import { s3Error } from './s3-errors';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
/** 10,000 parts of a CompleteMultipartUpload fit. */
const DOCUMENT_BYTES = 4 << 20;

/** An element; lists repeat it, as S3 writes them, and absent members are left out. A line end in a key must survive the reader. */
function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
  if (typeof value !== 'object' || value instanceof Date) return `<${name}>${xmlText(value).replace(/\r/g, '&#13;').replace(/\n/g, '&#10;')}</${name}>`;
  return `<${name}>${Object.entries(value).map(([member, inner]) => element(member, inner)).join('')}</${name}>`;
}

export function xmlDocument(root: string, members: Readonly<Record<string, unknown>>, namespaced = true): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, members).replace(`<${root}>`, namespaced ? `<${root} xmlns="${NAMESPACE}">` : `<${root}>`)}`;
}

/** Inside values nothing is trimmed or converted: a key may be `007` or end in a space. */
const parser = new XMLParser({ parseTagValue: false, trimValues: false, ignoreAttributes: true, htmlEntities: true, ignoreDeclaration: true, removeNSPrefix: true });

/** The members of a document's root. Throws MalformedXML when there is another root. */
export async function readDocument(body: Readable, root: string): Promise<Record<string, any>> {
  return parseDocument(await readText(body, DOCUMENT_BYTES), root);
}

export function parseDocument(text: string, root: string): Record<string, any> {
  let parsed: any;
  try {
    parsed = parser.parse(text, true);
  } catch {
    throw s3Error.malformedXml();
  }
  if (parsed?.[root] === undefined) throw s3Error.malformedXml();
  return typeof parsed[root] === 'object' ? parsed[root] : {};
}

/** A member that may be there no times, once or often. */
export function xmlList(value: any): any[] {
  return value === undefined || value === '' ? [] : [value].flat();
}
