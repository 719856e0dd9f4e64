import { Table } from '../../store/table';
import { Tag } from './records';
import { checkTagCount } from './validation';

/** Tags by ARN. ARNs of the service are compared without case. */
export class TagStore {
  private readonly table: Table<Readonly<Record<string, string>>>;

  constructor(folder: string | undefined) {
    this.table = Table.open(folder, 'sagemaker-tags');
  }

  list(arn: string): Tag[] {
    return Object.entries(this.table.get(arn.toLowerCase()) ?? {}).map(([Key, Value]) => ({ Key, Value }));
  }

  add(arn: string, tags: readonly Tag[] = []): void {
    const all = { ...this.table.get(arn.toLowerCase()), ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) };
    checkTagCount(Object.keys(all).length);
    if (tags.length > 0) this.table.put(arn.toLowerCase(), all);
  }

  remove(arn: string, keys: readonly string[]): void {
    const kept = this.list(arn).filter(({ Key }) => !keys.includes(Key));
    this.table.put(arn.toLowerCase(), Object.fromEntries(kept.map(({ Key, Value }) => [Key, Value])));
  }

  forget(arn: string): void {
    this.table.delete(arn.toLowerCase());
  }

  close(): void {
    this.table.close();
  }
}
