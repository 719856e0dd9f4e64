/** An event of an execution's history, in the words of GetExecutionHistory. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** `taskFailedEventDetails` */
  readonly detailsName?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes the next event and gives its id. */
export type HistoryWriter = (event: Omit<HistoryEvent, 'id' | 'timestamp'>) => number;

/** One thread of events: each names the one before it. Branches of a Parallel state are threads of their own. */
export class HistoryTrail {
  constructor(private readonly write: HistoryWriter, private last = 0) {}

  add(type: string, detailsName?: string, details?: Readonly<Record<string, unknown>>): void {
    this.last = this.write({ type, previousEventId: this.last, detailsName, details });
  }

  fork(): HistoryTrail {
    return new HistoryTrail(this.write, this.last);
  }
}
