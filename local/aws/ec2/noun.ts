import { Table } from '../../store/table';
import { NetworkNoun, notFound } from './ec2-errors';

/** The rows of one kind of thing, with the service's words for a missing one. */
export class Noun<T extends object> {
  private readonly table: Table<T>;

  constructor(folder: string | undefined, private readonly noun: NetworkNoun, private readonly id: keyof T & string) {
    this.table = Table.open(folder, `ec2-${noun}`);
  }

  find(id: string): T | undefined {
    return this.table.get(id);
  }

  require(id: string): T {
    const row = this.table.get(id);
    if (!row) throw notFound(this.noun, id);
    return row;
  }

  all(): T[] {
    return this.table.values();
  }

  put(row: T): T {
    this.table.put(row[this.id] as string, row);
    return row;
  }

  delete(id: string): boolean {
    return this.table.delete(id);
  }

  close(): void {
    this.table.close();
  }
}
