import { Table } from '../../store/table';
import { compareKeys, firstNotBefore } from './key-order';
import { ObjectRecord } from './object-record';

/** Which objects there are, with the keys of each bucket kept sorted. */
export class ObjectIndex {
  private readonly sorted = new Map<string, string[]>();

  constructor(private readonly table: Table<ObjectRecord>) {
    for (const { bucket, key } of table.values()) this.mutableKeys(bucket).push(key);
    for (const keys of this.sorted.values()) keys.sort(compareKeys);
  }

  get(bucket: string, key: string): ObjectRecord | undefined {
    return this.table.get(rowName(bucket, key));
  }

  /** Sorted. Not to be changed by the caller. */
  keys(bucket: string): readonly string[] {
    return this.sorted.get(bucket) ?? [];
  }

  put(record: ObjectRecord): void {
    const { bucket, key } = record;
    const isNew = !this.table.has(rowName(bucket, key));
    this.table.put(rowName(bucket, key), record);
    if (isNew) {
      const keys = this.mutableKeys(bucket);
      keys.splice(position(keys, key), 0, key);
    }
  }

  delete(bucket: string, key: string): void {
    if (!this.table.delete(rowName(bucket, key))) return;
    const keys = this.mutableKeys(bucket);
    keys.splice(position(keys, key), 1);
  }

  /** Names of all files that objects are made of. */
  files(): string[] {
    return this.table.values().flatMap((record) => record.segments.map((segment) => segment.file));
  }

  private mutableKeys(bucket: string): string[] {
    let keys = this.sorted.get(bucket);
    if (!keys) this.sorted.set(bucket, (keys = []));
    return keys;
  }
}

/** A bucket's name holds no slash. */
function rowName(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}

function position(keys: readonly string[], key: string): number {
  return firstNotBefore(keys, (other) => compareKeys(other, key) < 0);
}
