import { HistoryEvent } from '../../functions/states-language/history-trail';
import { Table } from '../../store/table';

/** The service keeps so many events of an execution. */
export const HISTORY_LIMIT = 25_000;

/** The events of all executions, one row each. */
export class ExecutionHistory {
  private readonly rows: Table<HistoryEvent>;
  private readonly byExecution = new Map<string, HistoryEvent[]>();

  constructor(folder: string | undefined) {
    this.rows = Table.open(folder, 'states-history');
    for (const [key, event] of this.rows.entries()) this.listOf(key.slice(0, key.lastIndexOf('#'))).push(event);
  }

  add(executionArn: string, event: Omit<HistoryEvent, 'id'>): HistoryEvent {
    const list = this.listOf(executionArn);
    const stored = { id: list.length + 1, ...event };
    list.push(stored);
    this.rows.put(`${executionArn}#${stored.id}`, stored);
    return stored;
  }

  of(executionArn: string): readonly HistoryEvent[] {
    return this.byExecution.get(executionArn) ?? [];
  }

  close(): void {
    this.rows.close();
  }

  private listOf(executionArn: string): HistoryEvent[] {
    let list = this.byExecution.get(executionArn);
    if (!list) this.byExecution.set(executionArn, (list = []));
    return list;
  }
}
