/** One request's worth of records. */
export interface Batch {
  readonly parts: readonly Buffer[];
  readonly records: number;
  /** The unfiltered records as parsed, when the answers are to be joined with them. */
  readonly documents?: readonly unknown[];
}

/** A record on its way into a batch. */
export interface Item {
  readonly body: Buffer;
  readonly document?: unknown;
}
