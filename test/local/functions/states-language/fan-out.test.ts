import { StatesError } from '../../../../local/functions/states-language/states-error';
import { one, Stage } from './_stage';

describe('Parallel and Map', () => {
  const branch = (state: object): object => ({ StartAt: 'B', States: { B: { ...state, End: true } } });
  const doubled = { Type: 'Task', Resource: 'double' };
  const task = (parameters: any): unknown => {
    if (parameters === 13) throw new StatesError('Unlucky', 'thirteen');
    return typeof parameters === 'number' ? parameters * 2 : parameters;
  };

  test('Parallel gives the results of its branches in order', async () => {
    const machine = one({ Type: 'Parallel', Branches: [branch({ Type: 'Wait', Seconds: 5 }), branch(doubled)], ResultPath: '$.r' });
    expect(await new Stage(task).run(machine, { n: 1 })).toEqual({ n: 1, r: [{ n: 1 }, { n: 1 }] });
  });

  test('the failure of a branch fails the state, and can be caught', async () => {
    const machine = {
      StartAt: 'P',
      States: {
        P: { Type: 'Parallel', Branches: [branch(doubled), { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Mine', Cause: 'c' } } }], Catch: [{ ErrorEquals: ['Mine'], Next: 'H' }], End: true },
        H: { Type: 'Pass', End: true },
      },
    };
    const stage = new Stage(task);
    expect(await stage.run(machine, 1)).toEqual({ Error: 'Mine', Cause: 'c' });
    expect(stage.events).toContain('ParallelStateFailed');
  });

  test.each<[string, object, unknown, unknown]>([
    ['runs the processor for each item', { ItemProcessor: branch(doubled) }, [1, 2, 3], [2, 4, 6]],
    ['takes the items from ItemsPath', { ItemProcessor: branch(doubled), ItemsPath: '$.l', ResultPath: '$.l' }, { l: [5], k: 1 }, { l: [10], k: 1 }],
    ['shapes the items with ItemSelector', { ItemProcessor: branch(doubled), ItemsPath: '$.l', ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'k.$': '$.k' } }, { l: ['a'], k: 1 }, [{ i: 0, v: 'a', k: 1 }]],
    ['knows the older Iterator and Parameters', { Iterator: branch(doubled), Parameters: { 'v.$': '$$.Map.Item.Value' } }, ['a'], [{ v: 'a' }]],
    ['gives an empty list for an empty list', { ItemProcessor: branch(doubled) }, [], []],
    ['keeps the order with MaxConcurrency 1', { ItemProcessor: branch(doubled), MaxConcurrency: 1 }, [1, 2, 3], [2, 4, 6]],
  ])('Map %s', async (_, state, input, expected) => {
    expect(await new Stage(task).run(one({ Type: 'Map', ...state }), input)).toEqual(expected);
  });

  test('Map never runs more than MaxConcurrency iterations at once', async () => {
    let [running, most] = [0, 0];
    const stage = new Stage(async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
      return 0;
    });
    await stage.run(one({ Type: 'Map', ItemProcessor: branch(doubled), MaxConcurrency: 2 }), [1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  test('Map fails with the error of an item, and starts no further one', async () => {
    const stage = new Stage(task);
    await expect(stage.run(one({ Type: 'Map', ItemProcessor: branch(doubled), MaxConcurrency: 1 }), [13, 2])).rejects.toMatchObject({ error: 'Unlucky' });
    expect(stage.calls).toEqual([13]);
  });

  test('Map refuses what is not a list', async () => {
    await expect(new Stage(task).run(one({ Type: 'Map', ItemProcessor: branch(doubled) }), { a: 1 })).rejects.toMatchObject({ error: 'States.Runtime' });
  });
});
