import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { openAuditLog } from '../../../../local/aws/audit/audit-log';
import { AuditRecord } from '../../../../local/services';

const record = (second: number, allowed = true): AuditRecord => ({
  eventTime: new Date(second * 1000).toISOString(),
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  awsRegion: 'us-east-1',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann' },
  resource: `arn:aws:s3:::photos/${second}`,
  decision: { allowed, outcome: allowed ? 'Allowed' : 'ImplicitDeny', statements: [], explanation: '' },
});

const seconds = (records: readonly AuditRecord[]) => records.map(({ eventTime }) => Date.parse(eventTime) / 1000);

describe('The audit log', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'audit-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const file = () => path.join(folder, 'audit.jsonl');

  test.each([
    ['everything', undefined, [1, 2, 3, 4]],
    ['what was denied', { denied: true }, [2, 4]],
    ['what was allowed', { denied: false }, [1, 3]],
    ['what came since', { since: 3000 }, [3, 4]],
    ['the newest', { limit: 2 }, [3, 4]],
    ['nothing', { limit: 0 }, []],
    ['the newest of the denied since', { denied: true, since: 1000, limit: 1 }, [4]],
  ])('reads %s', (_what, filter, expected) => {
    const log = openAuditLog();
    [1, 2, 3, 4].forEach((second) => log.write(record(second, second % 2 === 1)));
    expect(seconds(log.read(filter))).toEqual(expected);
  });

  test('forgets the oldest records beyond its capacity, the file does not', () => {
    const log = openAuditLog({ folder, capacity: 3 });
    for (let second = 1; second <= 20; second++) log.write(record(second));
    expect(seconds(log.read())).toEqual([18, 19, 20]);
    expect(fs.readFileSync(file(), 'utf8').trim().split('\n')).toHaveLength(20);
    log.close();
  });

  test('is for the eyes of its owner', () => {
    openAuditLog({ folder }).close();
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('is read back after a restart', () => {
    const before = openAuditLog({ folder, capacity: 3 });
    for (let second = 1; second <= 5; second++) before.write(record(second));
    before.close();
    const after = openAuditLog({ folder, capacity: 3 });
    after.write(record(6));
    expect(seconds(after.read())).toEqual([4, 5, 6]);
    after.close();
  });

  test('starts at a whole line when the file is longer than what is read of it', () => {
    const lines = Array.from({ length: 50 }, (_, i) => JSON.stringify({ ...record(i), requestParameters: { padding: 'x'.repeat(1000) } }));
    fs.writeFileSync(file(), lines.join('\n') + '\n');
    const log = openAuditLog({ folder, capacity: 3 });
    expect(seconds(log.read())).toEqual([47, 48, 49]);
    log.close();
  });

  test('drops the line that a kill tore, and goes on with a clean one', () => {
    fs.writeFileSync(file(), `${JSON.stringify(record(1))}\n{"eventTime":"20`);
    const log = openAuditLog({ folder });
    expect(seconds(log.read())).toEqual([1]);
    log.write(record(2));
    log.close();
    const again = openAuditLog({ folder });
    expect(seconds(again.read())).toEqual([1, 2]);
    again.close();
  });
});
