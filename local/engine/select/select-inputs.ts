import { parseS3Uri, S3Location } from '../../../lib/spec/s3-uri';
import { TransformJobSpec } from '../../../lib/spec/transform-job-spec';
import { S3DataType } from '../../../lib/spec/vocabulary';
import { FOLDER_MARKER_END } from '../choices';
import { ObjectSource } from '../ports';
import { parseManifest } from './manifest';
import { outputKey, relativeKey } from './output-key';

export interface InputObject {
  readonly bucket: string;
  readonly key: string;
  readonly output: S3Location;
  /** A folder marker: named in the log, not transformed (13.11). */
  readonly isMarker?: true;
}

/** The input objects of a job, in order. */
export async function* selectInputs(job: TransformJobSpec, source: ObjectSource): AsyncGenerator<InputObject> {
  const { S3DataType: type, S3Uri: uri } = job.TransformInput.DataSource.S3DataSource;
  const input = location(uri);
  const output = location(job.TransformOutput.S3OutputPath);
  const at = (relative: string): S3Location => ({ bucket: output.bucket, key: outputKey(output.key, relative) });
  if (type === S3DataType.MANIFEST_FILE) {
    const { prefix, entries } = parseManifest(await readText(source, input), uri);
    for (const entry of entries) yield { bucket: prefix.bucket, key: prefix.key + entry, output: at(entry) };
    return;
  }
  for await (const { key, size } of snapshotWhereResultsLand(source, input, output)) {
    const isMarker = size === 0 && key.endsWith(FOLDER_MARKER_END);
    yield { bucket: input.bucket, key, output: at(relativeKey(input.key, key)), ...(isMarker && { isMarker }) };
  }
}

/** Results that land among the inputs must not become inputs of the same job, so that list is read to its end first. */
async function* snapshotWhereResultsLand(source: ObjectSource, input: S3Location, output: S3Location) {
  if (input.bucket !== output.bucket || !`${output.key}/`.startsWith(input.key)) return yield* source.list(input);
  const listed = [];
  for await (const object of source.list(input)) listed.push(object);
  yield* listed;
}

async function readText(source: ObjectSource, { bucket, key }: S3Location): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await source.open(bucket, key)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function location(uri: string): S3Location {
  const parsed = parseS3Uri(uri);
  if (!parsed) throw new Error(`"${uri}" is no s3:// URI`);
  return parsed;
}
