import { parseS3Uri, S3Location } from '../../../lib/spec/s3-uri';

export interface Manifest {
  readonly prefix: S3Location;
  /** Relative names, in the manifest's order. */
  readonly entries: readonly string[];
}

/** Reads a manifest (rule 15): `[{"prefix": "s3://bucket/some/"}, "a.csv", …]`. Throws what is wrong with it. */
export function parseManifest(text: string, uri: string): Manifest {
  const broken = (what: string) => new Error(`the manifest ${uri} ${what}; it must be a JSON array like [{"prefix": "s3://bucket/folder/"}, "a.csv", "b.csv"]`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw broken(`is no JSON (${(error as Error).message})`);
  }
  if (!Array.isArray(document)) throw broken('is no array');
  const [head, ...entries] = document;
  const prefix = typeof head === 'object' && head !== null ? (head as { prefix?: unknown }).prefix : undefined;
  if (typeof prefix !== 'string') throw broken('does not start with a prefix');
  const location = parseS3Uri(prefix);
  if (!location) throw broken(`has the prefix "${prefix}", which is no s3:// URI`);
  const seen = new Set<string>();
  for (const entry of entries) {
    if (typeof entry !== 'string') throw broken(`holds ${JSON.stringify(entry)} among its names`);
    // 13.24: two inputs would write the same output.
    if (seen.has(entry)) throw broken(`names "${entry}" twice`);
    seen.add(entry);
  }
  return { prefix: location, entries: entries as string[] };
}
