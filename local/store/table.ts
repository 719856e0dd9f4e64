import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * A map that survives the process: every change is one appended JSON line, read back at start.
 * A line torn by `kill -9` is the last one and was not acknowledged, so it is dropped.
 */
export class Table<T> {
  private readonly rows = new Map<string, T>();
  private fd: number | undefined;
  private lines = 0;

  private constructor(private readonly file: string | undefined) {}

  /** Opens `<folder>/<name>.jsonl`; without a folder the table lives in memory only. */
  static open<T>(folder: string | undefined, name: string): Table<T> {
    const table = new Table<T>(folder && path.join(folder, `${name}.jsonl`));
    table.load();
    return table;
  }

  get size(): number {
    return this.rows.size;
  }

  get(key: string): T | undefined {
    return this.rows.get(key);
  }

  has(key: string): boolean {
    return this.rows.has(key);
  }

  /** Stores the value. What is stored must not be changed afterwards; put the new value instead. */
  put(key: string, value: T): void {
    this.rows.set(key, value);
    this.append({ k: key, v: value });
  }

  delete(key: string): boolean {
    const had = this.rows.delete(key);
    if (had) this.append({ k: key });
    return had;
  }

  keys(): string[] {
    return [...this.rows.keys()];
  }

  values(): T[] {
    return [...this.rows.values()];
  }

  entries(): Array<[string, T]> {
    return [...this.rows.entries()];
  }

  close(): void {
    if (this.fd !== undefined) fs.closeSync(this.fd);
    this.fd = undefined;
  }

  private load(): void {
    if (!this.file) return;
    fs.mkdirSync(path.dirname(this.file), { recursive: true, mode: 0o700 });
    if (fs.existsSync(this.file)) {
      for (const line of fs.readFileSync(this.file, 'utf8').split('\n')) {
        if (!line) continue;
        let change: { k: string; v?: T };
        try {
          change = JSON.parse(line);
        } catch {
          break; // the torn end of a killed process: never acknowledged
        }
        this.lines += 1;
        if (change.v === undefined) this.rows.delete(change.k);
        else this.rows.set(change.k, change.v);
      }
    }
    this.rewrite();
  }

  /** Writes the present rows only, beside and then over the old file, so that there is a whole file at any moment. */
  private rewrite(): void {
    const file = this.file!;
    const fresh = `${file}.new`;
    fs.writeFileSync(fresh, [...this.rows].map(([k, v]) => JSON.stringify({ k, v }) + '\n').join(''), { mode: 0o600 });
    fs.renameSync(fresh, file);
    if (this.fd !== undefined) fs.closeSync(this.fd);
    this.fd = fs.openSync(file, 'a', 0o600);
    this.lines = this.rows.size;
  }

  private append(change: { k: string; v?: T }): void {
    if (this.fd === undefined) return;
    fs.writeSync(this.fd, JSON.stringify(change) + '\n');
    this.lines += 1;
    if (this.lines > 10_000 && this.lines > 4 * this.rows.size) this.rewrite();
  }
}
