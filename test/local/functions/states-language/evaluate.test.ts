import { pass, Stage } from './_stage';

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
