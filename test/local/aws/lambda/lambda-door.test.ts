import { Readable } from 'node:stream';
import { lambdaDoor } from '../../../../local/aws/lambda/lambda-door';
import { serviceCaller } from '../../../../local/functions/service-caller';
import { RecordingAuthority } from '../../functions/_authority';
import { LambdaWorld } from './_lambda-world';

const world = new LambdaWorld();
const authority = new RecordingAuthority();
const door = lambdaDoor(world.lambda, authority);
const ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:echo';

beforeAll(() => world.define('echo', 'exports.handler = async (event) => { console.log("seen"); if (event.fail) throw new Error("asked to"); return event; }', { ReservedConcurrentExecutions: 2 }));
beforeEach(() => authority.denied.clear());
afterAll(() => world.lambda.close());

async function call(method: string, path: string, { body = '', headers = {}, query = '' }: { body?: string; headers?: Record<string, string>; query?: string } = {}) {
  const answer = await door.handle({ requestId: 'r-1', method, path, query: new URLSearchParams(query), headers, body: Readable.from(body ? [Buffer.from(body)] : []), caller: serviceCaller('test') });
  const text = String(answer.body ?? '');
  return { status: answer.status, headers: answer.headers!, text, json: text ? JSON.parse(text) : undefined };
}
const invoke = (body: string, headers: Record<string, string> = {}, name = 'echo') => call('POST', `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, { body, headers });

test.each(['echo', ARN, `${ARN}:$LATEST`, '111122223333:function:echo'])('Invoke runs the function %s and gives its answer', async (name) => {
  expect(await invoke('{"a":1}', {}, name)).toMatchObject({ status: 200, json: { a: 1 }, headers: { 'x-amz-executed-version': '$LATEST' } });
});

test('Invoke marks a function error, and gives the end of the log when asked', async () => {
  const { status, headers, json } = await invoke('{"fail":true}', { 'x-amz-log-type': 'Tail' });
  expect({ status, error: headers['x-amz-function-error'], json }).toMatchObject({ status: 200, error: 'Unhandled', json: { errorType: 'Error', errorMessage: 'asked to' } });
  const log = Buffer.from(headers['x-amz-log-result'], 'base64').toString();
  expect(log).toMatch(/^START RequestId: [\s\S]*\tINFO\tseen\n[\s\S]*\nREPORT RequestId: /);
  expect((await invoke('{}')).headers).not.toHaveProperty('x-amz-log-result');
});

test('Invoke as an event answers at once, and the function runs', async () => {
  const before = world.reports.length;
  expect(await invoke('{"later":1}', { 'x-amz-invocation-type': 'Event' })).toMatchObject({ status: 202, text: '' });
  while (world.reports.length === before) await new Promise((resolve) => setImmediate(resolve));
  expect(world.reports.at(-1)).toMatchObject({ type: 'invocation', detail: { functionName: 'echo' } });
});

test('Invoke as a dry run runs nothing', async () => {
  const before = world.reports.length;
  expect(await invoke('{}', { 'x-amz-invocation-type': 'DryRun' })).toMatchObject({ status: 204 });
  expect(world.reports).toHaveLength(before);
});

test.each<[string, () => Promise<unknown>, number, string, string]>([
  ['a payload that is not JSON', () => invoke('{'), 400, 'InvalidRequestContentException', 'Could not parse request body into json'],
  ['a payload of more than 6 MiB', () => invoke(JSON.stringify('x'.repeat(6_291_456))), 413, 'RequestTooLargeException', '6291456 bytes'],
  ['an event of more than 1 MiB', () => invoke(JSON.stringify('x'.repeat(1_048_576)), { 'x-amz-invocation-type': 'Event' }), 413, 'RequestTooLargeException', '1048576 bytes'],
  ['a function that is not there', () => invoke('{}', {}, 'other'), 404, 'ResourceNotFoundException', 'Function not found: arn:aws:lambda:eu-central-1:111122223333:function:other'],
  ['a version that is not there', () => invoke('{}', {}, `${ARN}:7`), 404, 'ResourceNotFoundException', `Function not found: ${ARN}:7`],
  ['CreateFunction', () => call('POST', '/2015-03-31/functions'), 501, 'NotImplemented', 'lambda:CreateFunction: functions are made by CloudFormation'],
  ['UpdateFunctionCode', () => call('PUT', '/2015-03-31/functions/echo/code'), 501, 'NotImplemented', 'lambda:UpdateFunctionCode'],
  ['an unknown path', () => call('GET', '/2015-03-31/layers'), 501, 'NotImplemented', 'lambda:GET /2015-03-31/layers'],
])('%s is refused', async (_, request, status, code, message) => {
  expect(await request()).toMatchObject({ status, headers: { 'x-amzn-errortype': code }, json: { message: expect.stringContaining(message) } });
});

test('more invocations at once than the reserved concurrency are throttled', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => invoke('{}')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
  expect((await invoke('{}')).status).toBe(200);
});

test.each<[string, () => Promise<{ status: number; json: any }>]>([
  ['lambda:InvokeFunction', () => invoke('{}')],
  ['lambda:GetFunction', () => call('GET', '/2015-03-31/functions/echo')],
  ['lambda:GetFunctionConfiguration', () => call('GET', '/2015-03-31/functions/echo/configuration')],
  ['lambda:ListFunctions', () => call('GET', '/2015-03-31/functions/')],
])('%s is asked for', async (action, request) => {
  expect((await request()).status).toBe(200);
  authority.denied.add(action);
  expect(await request()).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, json: { message: expect.stringContaining(action) } });
});

test('GetFunction says what waiters ask for', async () => {
  const { json } = await call('GET', '/2015-03-31/functions/echo');
  expect(json).toMatchObject({
    Configuration: { FunctionName: 'echo', FunctionArn: ARN, State: 'Active', LastUpdateStatus: 'Successful', Runtime: 'nodejs22.x', Timeout: 3, MemorySize: 128 },
    Concurrency: { ReservedConcurrentExecutions: 2 },
  });
});
