import { cycle, Graph, ordered, reversed } from '../../../local/deploy/graph';
import { schedule } from '../../../local/deploy/schedule';

const graph = (edges: Record<string, string[]>): Graph => new Map(Object.entries(edges).map(([id, needs]) => [id, new Set(needs)]));

test.each<[string, Record<string, string[]>, string[] | undefined]>([
  ['nothing', {}, undefined],
  ['a diamond', { A: ['B', 'C'], B: ['D'], C: ['D'], D: [] }, undefined],
  ['a node that needs itself', { A: ['A'] }, ['A', 'A']],
  ['a circle behind a path', { A: ['B'], B: ['C'], C: ['D'], D: ['B'] }, ['B', 'C', 'D', 'B']],
])('cycle of %s', (_name, edges, expected) => {
  expect(cycle(graph(edges))).toEqual(expected);
});

test('ordered puts needs first and keeps the order of the rest', () => {
  expect(ordered(graph({ Job: ['Model', 'Bucket'], Model: ['Role'], Bucket: [], Role: [], Other: [] }))).toEqual(['Role', 'Model', 'Bucket', 'Job', 'Other']);
});

test('reversed turns the edges and drops those that lead out', () => {
  expect(reversed(graph({ A: ['B', 'Elsewhere'], B: [] }))).toEqual(graph({ A: [], B: ['A'] }));
});

describe('schedule', () => {
  const edges = graph({ A: [], B: ['A'], C: ['A'], D: ['B'] });

  test('starts nothing more after a failure', async () => {
    const started: string[] = [];
    const end = await schedule(edges, async (id) => { started.push(id); return id !== 'B'; }, { limit: 1 });
    expect(started).toEqual(['A', 'B']);
    expect(end).toEqual({ failed: ['B'], notStarted: ['C', 'D'] });
  });

  test('with keepGoing only what needs the failed node is left out', async () => {
    const started: string[] = [];
    const end = await schedule(edges, async (id) => { started.push(id); return id !== 'B'; }, { limit: 1, keepGoing: true });
    expect(started).toEqual(['A', 'B', 'C']);
    expect(end).toEqual({ failed: ['B'], notStarted: ['D'] });
  });

  test('a defect of the work is not swallowed', async () => {
    await expect(schedule(edges, async () => { throw new Error('defect'); }, { limit: 2 })).rejects.toThrow('defect');
  });
});
