import * as http from 'node:http';
import { AddressInfo } from 'node:net';
import { strToU8, zipSync } from 'fflate';
import { functionSettings } from '../../../../local/aws/lambda/function-settings';
import { LambdaWorld, ROLE } from './_lambda-world';

const world = new LambdaWorld();
afterAll(() => world.lambda.close());

describe('a handler', () => {
  test.each([
    ['that is async', 'exports.handler = async (event) => ({ got: event.n })', { got: 4 }],
    ['that calls back', 'exports.handler = (event, context, callback) => setImmediate(callback, null, event.n + 1)', 5],
    ['that calls context.succeed', 'exports.handler = (event, context) => context.succeed("old")', 'old'],
    ['that gives nothing', 'exports.handler = async () => {}', null],
    ['that gives a plain value, which Lambda ignores', 'exports.handler = () => ({ ignored: true })', null],
    ['that takes the SDK from the runtime', 'exports.handler = async () => typeof require("@aws-sdk/client-sfn").SFNClient', 'function'],
    ['that lives in an object', 'exports.a = { handler: async () => "deep" }', 'deep', 'index.a.handler'],
  ])('%s is answered', async (_, source, expected, handler = 'index.handler') => {
    await world.define('answering', source, { Handler: handler });
    expect(await world.answer('answering', { n: 4 })).toEqual({ value: expected, functionError: undefined });
  });

  test.each([
    ['throws', 'exports.handler = async () => { throw new TypeError("no good") }', 'TypeError', 'no good'],
    ['calls back with an error', 'exports.handler = (e, c, cb) => cb(new RangeError("far"))', 'RangeError', 'far'],
    ['throws a string', 'exports.handler = async () => { throw "text" }', 'string', 'text'],
    ['throws outside of its promise', 'exports.handler = () => new Promise(() => setImmediate(() => { throw new Error("late") }))', 'Error', 'late'],
    ['forgets a rejection', 'exports.handler = () => new Promise(() => { Promise.reject(new Error("lost")) })', 'Runtime.UnhandledPromiseRejection', 'Error: lost'],
    ['exits', 'exports.handler = async () => process.exit(1)', 'Runtime.ExitError', 'exit status 1'],
    ['exits without a reason', 'exports.handler = async () => process.exit(0)', 'Runtime.ExitError', 'without providing a reason'],
    ['is not exported', 'exports.other = 1', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    ['imports what is not there', 'require("not-installed-anywhere")', 'Runtime.ImportModuleError', "Cannot find module 'not-installed-anywhere'"],
    ['cannot be read', 'exports.handler = async () => {', 'Runtime.UserCodeSyntaxError', 'Unexpected end of input'],
  ])('that %s fails the invocation, and the next one has a process again', async (_, source, errorType, message) => {
    await world.define('failing', source);
    for (const attempt of ['first', 'second']) {
      const { value, functionError } = await world.answer('failing');
      expect({ attempt, functionError, ...value }).toMatchObject({ attempt, functionError: 'Unhandled', errorType, errorMessage: expect.stringContaining(message) });
    }
  });

  test('of an archive is an ES module that finds the SDK beside it', async () => {
    const source = 'import { SFNClient } from "@aws-sdk/client-sfn"; export const handler = async () => typeof SFNClient;';
    world.objects.set('assets/code.zip', Buffer.from(zipSync({ 'app/': new Uint8Array(), 'app/main.mjs': strToU8(source) })));
    const settings = functionSettings({ Runtime: 'nodejs22.x', Handler: 'app/main.handler', Role: ROLE }, 'esm');
    world.lambda.put('esm', await world.lambda.load('esm', { bucket: 'assets', key: 'code.zip' }), settings);
    expect(await world.answer('esm')).toEqual({ value: 'function', functionError: undefined });
  });

  test('that runs longer than its timeout is killed', async () => {
    await world.define('slow', 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000))', { Timeout: 7 });
    const answer = world.answer('slow');
    await until(() => world.clock.sleeping.some(({ milliseconds }) => milliseconds === 7000));
    world.clock.wakeAll(7000);
    expect(await answer).toMatchObject({ functionError: 'Unhandled', value: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/Task timed out after 7\.00 seconds$/) } });
    expect(world.lines.join('\n')).toMatch(/ Task timed out after 7\.00 seconds\n/);
  });
});

describe('a process', () => {
  test('stays warm, and gets new credentials of the role for each invocation', async () => {
    await world.define('warm', 'let n = 0; exports.handler = async () => [n++, process.pid, process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SESSION_TOKEN]');
    const [first, second] = [await world.answer('warm'), await world.answer('warm')];
    expect([first.value[0], second.value[0]]).toEqual([0, 1]);
    expect(first.value[1]).toBe(second.value[1]);
    expect(first.value[2]).not.toBe(second.value[2]);
    expect(world.assumed.at(-1)).toMatchObject({ roleArn: ROLE, sessionName: 'warm', context: { 'aws:SourceArn': 'arn:aws:lambda:eu-central-1:111122223333:function:warm' } });
    expect(second.value[3]).toBe(`token-${world.assumed.length}`);
  });

  test('runs one invocation at a time', async () => {
    await world.define('single', 'let busy = 0; exports.handler = async () => { busy++; await new Promise((r) => setTimeout(r, 5)); const was = busy; busy--; return [process.pid, was]; }');
    const answers = await Promise.all([1, 2, 3].map(() => world.answer('single')));
    expect(new Set(answers.map(({ value }) => value[0])).size).toBe(3);
    expect(answers.map(({ value }) => value[1])).toEqual([1, 1, 1]);
  });

  test('sees its own environment and nothing of ours', async () => {
    process.env.SECRET_OF_THE_DEVELOPER = 'x';
    await world.define('env', 'exports.handler = async () => process.env', { Environment: { Variables: { STAGE: 'test' } }, MemorySize: 256 });
    const { value } = await world.answer('env');
    delete process.env.SECRET_OF_THE_DEVELOPER;
    expect(value).toMatchObject({
      STAGE: 'test', AWS_REGION: 'eu-central-1', AWS_LAMBDA_FUNCTION_NAME: 'env', AWS_LAMBDA_FUNCTION_VERSION: '$LATEST', AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/env',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256', AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: 'true',
    });
    for (const name of ['SECRET_OF_THE_DEVELOPER', 'NODE_OPTIONS', 'AWS_PROFILE', 'JEST_WORKER_ID']) expect(value).not.toHaveProperty(name);
  });

  test('tells the handler about its invocation', async () => {
    await world.define('context', 'exports.handler = async (e, c) => ({ ...c, left: c.getRemainingTimeInMillis() })', { Timeout: 20 });
    const { value } = await world.answer('context');
    expect(value).toMatchObject({
      functionName: 'context', functionVersion: '$LATEST', logGroupName: '/aws/lambda/context', memoryLimitInMB: '128', awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:context',
    });
    expect(value.left).toBeLessThanOrEqual(20_000);
    expect(value.left).toBeGreaterThan(0);
  });

  test('is not used again after a change of the code', async () => {
    await world.define('changed', 'exports.handler = async () => "old"');
    await world.answer('changed');
    await world.define('changed', 'exports.handler = async () => "new"');
    expect((await world.answer('changed')).value).toBe('new');
  });

  test('writes its output in order between START and REPORT', async () => {
    await world.define('chatty', 'exports.handler = async () => { console.log("one", { two: 2 }); process.stdout.write("three\\n"); console.error("four"); }', { LoggingConfig: { LogGroup: 'own' } });
    await world.answer('chatty');
    const lines = world.lines.filter((line) => line.startsWith('own '));
    expect(lines.map((line) => line.replace(/^own \S+ /, '').replace(/^\S+Z\t\S+\t/, '').replace(/[0-9a-f-]{36}/, 'id').split('\t')[0])).toEqual([
      'START RequestId: id Version: $LATEST', 'INFO', 'three', 'ERROR', 'END RequestId: id', 'REPORT RequestId: id',
    ]);
    expect(lines[0]).toMatch(/^own \d{4}\/\d\d\/\d\d\/\[\$LATEST\] /);
    expect(lines[1]).toMatch(/\tone \{ two: 2 \}$/);
    expect(world.reports.at(-1)).toMatchObject({ source: 'lambda', type: 'invocation', detail: { functionName: 'chatty' } });
  });
});

describe('the way out', () => {
  const seen: Array<{ method?: string; url?: string; host?: string; body: string }> = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, host: request.headers.host, body });
      response.end('taken');
    });
  });
  const open = new LambdaWorld();
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    open.lambda.close();
    server.close();
  });

  const CONNECTIONS: Array<[string, string]> = [
    ['https', 'require("https").get("https://example.com/", ok).on("error", no)'],
    ['http', 'require("http").get("http://example.com/", ok).on("error", no)'],
    ['a socket', 'require("net").connect(443, "example.com", ok).on("error", no)'],
    ['TLS', 'require("tls").connect({ host: "example.com", port: 443 }, ok).on("error", no)'],
    ['fetch', 'fetch("https://example.com/").then(ok, (e) => no(e.cause))'],
    ['a name', 'require("dns").lookup("example.com", (e) => (e ? no(e) : ok()))'],
    ['a name by promise', 'require("dns").promises.resolve4("example.com").then(ok, no)'],
    ['UDP', 'try { require("dgram").createSocket("udp4").send("x", 53, "192.0.2.1", ok) } catch (e) { no({ ...e, message: e.message.replace("UDP", "example.com") }) }'],
    ['another port of this machine', 'require("net").connect(1, "127.0.0.1", ok).on("error", (e) => no({ ...e, message: e.message.replace("127.0.0.1:1", "example.com") }))'],
  ];
  test('is closed', async () => {
    const attempts = CONNECTIONS.map(([, code]) => `() => new Promise((ok, no) => { ${code} })`);
    await open.define('outbound', `exports.handler = async () => (await Promise.allSettled([${attempts}].map((each) => each()))).map(({ reason }) => reason && [reason.code, reason.message])`);
    expect((await open.answer('outbound')).value).toEqual(CONNECTIONS.map(() => ['ETIMEDOUT', 'ETIMEDOUT (the local cloud lets nothing out: example.com)']));
    expect(seen).toEqual([]);
  });

  const ANSWER_HOST = 'cloudformation-custom-resource-response-useast1.s3.amazonaws.com';
  test.each([
    ['https.request as the usual handlers use it', `const r = require("https").request({ hostname: "${ANSWER_HOST}", path: "/a?b=c", method: "PUT", headers: { "content-type": "", "content-length": 4 } }, ok); r.on("error", no); r.end("body")`],
    ['https.request with a URL', `const r = require("https").request("https://${ANSWER_HOST}/a?b=c", { method: "PUT" }, ok); r.on("error", no); r.end("body")`],
    ['an ES import of request', `import("node:https").then(({ request }) => { const r = request("https://${ANSWER_HOST}/a?b=c", { method: "PUT" }, ok); r.on("error", no); r.end("body"); })`],
    ['fetch', `fetch("https://${ANSWER_HOST}/a?b=c", { method: "PUT", body: "body" }).then((r) => ok({ statusCode: r.status }), no)`],
  ])('leads answers to CloudFormation by %s to the local cloud, with host and path as they were', async (_, code) => {
    seen.length = 0;
    await open.define('answering', `exports.handler = () => new Promise((resolve, no) => { const ok = (r) => resolve(r.statusCode); ${code} })`);
    expect((await open.answer('answering')).value).toBe(200);
    expect(seen).toEqual([{ method: 'PUT', url: '/a?b=c', host: ANSWER_HOST, body: 'body' }]);
  });

  test('to the local cloud is open', async () => {
    await open.define('calling', 'exports.handler = async () => (await fetch(process.env.AWS_ENDPOINT_URL)).text()');
    expect((await open.answer('calling')).value).toBe('taken');
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
