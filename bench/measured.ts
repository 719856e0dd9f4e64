/** One measured thing, as it stands in the table. */
export interface Measured {
  readonly what: string;
  /** With its unit. */
  readonly value: string;
  /** What else a reader has to know: spread, parts of a ratio, number of runs. */
  readonly detail: string;
  /** What was aimed at. */
  readonly target?: string;
}

export type Benchmark = () => Promise<Measured[]>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `median 12 ms (11 to 19, 7 runs)` without the first word. */
export function spread(values: readonly number[], digits: number): string {
  return `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}, ${values.length} runs`;
}

/** Seconds that the work took. */
export async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const begin = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begin) / 1e9;
}
