import { StateMachineDefinition } from '../../../../local/functions/states-language/definition';
import { HistoryTrail } from '../../../../local/functions/states-language/history-trail';
import { InterpreterPorts, Position, runMachine, TaskCall } from '../../../../local/functions/states-language/interpreter';
import { StatesError } from '../../../../local/functions/states-language/states-error';

/** Time passes only by sleeping. */
class Stage {
  time = Date.parse('2026-01-31T12:00:00Z');
  readonly slept: number[] = [];
  readonly events: string[] = [];
  readonly positions: Position[] = [];
  readonly calls: unknown[] = [];
  readonly abort = new AbortController();

  constructor(private readonly task: (parameters: any, call: TaskCall, times: number) => unknown = (parameters) => parameters, private readonly waitScale = 1) {}

  async run(machine: object, input: unknown = {}, from?: Position): Promise<unknown> {
    const ports: InterpreterPorts = {
      clock: {
        now: () => this.time,
        sleep: async (milliseconds) => {
          this.slept.push(milliseconds);
          this.time += milliseconds;
        },
      },
      waitScale: this.waitScale,
      random: () => 0.5,
      uuid: () => 'the-uuid',
      runTask: async (call) => {
        this.calls.push(call.parameters);
        return this.task(call.parameters, call, this.calls.length);
      },
    };
    let id = 0;
    const trail = new HistoryTrail(({ type, previousEventId }) => {
      this.events.push(type);
      expect(previousEventId).toBeLessThanOrEqual(id);
      return ++id;
    });
    const context = { Execution: { Name: 'run-1' }, StateMachine: { Name: 'machine' } };
    return runMachine(machine as StateMachineDefinition, input, { ports, signal: this.abort.signal, trail, context, checkpoint: (position) => this.positions.push(position) }, from);
  }
}

const one = (state: object): object => ({ StartAt: 'S', States: { S: { End: true, ...state } } });
const pass = (state: object): object => one({ Type: 'Pass', ...state });

describe('paths and templates', () => {
  test.each([
    ['a Pass state gives its input', pass({}), { a: 1 }, { a: 1 }],
    ['Result replaces it', pass({ Result: [1] }), { a: 1 }, [1]],
    ['ResultPath puts the result beside the input', pass({ Result: 2, ResultPath: '$.b.c' }), { a: 1 }, { a: 1, b: { c: 2 } }],
    ['ResultPath null drops the result', pass({ Result: 2, ResultPath: null }), { a: 1 }, { a: 1 }],
    ['InputPath selects, and ResultPath writes to the whole input', pass({ InputPath: '$.a', ResultPath: '$.copy' }), { a: { x: 1 } }, { a: { x: 1 }, copy: { x: 1 } }],
    ['InputPath null gives an empty object', pass({ InputPath: null }), { a: 1 }, {}],
    ['OutputPath selects', pass({ OutputPath: '$.a[1].b' }), { a: [0, { b: 'x' }] }, 'x'],
    ['OutputPath null gives an empty object', pass({ OutputPath: null }), { a: 1 }, {}],
    ['Parameters are filled, deeply and in lists', pass({ Parameters: { 'k': 1, 'n.$': '$.a', 'deep': [{ 'm.$': '$.b' }] } }), { a: 'x', b: null }, { k: 1, n: 'x', deep: [{ m: null }] }],
    ['$$ reads the context', pass({ Parameters: { 'e.$': '$$.Execution.Name', 's.$': '$$.State.Name', 't.$': '$$.State.EnteredTime' } }), {}, { e: 'run-1', s: 'S', t: '2026-01-31T12:00:00.000Z' }],
    ['a path with a wildcard gives a list', pass({ Parameters: { 'all.$': '$.list[*].n', 'none.$': '$.list[*].zero' } }), { list: [{ n: 1 }, { n: 2 }] }, { all: [1, 2], none: [] }],
    ['slices, unions, descent and quoted names', pass({ Parameters: { 'a.$': '$.l[0:2]', 'b.$': '$.l[0,2]', 'c.$': '$..x', 'd.$': "$['odd name']" } }), { 'l': [1, 2, 3], 'o': { x: 1, p: { x: 2 } }, 'odd name': true }, { a: [1, 2], b: [1, 3], c: [1, 2], d: true }],
  ])('%s', async (_, machine, input, expected) => {
    expect(await new Stage().run(machine, input)).toEqual(expected);
  });

  test.each([
    ['a path that leads nowhere', pass({ Parameters: { 'a.$': '$.missing' } }), {}, 'States.Runtime', "The JSONPath '$.missing' specified for the field 'a.$' could not be found in the input '{}'"],
    ['a ResultPath into a text', pass({ Result: 1, ResultPath: '$.a.b' }), { a: 'text' }, 'States.ResultPathMatchFailure', 'Unable to apply ReferencePath $.a.b'],
    ['an output of more than 256 KiB', pass({ Parameters: { 'a.$': "States.Format('{}{}', $.a, $.a)" } }), { a: 'x'.repeat(140_000) }, 'States.DataLimitExceeded', 'exceeding the maximum'],
  ])('%s ends the run', async (_, machine, input, error, message) => {
    await expect(new Stage().run(machine, input)).rejects.toMatchObject({ error, causeText: expect.stringContaining(message) });
  });
});

describe('intrinsic functions', () => {
  const input = { name: 'Ada', n: 3, list: [1, 2, 2, 3], o: { a: 1 }, text: '{"x":[1]}' };
  test.each<[string, unknown]>([
    ["States.Format('Hi {}, {} {}', $.name, $.n, true)", 'Hi Ada, 3 true'],
    ["States.Format('it\\'s \\{\\} {}', $.name)", "it's {} Ada"],
    ['States.StringToJson($.text)', { x: [1] }],
    ['States.JsonToString($.o)', '{"a":1}'],
    ["States.Array($.n, 'a, (b)', null)", [3, 'a, (b)', null]],
    ['States.Array()', []],
    ['States.ArrayPartition($.list, 3)', [[1, 2, 2], [3]]],
    ['States.ArrayContains($.list, 3)', true],
    ['States.ArrayRange(1, 7, 3)', [1, 4, 7]],
    ['States.ArrayGetItem($.list, 1)', 2],
    ['States.ArrayLength($.list)', 4],
    ['States.ArrayUnique($.list)', [1, 2, 3]],
    ["States.Base64Encode('ab')", 'YWI='],
    ["States.Base64Decode('YWI=')", 'ab'],
    ["States.Hash('ab', 'SHA-1')", 'da23614e02469a0d7c7bd1bdab5c9c474b1904dc'],
    ["States.JsonMerge($.o, States.StringToJson('{\"b\":2}'), false)", { a: 1, b: 2 }],
    ['States.MathRandom(10, 20)', 15],
    ['States.MathAdd($.n, -1)', 2],
    ["States.StringSplit('a.b,c', '.,')", ['a', 'b', 'c']],
    ['States.UUID()', 'the-uuid'],
    ["States.ArrayGetItem($['list'], States.MathAdd(1, 2))", 3],
  ])('%s', async (call, expected) => {
    expect(await new Stage().run(pass({ Parameters: { 'v.$': call } }), input)).toEqual({ v: expected });
  });

  test.each([
    ["States.Format('{}')", 'more {} than arguments'],
    ["States.Format('{}', $.o)", 'States.JsonToString'],
    ["States.StringToJson('{')", 'States.StringToJson'],
    ["States.MathAdd('1', 2)", 'argument 1 must be of type number'],
    ['States.ArrayLength()', 'takes 1 arguments and got 0'],
    ['States.ArrayGetItem($.list, 9)', 'no item 9'],
    ['States.Unheard(1)', 'is not an intrinsic function'],
  ])('%s fails with States.IntrinsicFailure', async (call, message) => {
    await expect(new Stage().run(pass({ Parameters: { 'v.$': call } }), input)).rejects.toMatchObject({ error: 'States.IntrinsicFailure', causeText: expect.stringContaining(message) });
  });
});

describe('Choice', () => {
  const choose = (rule: object): object => ({
    StartAt: 'C',
    States: { C: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' }, Yes: { Type: 'Pass', Result: 'yes', End: true }, No: { Type: 'Pass', Result: 'no', End: true } },
  });
  const input = { s: 'job-7.json', n: 5, b: false, t: '2026-01-31T12:00:00Z', z: null, same: 5, later: '2026-01-31T12:00:00.5+00:00' };
  test.each<[string, object, 'yes' | 'no']>([
    ['StringEquals', { Variable: '$.s', StringEquals: 'job-7.json' }, 'yes'],
    ['StringEquals of a number', { Variable: '$.n', StringEquals: '5' }, 'no'],
    ['StringLessThan', { Variable: '$.s', StringLessThan: 'k' }, 'yes'],
    ['StringGreaterThanEquals', { Variable: '$.s', StringGreaterThanEquals: 'k' }, 'no'],
    ['StringMatches', { Variable: '$.s', StringMatches: 'job-*.json' }, 'yes'],
    ['StringMatches takes the dot for a dot', { Variable: '$.s', StringMatches: 'job-7*json.' }, 'no'],
    ['StringMatches with an escaped star', { Variable: '$.s', StringMatches: 'job-\\*' }, 'no'],
    ['NumericEquals', { Variable: '$.n', NumericEquals: 5 }, 'yes'],
    ['NumericLessThan', { Variable: '$.n', NumericLessThan: 5 }, 'no'],
    ['NumericLessThanEqualsPath', { Variable: '$.n', NumericLessThanEqualsPath: '$.same' }, 'yes'],
    ['NumericGreaterThan of a text', { Variable: '$.s', NumericGreaterThan: 0 }, 'no'],
    ['BooleanEquals', { Variable: '$.b', BooleanEquals: false }, 'yes'],
    ['BooleanEqualsPath', { Variable: '$.b', BooleanEqualsPath: '$.b' }, 'yes'],
    ['TimestampEquals in another zone', { Variable: '$.t', TimestampEquals: '2026-01-31T13:00:00+01:00' }, 'yes'],
    ['TimestampLessThanPath', { Variable: '$.t', TimestampLessThanPath: '$.later' }, 'yes'],
    ['TimestampGreaterThan', { Variable: '$.t', TimestampGreaterThan: '2026-02-01T00:00:00Z' }, 'no'],
    ['IsNull', { Variable: '$.z', IsNull: true }, 'yes'],
    ['IsNull false', { Variable: '$.n', IsNull: false }, 'yes'],
    ['IsPresent', { Variable: '$.z', IsPresent: true }, 'yes'],
    ['IsPresent of nothing', { Variable: '$.missing', IsPresent: false }, 'yes'],
    ['IsNumeric', { Variable: '$.s', IsNumeric: true }, 'no'],
    ['IsString', { Variable: '$.s', IsString: true }, 'yes'],
    ['IsBoolean', { Variable: '$.b', IsBoolean: true }, 'yes'],
    ['IsTimestamp', { Variable: '$.s', IsTimestamp: true }, 'no'],
    ['And', { And: [{ Variable: '$.n', NumericEquals: 5 }, { Variable: '$.b', BooleanEquals: true }] }, 'no'],
    ['Or', { Or: [{ Variable: '$.n', NumericEquals: 6 }, { Variable: '$.b', BooleanEquals: false }] }, 'yes'],
    ['Not', { Not: { Variable: '$.n', NumericEquals: 6 } }, 'yes'],
    ['And that asks for presence first', { And: [{ Variable: '$.missing', IsPresent: true }, { Variable: '$.missing', StringEquals: 'x' }] }, 'no'],
  ])('%s', async (_, rule, expected) => {
    expect(await new Stage().run(choose(rule), input)).toBe(expected);
  });

  test('a Variable that leads nowhere is an error', async () => {
    await expect(new Stage().run(choose({ Variable: '$.missing', StringEquals: 'x' }), {})).rejects.toMatchObject({ error: 'States.Runtime', causeText: expect.stringContaining("Invalid path '$.missing'") });
  });

  test('no match without Default is States.NoChoiceMatched', async () => {
    const machine = { StartAt: 'C', States: { C: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 1, Next: 'C' }] } } };
    await expect(new Stage().run(machine, { n: 2 })).rejects.toMatchObject({ error: 'States.NoChoiceMatched' });
  });
});

describe('Wait', () => {
  test.each<[string, object, unknown, number, number]>([
    ['Seconds', { Seconds: 30 }, {}, 1, 30_000],
    ['SecondsPath', { SecondsPath: '$.s' }, { s: 2 }, 1, 2000],
    ['Timestamp', { Timestamp: '2026-01-31T12:00:10Z' }, {}, 1, 10_000],
    ['TimestampPath', { TimestampPath: '$.t' }, { t: '2026-01-31T12:01:00Z' }, 1, 60_000],
    ['Seconds at a hundredth of the time', { Seconds: 30 }, {}, 0.01, 300],
  ])('%s', async (_, state, input, scale, expected) => {
    const stage = new Stage(undefined, scale);
    expect(await stage.run(one({ Type: 'Wait', ...state }), input)).toEqual(input);
    expect(stage.slept).toEqual([expected]);
  });

  test('a time that has passed is not waited for', async () => {
    const stage = new Stage();
    await stage.run(one({ Type: 'Wait', Timestamp: '2026-01-31T11:00:00Z' }));
    expect(stage.slept).toEqual([]);
  });

  test('a wait longer than a timer can count is slept in pieces', async () => {
    const stage = new Stage();
    await stage.run(one({ Type: 'Wait', Seconds: 3_000_000 }));
    expect(stage.slept).toEqual([2_000_000_000, 1_000_000_000]);
  });

  test('a restart in the middle waits for the rest only', async () => {
    const stage = new Stage();
    const machine = one({ Type: 'Wait', Seconds: 30 });
    await stage.run(machine);
    const resumed = new Stage();
    resumed.time += 20_000;
    expect(await resumed.run(machine, {}, stage.positions.at(-1))).toEqual({});
    expect(resumed.slept).toEqual([10_000]);
    expect(resumed.events).toEqual(['WaitStateExited']);
  });

  test.each([[-1], ['5'], [1.5]])('SecondsPath refuses %j', async (s) => {
    await expect(new Stage().run(one({ Type: 'Wait', SecondsPath: '$.s' }), { s })).rejects.toMatchObject({ error: 'States.Runtime' });
  });
});

describe('Succeed and Fail', () => {
  test('Succeed ends with its input', async () => {
    expect(await new Stage().run({ StartAt: 'S', States: { S: { Type: 'Succeed', OutputPath: '$.a' } } }, { a: 1 })).toBe(1);
  });

  test.each([
    ['Error and Cause', { Error: 'Mine', Cause: 'because' }, 'Mine', 'because'],
    ['ErrorPath and CausePath', { ErrorPath: '$.e', CausePath: "States.Format('{}!', $.c)" }, 'Theirs', 'so!'],
  ])('Fail ends with %s', async (_, state, error, causeText) => {
    await expect(new Stage().run({ StartAt: 'F', States: { F: { Type: 'Fail', ...state } } }, { e: 'Theirs', c: 'so' })).rejects.toMatchObject({ error, causeText });
  });
});

describe('Task', () => {
  const task = (state: object): object => ({ StartAt: 'T', States: { T: { Type: 'Task', Resource: 'r', ...state, End: true }, H: { Type: 'Pass', End: true } } });
  const failing = (error: string, times = Infinity) => (parameters: unknown, _call: TaskCall, at: number): unknown => {
    if (at <= times) throw new StatesError(error, `{"errorMessage":"${error}"}`);
    return parameters;
  };

  test('gets Parameters, and ResultSelector shapes its result', async () => {
    const stage = new Stage((parameters) => ({ Payload: { got: parameters }, StatusCode: 200 }));
    const machine = task({ Parameters: { 'a.$': '$.x' }, ResultSelector: { 'p.$': '$.Payload' }, ResultPath: '$.r', OutputPath: '$.r.p.got' });
    expect(await stage.run(machine, { x: 1 })).toEqual({ a: 1 });
  });

  const R = (retry: object): object => task({ Retry: [{ ErrorEquals: ['States.ALL'], ...retry }] });
  test.each<[string, object, number[]]>([
    ['three times by default, with doubled pauses', R({}), [1000, 2000, 4000]],
    ['MaxAttempts times', R({ MaxAttempts: 1 }), [1000]],
    ['never with MaxAttempts 0', R({ MaxAttempts: 0 }), []],
    ['with IntervalSeconds and BackoffRate', R({ IntervalSeconds: 5, BackoffRate: 1, MaxAttempts: 2 }), [5000, 5000]],
    ['with pauses up to MaxDelaySeconds', R({ IntervalSeconds: 4, MaxDelaySeconds: 6 }), [4000, 6000, 6000]],
    ['with jitter', R({ JitterStrategy: 'FULL' }), [500, 1000, 2000]],
    ['by the first retrier that matches', task({ Retry: [{ ErrorEquals: ['Other'], MaxAttempts: 9 }, { ErrorEquals: ['Boom'], MaxAttempts: 1 }, { ErrorEquals: ['States.ALL'] }] }), [1000]],
    ['not when nothing matches', task({ Retry: [{ ErrorEquals: ['Other'] }] }), []],
    ['for States.TaskFailed', task({ Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }] }), [1000]],
  ])('is retried %s', async (_, machine, pauses) => {
    const stage = new Stage(failing('Boom'));
    await expect(stage.run(machine)).rejects.toMatchObject({ error: 'Boom' });
    expect(stage.slept).toEqual(pauses);
    expect(stage.calls).toHaveLength(pauses.length + 1);
  });

  test('each retrier counts for itself', async () => {
    const errors = ['A', 'B', 'A', 'B', 'A'];
    const stage = new Stage((_parameters, _call, at) => { throw new StatesError(errors[at - 1], ''); });
    await expect(stage.run(task({ Retry: [{ ErrorEquals: ['A'], MaxAttempts: 2 }, { ErrorEquals: ['B'], MaxAttempts: 2 }] }))).rejects.toMatchObject({ error: 'A' });
    expect(stage.slept).toEqual([1000, 1000, 2000, 2000]);
  });

  test('a restart keeps the attempts that were used', async () => {
    const stage = new Stage(failing('Boom'));
    const machine = R({ MaxAttempts: 3 });
    await expect(stage.run(machine)).rejects.toThrow();
    const resumed = new Stage(failing('Boom'));
    resumed.time = stage.time;
    await expect(resumed.run(machine, {}, stage.positions.find(({ attempts }) => attempts[0] === 2))).rejects.toThrow();
    expect(resumed.slept).toEqual([4000]);
  });

  test.each<[string, string, object, unknown]>([
    ['States.ALL', 'Boom', { ErrorEquals: ['States.ALL'], Next: 'H' }, { Error: 'Boom', Cause: '{"errorMessage":"Boom"}' }],
    ['the name, beside the input', 'Boom', { ErrorEquals: ['Boom'], ResultPath: '$.error', Next: 'H' }, { x: 1, error: { Error: 'Boom', Cause: '{"errorMessage":"Boom"}' } }],
    ['nothing, when ResultPath is null', 'Boom', { ErrorEquals: ['Boom'], ResultPath: null, Next: 'H' }, { x: 1 }],
  ])('is caught by %s', async (_, error, catcher, expected) => {
    expect(await new Stage(failing(error)).run(task({ Catch: [catcher] }), { x: 1 })).toEqual(expected);
  });

  test.each([
    ['another name', 'Boom', ['Other']],
    ['States.TaskFailed, when it is a timeout', 'States.Timeout', ['States.TaskFailed']],
    ['States.ALL, when it is the runtime', 'States.Runtime', ['States.ALL']],
    ['States.ALL, when it is the data limit', 'States.DataLimitExceeded', ['States.ALL']],
  ])('is not caught by %s', async (_, error, ErrorEquals) => {
    await expect(new Stage(failing(error)).run(task({ Catch: [{ ErrorEquals, Next: 'H' }] }))).rejects.toMatchObject({ error });
  });

  test('is caught after its retries', async () => {
    const stage = new Stage(failing('Boom'));
    await stage.run(task({ Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'H' }] }));
    expect(stage.calls).toHaveLength(3);
  });

  test.each([
    ['TimeoutSeconds', { TimeoutSeconds: 7 }],
    ['TimeoutSecondsPath', { TimeoutSecondsPath: '$.t' }],
  ])('that is longer than %s fails with States.Timeout, which can be caught, and is told to stop', async (_, limit) => {
    let signal: AbortSignal | undefined;
    const stage = new Stage((_parameters, call) => {
      signal = call.signal;
      return new Promise(() => undefined);
    });
    expect(await stage.run(task({ ...limit, Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.e', OutputPath: undefined, Next: 'H' }] }), { t: 7 })).toMatchObject({ e: { Error: 'States.Timeout' } });
    expect(stage.slept).toEqual([7000]);
    expect(signal?.aborted).toBe(true);
  });

  test('that never ends does not hold an execution that is stopped', async () => {
    const stage = new Stage(() => new Promise(() => undefined));
    const run = stage.run(task({ Retry: [{ ErrorEquals: ['States.ALL'] }] }));
    stage.abort.abort(new Error('stopped'));
    await expect(run).rejects.toThrow('stopped');
  });

  test('a defect of the runner is neither retried nor caught', async () => {
    const stage = new Stage(() => { throw new TypeError('a defect'); });
    await expect(stage.run(task({ Retry: [{ ErrorEquals: ['States.ALL'] }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'H' }] }))).rejects.toThrow(TypeError);
    expect(stage.calls).toHaveLength(1);
  });
});

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

test('the history names every state that is entered and left', async () => {
  const stage = new Stage();
  await stage.run({
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Wait', Seconds: 1, Next: 'C' }, C: { Type: 'Choice', Choices: [{ Variable: '$', IsPresent: true, Next: 'D' }] }, D: { Type: 'Succeed' },
    },
  });
  expect(stage.events).toEqual(['Pass', 'Wait', 'Choice', 'Succeed'].flatMap((type) => [`${type}StateEntered`, `${type}StateExited`]));
});
