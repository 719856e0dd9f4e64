import { Measured } from './measured';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Of the minute before: what else the machine did. */
  readonly load: number;
}

/** The page of numbers: what was run, where, when, and what came out, targets that were missed included. */
export function page(rows: readonly Measured[], machine: Machine, date: string): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '# Benchmarks',
    'Written by `npm run bench`, which measures each thing in a process of its own, takes turns where it compares, and gives medians. It is one run on one '
      + 'machine, with the load that it had beside: the ratios say more than the absolute numbers, and a missed target stands here as missed. All of it is the local cloud and the launcher\'s code; none of it says how fast AWS is.',
    `${date}; Node ${machine.node}, ${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, ${machine.system}, load average ${machine.load.toFixed(1)} before the run.`,
    [line(['Measured', 'Median', 'Target', 'Spread and parts']), line(['---', '---', '---', '---']), ...rows.map(({ what, value, target = '', detail }) => line([what, value, target, detail]))].join('\n'),
  ].join('\n\n') + '\n';
}

/** The same for a terminal. */
export function table(rows: readonly Measured[]): string {
  const width = (pick: (row: Measured) => string) => Math.max(...rows.map((row) => pick(row).length));
  const [first, second] = [width(({ what }) => what), width(({ value }) => value)];
  return rows.map(({ what, value, target, detail }) => `${what.padEnd(first)}  ${value.padEnd(second)}  ${target ? `(target ${target}) ` : ''}${detail}`).join('\n');
}
