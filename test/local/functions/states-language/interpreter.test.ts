import { TaskCall } from '../../../../local/functions/states-language/interpreter';
import { StatesError } from '../../../../local/functions/states-language/states-error';
import { one, Stage } from './_stage';

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
