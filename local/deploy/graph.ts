/** Node to the nodes that it needs. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The same edges, turned round; edges to nodes that are not in the graph are dropped. */
export function reversed(graph: Graph): Graph {
  const result = new Map([...graph.keys()].map((id) => [id, new Set<string>()]));
  for (const [id, needs] of graph) for (const need of needs) result.get(need)?.add(id);
  return result;
}

/** A way round in a circle, first node repeated at the end: `['A', 'B', 'A']`; undefined when there is none. */
export function cycle(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const found = walk(start, [], graph, done);
    if (found) return found;
  }
  return undefined;
}

function walk(id: string, path: string[], graph: Graph, done: Set<string>): string[] | undefined {
  const at = path.indexOf(id);
  if (at >= 0) return [...path.slice(at), id];
  if (done.has(id)) return undefined;
  for (const need of graph.get(id) ?? []) {
    const found = walk(need, [...path, id], graph, done);
    if (found) return found;
  }
  done.add(id);
  return undefined;
}

/** Needs before what needs them; otherwise in the order of the graph. There must be no cycle. */
export function ordered(graph: Graph): string[] {
  const result = new Set<string>();
  const visit = (id: string): void => {
    if (result.has(id) || !graph.has(id)) return;
    for (const need of graph.get(id)!) visit(need);
    result.add(id);
  };
  for (const id of graph.keys()) visit(id);
  return [...result];
}
