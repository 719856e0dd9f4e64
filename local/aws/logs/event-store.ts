import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LogEvent } from './log-record';

/** A stream keeps so many events here; the older half goes when there are more. */
const MOST = 20_000;

/** The events of the streams: one file a stream, one line an event, read when first asked for. */
export class EventStore {
  private readonly streams = new Map<string, LogEvent[]>();

  constructor(private readonly folder: string | undefined) {
    if (folder) fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  append(group: string, stream: string, events: readonly LogEvent[]): void {
    const list = this.read(group, stream);
    list.push(...events);
    if (list.length > MOST) {
      list.splice(0, list.length - MOST / 2);
      this.rewrite(group, stream, list);
    } else if (this.folder) {
      fs.appendFileSync(this.file(group, stream), lines(events), { mode: 0o600 });
    }
  }

  read(group: string, stream: string): LogEvent[] {
    const key = `${group}:${stream}`;
    let list = this.streams.get(key);
    if (!list) this.streams.set(key, (list = this.load(group, stream)));
    return list;
  }

  remove(group: string, stream: string): void {
    this.streams.delete(`${group}:${stream}`);
    if (this.folder) fs.rmSync(this.file(group, stream), { force: true });
  }

  /** Names of groups and streams hold slashes, brackets and more than a file name may have. */
  private file(group: string, stream: string): string {
    return path.join(this.folder!, `${createHash('sha256').update(`${group}:${stream}`).digest('hex')}.jsonl`);
  }

  private load(group: string, stream: string): LogEvent[] {
    if (!this.folder || !fs.existsSync(this.file(group, stream))) return [];
    const text = fs.readFileSync(this.file(group, stream), 'utf8');
    // What follows the last newline was torn by the end of the process, and never acknowledged.
    const events = text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as LogEvent);
    if (!text.endsWith('\n') && text) this.rewrite(group, stream, events);
    return events;
  }

  private rewrite(group: string, stream: string, events: readonly LogEvent[]): void {
    if (!this.folder) return;
    const file = this.file(group, stream);
    fs.writeFileSync(`${file}.new`, lines(events), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
}

function lines(events: readonly LogEvent[]): string {
  return events.map((event) => JSON.stringify(event) + '\n').join('');
}
