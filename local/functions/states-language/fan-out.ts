import { evaluatePath, fillTemplate } from './evaluate';
import { Run, StateCall } from './interpreter';
import { runtimeError } from './states-error';

/** Inline maps run at most this many iterations at once. */
const INLINE_CONCURRENCY = 40;

/** All branches at once, each with a copy of the input; the first failure ends the others. */
export async function runParallel(call: StateCall, input: unknown): Promise<unknown> {
  const { state, run } = call;
  run.trail.add('ParallelStateStarted');
  const output = await together(run, 'ParallelStateFailed', state.Branches!.length, (branch, inner) => (
    call.runMachine(state.Branches![branch], input, inner)
  ), state.Branches!.length);
  run.trail.add('ParallelStateSucceeded');
  return output;
}

/** One run of the processor for each item. */
export async function runMap(call: StateCall, input: unknown): Promise<unknown> {
  const { state, run, name } = call;
  const items = evaluatePath(state.ItemsPath ?? '$', { ...call.scope, data: input }, 'ItemsPath');
  if (!Array.isArray(items)) throw runtimeError(`the Map state '${name}' needs a list at ${state.ItemsPath ?? '$'}, got ${JSON.stringify(items)}`);
  const selector = state.ItemSelector ?? state.Parameters;
  run.trail.add('MapStateStarted', 'mapStateStartedEventDetails', { length: items.length });
  const output = await together(run, 'MapStateFailed', items.length, async (index, inner) => {
    const context = { ...inner.context, Map: { Item: { Index: index, Value: items[index] } } };
    const details = { name, index };
    inner.trail.add('MapIterationStarted', 'mapIterationStartedEventDetails', details);
    const scope = { ...call.scope, data: input, context: { ...call.scope.context as object, ...context } };
    const value = selector === undefined ? items[index] : fillTemplate(selector, scope, 'ItemSelector');
    const result = await call.runMachine((state.ItemProcessor ?? state.Iterator)!, value, { ...inner, context });
    inner.trail.add('MapIterationSucceeded', 'mapIterationSucceededEventDetails', details);
    return result;
  }, Math.min(state.MaxConcurrency || INLINE_CONCURRENCY, INLINE_CONCURRENCY));
  run.trail.add('MapStateSucceeded');
  return output;
}

async function together(run: Run, failedEvent: string, count: number, work: (index: number, inner: Run) => Promise<unknown>, concurrency: number): Promise<unknown[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([run.signal, failed.signal]);
  const results: unknown[] = new Array(count);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count && !signal.aborted) {
      const index = next++;
      results[index] = await work(index, { ...run, signal, trail: run.trail.fork(), checkpoint: undefined });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
  } catch (error) {
    failed.abort(error);
    run.signal.throwIfAborted();
    run.trail.add(failedEvent);
    throw error;
  }
  run.signal.throwIfAborted();
  return results;
}
