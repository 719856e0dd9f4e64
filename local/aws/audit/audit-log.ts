import * as fs from 'node:fs';
import * as path from 'node:path';
import { AuditLog, AuditRecord } from '../../services';
import { lastLines } from './last-lines';

export interface AuditLogProps {
  /** Where `audit.jsonl` grows; absent: memory only. */
  readonly folder?: string;
  /**
   * How many of the newest records can be read.
   * @default 10_000
   */
  readonly capacity?: number;
}

/** Keeps the newest records for reading and every record in the file. */
export function openAuditLog({ folder, capacity = 10_000 }: AuditLogProps = {}): AuditLog & { close(): void } {
  const file = folder && path.join(folder, 'audit.jsonl');
  let records = file ? lastLines<AuditRecord>(file, capacity) : [];
  let fd: number | undefined;
  if (file) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fd = fs.openSync(file, 'a', 0o600);
  }
  return {
    write(record) {
      records.push(record);
      // Cut seldom, so that a write costs no copy of the whole ring.
      if (records.length >= 2 * capacity) records = records.slice(-capacity);
      if (fd !== undefined) fs.writeSync(fd, JSON.stringify(record) + '\n');
    },
    read({ denied, since, limit } = {}) {
      const chosen = records.slice(-capacity).filter((record) => {
        return (denied === undefined || record.decision.allowed !== denied) && (since === undefined || Date.parse(record.eventTime) >= since);
      });
      return limit === undefined ? chosen : chosen.slice(Math.max(0, chosen.length - limit));
    },
    close() {
      if (fd !== undefined) fs.closeSync(fd);
      fd = undefined;
    },
  };
}
