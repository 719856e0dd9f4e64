import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { Caller } from '../local/access/model';
import { createAuthority } from '../local/access/authority';
import { KmsService } from '../local/aws/kms/kms-service';
import { S3Service } from '../local/aws/s3/s3-service';
import { systemClock } from '../local/system-clock';
import { Benchmark, median, seconds, spread } from './measured';

const MIB = 1024 * 1024;
const SIZE = 256 * MIB;
const CHUNK = 64 * 1024;
const ROUNDS = 5;
const BUCKET = 'bench';

/** One object written and read through the service in this process: policies, checksums, encryption and the file on the disk included; HTTP and SigV4 not. */
export const s3Objects: Benchmark = async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-s3-'));
  const identity = { partition: 'aws', region: 'us-east-1', accountId: '111122223333', urlSuffix: 'amazonaws.com' };
  const clock = systemClock();
  const everything = { name: 'all', document: { Statement: { Effect: 'Allow' as const, Action: '*', Resource: '*' } } };
  const authority = createAuthority({ iam: { identityPolicies: () => [everything], boundary: () => undefined }, endpointPolicies: () => [], audit: { write: () => undefined }, identity, clock });
  const kms = new KmsService({ folder, identity, clock, authority });
  const s3 = new S3Service({ folder, identity, clock, authority, kms });
  const caller: Caller = { principal: { kind: 'user', accountId: identity.accountId, userName: 'bench', arn: 'arn:aws:iam::111122223333:user/bench', userId: 'AIDABENCH', tags: {} }, network: { kind: 'internet', sourceIp: '127.0.0.1' }, secureTransport: true };
  const block = randomBytes(MIB);
  try {
    s3.buckets.create(BUCKET, {});
    const put = () => s3.putObject(caller, { bucket: BUCKET, key: 'object', body: Readable.from(chunks(block), { objectMode: false }) });
    const get = async () => {
      const { body } = await s3.getObject(caller, { bucket: BUCKET, key: 'object' });
      let read = 0;
      for await (const chunk of body) read += (chunk as Buffer).length;
      if (read !== SIZE) throw new Error(`${read} bytes were read, ${SIZE} were written`);
    };
    const before = process.memoryUsage().rss;
    let highest = before;
    const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 10);
    for (const warmUp of [put, get]) await warmUp();
    const rates = { put: [] as number[], get: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.put.push(SIZE / MIB / await seconds(put));
      rates.get.push(SIZE / MIB / await seconds(get));
    }
    clearInterval(watch);
    const detail = (all: number[]) => `${spread(all, 0)}; through the service in process, encrypted on disk`;
    return [
      { what: 'S3 put of 256 MiB', value: `${median(rates.put).toFixed(0)} MiB/s`, detail: detail(rates.put) },
      { what: 'S3 get of 256 MiB', value: `${median(rates.get).toFixed(0)} MiB/s`, detail: detail(rates.get) },
      { what: 'memory that these puts and gets add', value: `${((highest - before) / MIB).toFixed(0)} MiB`, detail: `highest resident set, sampled every 10 ms, minus the ${(before / MIB).toFixed(0)} MiB before the first` },
    ];
  } finally {
    s3.close();
    kms.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
};

function* chunks(block: Buffer): Generator<Buffer> {
  for (let at = 0; at < SIZE; at += CHUNK) yield block.subarray(at % MIB, (at % MIB) + CHUNK);
}
