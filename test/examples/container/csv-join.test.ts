import { BadLine, DEFAULT_MODEL, parseModel, scoreLines } from '../../../examples/csv-join/container/linear-model';
import { RunningContainer } from './_running-container';

const MODEL = { intercept: 1, coefficients: [2, -1] };

test.each([
  ['one line', '1,2', '1\n'],
  ['an ended line', '1,2\n', '1\n'],
  ['several lines', '1,2\n3,4\n0,0\n', '1\n3\n1\n'],
  ['Windows line ends', '1,2\r\n3,4\r\n', '1\n3\n'],
  ['quotes, blanks, exponents', '"1", 2e0\n', '1\n'],
  ['binary fractions', '0.1,0.2\n', '1\n'],
])('%s: one score a line', (_what, csv, scores) => {
  expect(scoreLines(csv, MODEL)).toBe(scores);
});

test.each([
  ['a word', '1,2\nx,2', 2, 'column 1 must be a number, got "x"'],
  ['an empty field', '1,', 1, 'column 2 must be a number, got ""'],
  ['hexadecimal', '0x10,1', 1, 'column 1'],
  ['infinity', '1,Infinity', 1, 'column 2'],
  ['beyond a double', '1e308,-1e308', 1, 'range'],
  ['too many columns', '1,2\n1,2,3', 2, 'expected 2 columns'],
  ['an empty line between', '1,2\n\n3,4', 2, 'expected 2 columns'],
  ['nothing', '', 1, 'empty'],
])('%s is refused by line', (_what, csv, line, reason) => {
  try {
    scoreLines(csv, MODEL);
    throw new Error('was scored');
  } catch (error) {
    expect(error).toBeInstanceOf(BadLine);
    expect(error).toMatchObject({ line, message: expect.stringContaining(reason) });
  }
});

test('a model is read from JSON, and a bad one says what is wrong', () => {
  expect(parseModel(JSON.stringify(DEFAULT_MODEL))).toEqual(DEFAULT_MODEL);
  expect(() => parseModel('{')).toThrow('not JSON');
  expect(() => parseModel('null')).toThrow('intercept');
  expect(() => parseModel('{"intercept":1,"coefficients":["2"]}')).toThrow('coefficients must be a list of numbers, got ["2"]');
});

test('the container answers the contract', async () => {
  const container = await RunningContainer.start('*/csv-score*', { SAGEMAKER_MAX_PAYLOAD_IN_MB: '1' });
  try {
    await container.healthy();
    const csv = { 'content-type': 'text/csv; charset=utf-8' };
    expect(JSON.parse((await container.ask('GET', '/execution-parameters')).text)).toEqual({ MaxConcurrentTransforms: 4, BatchStrategy: 'MULTI_RECORD', MaxPayloadInMB: 6 });
    expect(await container.ask('POST', '/invocations', '1,2,3\n4,5,6\n', csv)).toEqual({ status: 200, contentType: 'text/csv', text: '6.55\n13\n' });
    const refused = await container.ask('POST', '/invocations', '1,2,3\n1,x,3\n', csv);
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text)).toEqual({ error: 'line 2: column 2 must be a number, got "x"', line: 2 });
    expect((await container.ask('POST', '/invocations', '1', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await container.ask('POST', '/invocations', Buffer.alloc(1024 * 1024 + 1), csv)).status).toBe(413);
    expect(await container.stop()).toBe(0);
  } finally {
    await container.stop();
  }
});
