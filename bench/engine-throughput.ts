import { fork } from 'node:child_process';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { Pool } from 'undici';
import { TransformJobSpec } from '../lib/spec/transform-job-spec';
import { runTransform } from '../local/engine/run-transform';
import { Benchmark, Measured, median, seconds, spread } from './measured';

const CONCURRENCY = 4;
const ROUNDS = 7;
const MIB = 1024 * 1024;
const CASES = [
  { name: '1 MiB', recordBytes: MIB, records: 256, target: 0.85 },
  { name: '1 KiB', recordBytes: 1024, records: 8_192, target: 0.7 },
];

/**
 * The engine (list, read, split, send, assemble, store; all in memory) against a bare client that posts the same bodies to the same
 * container with the same number of connections. Taken in turns; the ratio is of each pair.
 */
export const engineThroughput: Benchmark = async () => {
  const container = fork(path.join(__dirname, 'echo-container.cjs'), { execArgv: [] });
  const url = `http://127.0.0.1:${await new Promise<number>((resolve) => container.once('message', (port) => resolve(port as number)))}`;
  try {
    const rows: Measured[] = [];
    for (const each of CASES) rows.push(await ratio(url, each));
    return rows;
  } finally {
    container.disconnect();
  }
};

async function ratio(url: string, { name, recordBytes, records, target }: (typeof CASES)[number]): Promise<Measured> {
  const record = Buffer.alloc(recordBytes, 'a');
  record[recordBytes - 1] = 0x0a;
  const engine = () => runEngine(url, record, records);
  const bare = () => runBare(url, record, records);
  for (const warmUp of [engine, bare]) await warmUp();
  const pairs: { bare: number; engine: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // The one that goes first changes, so that neither always meets the other's garbage.
    const first = round % 2 === 0 ? await seconds(bare) : undefined;
    const own = await seconds(engine);
    pairs.push({ bare: first ?? (await seconds(bare)), engine: own });
  }
  const perSecond = (took: number) => `${(records / took).toFixed(0)} records/s, ${((records * recordBytes) / MIB / took).toFixed(0)} MiB/s`;
  const ratios = pairs.map((pair) => pair.bare / pair.engine);
  return {
    what: `engine throughput, records of ${name}, ${CONCURRENCY} at a time`,
    value: `${median(ratios).toFixed(2)} of a bare client`,
    detail: `${spread(ratios, 2)}; engine ${perSecond(median(pairs.map((pair) => pair.engine)))}, bare undici ${perSecond(median(pairs.map((pair) => pair.bare)))}`,
    target: `${target.toFixed(2)}`,
  };
}

async function runBare(url: string, record: Buffer, records: number): Promise<void> {
  const pool = new Pool(url, { connections: CONCURRENCY });
  let left = records;
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const { statusCode, body } = await pool.request({ path: '/invocations', method: 'POST', headers: { 'content-type': 'text/csv' }, body: record });
      const answer = await body.arrayBuffer();
      if (statusCode !== 200 || answer.byteLength !== record.length) throw new Error(`the container answered ${statusCode} with ${answer.byteLength} bytes`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  await pool.close();
}

async function runEngine(url: string, record: Buffer, records: number): Promise<void> {
  let stored = 0;
  const job: TransformJobSpec = {
    ModelName: 'echo',
    MaxConcurrentTransforms: CONCURRENCY,
    MaxPayloadInMB: 6,
    BatchStrategy: 'SingleRecord',
    TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://in/data/' } }, ContentType: 'text/csv', SplitType: 'Line' },
    TransformOutput: { S3OutputPath: 's3://out/results', AssembleWith: 'Line', Accept: 'text/csv' },
    TransformResources: { InstanceType: 'ml.c5.xlarge', InstanceCount: 1 },
  };
  const objects = CONCURRENCY;
  const outcome = await runTransform(
    job,
    {
      source: {
        async *list() {
          for (let index = 0; index < objects; index++) yield { key: `data/${index}`, size: (record.length * records) / objects };
        },
        open: async () => Readable.from(chunks(record, records / objects), { objectMode: false }),
      },
      sink: {
        async put(_bucket, _key, body) {
          for await (const chunk of body) stored += (chunk as Buffer).length;
        },
      },
      instances: [{ name: 'i-0', containers: [url] }],
      log: { line: () => undefined },
      clock: { now: Date.now, sleep: async () => undefined },
      report: () => undefined,
    },
    new AbortController().signal,
  );
  if (outcome.status !== 'Completed' || stored !== record.length * records) throw new Error(`the job is ${outcome.status}, ${stored} bytes were stored: ${outcome.failureReason ?? ''}`);
}

/** As storage hands it out: 64 KiB at a time, whatever the records are. */
function* chunks(record: Buffer, records: number): Generator<Buffer> {
  const whole = record.length >= 64 * 1024 ? record : Buffer.concat(Array.from({ length: (64 * 1024) / record.length }, () => record));
  for (let bytes = 0; bytes < record.length * records; bytes += 64 * 1024) {
    const at = bytes % whole.length;
    yield whole.subarray(at, at + 64 * 1024);
  }
}
