import { Graph } from './graph';

export interface ScheduleOptions {
  /** How many nodes may be worked on at the same time. */
  readonly limit: number;
  /** After a failure, go on with all that does not need the failed node (deletion); otherwise start nothing more. */
  readonly keepGoing?: boolean;
}

/** Works through the graph, a node as soon as its needs are met. Resolves when nothing runs any more. `work` says whether it succeeded. */
export function schedule(graph: Graph, work: (id: string) => Promise<boolean>, { limit, keepGoing = false }: ScheduleOptions): Promise<{ failed: string[]; notStarted: string[] }> {
  const waiting = new Set(graph.keys());
  const met = new Set<string>();
  const failed: string[] = [];
  let running = 0;

  return new Promise((settle, reject) => {
    const next = (): void => {
      const stopped = failed.length > 0 && !keepGoing;
      if (!stopped) {
        for (const id of waiting) {
          if (running >= limit) break;
          const ready = [...graph.get(id)!].every((need) => met.has(need) || !graph.has(need));
          if (ready) start(id);
        }
      }
      if (running === 0) settle({ failed, notStarted: [...waiting] });
    };
    const start = (id: string): void => {
      waiting.delete(id);
      running += 1;
      work(id).then((succeeded) => {
        running -= 1;
        if (succeeded) met.add(id);
        else failed.push(id);
        next();
      }, reject);
    };
    next();
  });
}
