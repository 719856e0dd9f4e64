import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { serviceTask } from '../../../../local/aws/states/task-integration';
import { AwsError } from '../../../../local/aws/wire/aws-error';
import { settled } from '../../functions/_stepping-clock';
import { FUNCTION, SETTINGS, StatesWorld, task } from './_states-world';

const INVOKE = 'arn:aws:states:::lambda:invoke';

describe('an execution', () => {
  test('runs the function as the role of the machine, and shows its result', async () => {
    const world = new StatesWorld();
    const stateMachineArn = world.machine(task());
    const { executionArn, startDate } = world.call('StartExecution', { stateMachineArn, name: 'run-1', input: '{"id":7}' });
    expect({ executionArn, startDate }).toEqual({ executionArn: 'arn:aws:states:eu-central-1:111122223333:execution:machine:run-1', startDate: Date.parse('2026-01-31T12:00:00Z') / 1000 });
    expect(world.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'RUNNING', input: '{"id":7}' });
    await settled();
    expect(world.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED', output: '{"done":true}', stopDate: startDate });
    expect(world.invoked).toEqual([{ id: 7 }]);
    expect(world.authority.asked.find(({ action }) => action === 'lambda:InvokeFunction')).toMatchObject({ resource: FUNCTION, caller: { principal: { roleName: 'MachineRole' } } });
    expect(world.reports.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'SUCCEEDED']);
  });

  test.each<[string, object, object, unknown]>([
    ['lambda:invoke wraps the result', task(INVOKE, { Parameters: { 'FunctionName': FUNCTION, 'Payload.$': '$' } }), { a: 1 }, { ExecutedVersion: '$LATEST', Payload: { done: true }, StatusCode: 200 }],
    ['lambda:invoke as an event does not wait', task(INVOKE, { Parameters: { 'FunctionName': FUNCTION, 'Payload.$': '$', 'InvocationType': 'Event' } }), { a: 1 }, { StatusCode: 202 }],
  ])('%s', async (_, definition, input, expected) => {
    const world = new StatesWorld();
    const { executionArn } = world.states.start(world.machine(definition), { input: JSON.stringify(input) });
    await settled();
    expect(JSON.parse(world.states.execution(executionArn).output!)).toEqual(expected);
    expect(world.invoked).toEqual([input]);
  });

  test('lambda:invoke as an event needs the same permission', async () => {
    const world = new StatesWorld();
    world.authority.denied.add('lambda:InvokeFunction');
    const { executionArn } = world.states.start(world.machine(task(INVOKE, { Parameters: { FunctionName: FUNCTION, InvocationType: 'Event' } })));
    await settled();
    expect(world.states.execution(executionArn)).toMatchObject({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
    expect(world.invoked).toEqual([]);
  });

  const PAYLOAD = '{"errorType":"Retry","errorMessage":"{\\"id\\":1}","trace":[]}';
  test.each<[string, (world: StatesWorld) => void, object]>([
    ['is what the function threw, with the whole error as the cause', (world) => { world.answer = () => ({ payload: PAYLOAD, functionError: 'Unhandled' }); }, { error: 'Retry', cause: PAYLOAD }],
    ['is Lambda.Unknown when the function gave no type', (world) => { world.answer = () => ({ payload: '{"errorMessage":"x"}', functionError: 'Unhandled' }); }, { error: 'Lambda.Unknown', cause: expect.stringContaining('Returned payload: {"errorMessage":"x"}') }],
    ['is Lambda.AWSLambdaException when the role may not invoke', (world) => world.authority.denied.add('lambda:InvokeFunction'), { error: 'Lambda.AWSLambdaException', cause: expect.stringContaining('is not authorized to perform: lambda:InvokeFunction') }],
    ['is Lambda.ResourceNotFoundException when there is no function', (world) => { world.answer = () => { throw new AwsError('ResourceNotFoundException', 'Function not found', 404); }; }, { error: 'Lambda.ResourceNotFoundException' }],
    ['is States.Permissions when the role does not trust Step Functions', (world) => { world.trusted = false; }, { error: 'States.Permissions' }],
    ['names a defect of ours', (world) => { world.answer = () => { throw new TypeError('oh'); }; }, { error: 'States.Runtime', cause: expect.stringContaining('defect of the local cloud: TypeError: oh') }],
  ])('the error %s', async (_, arrange, expected) => {
    const world = new StatesWorld();
    const stateMachineArn = world.machine(task());
    arrange(world);
    const { executionArn } = world.states.start(stateMachineArn);
    await settled();
    expect(world.states.execution(executionArn)).toMatchObject({ status: 'FAILED', ...expected });
  });

  test('polls as the waiter of the provider framework does, and its handler reads the cause of the last attempt', async () => {
    const world = new StatesWorld();
    const retried = JSON.stringify({ errorType: 'Retry', errorMessage: JSON.stringify({ RequestId: 'r' }), trace: [] });
    world.answer = (event) => ('Error' in event ? { payload: '"handled"' } : { payload: retried, functionError: 'Unhandled' });
    const stateMachineArn = world.machine({
      StartAt: 'complete',
      States: {
        complete: { Type: 'Task', Resource: FUNCTION, Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 1 }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'timeout' }], End: true },
        timeout: { Type: 'Task', Resource: FUNCTION, End: true },
      },
    });
    world.states.start(stateMachineArn);
    await settled();
    expect(world.clock.slept).toEqual([5000, 5000, 5000]);
    const last = world.invoked.at(-1) as { Cause: string };
    expect(JSON.parse(JSON.parse(last.Cause).errorMessage)).toEqual({ RequestId: 'r' });
  });

  test('is stopped at once, whatever its task does', async () => {
    const world = new StatesWorld();
    world.answer = () => new Promise(() => undefined);
    const { executionArn } = world.states.start(world.machine(task()));
    await settled();
    expect(world.call('StopExecution', { executionArn, error: 'Mine', cause: 'enough' })).toEqual({ stopDate: world.clock.time / 1000 });
    await settled();
    expect(world.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'ABORTED', error: 'Mine', cause: 'enough' });
  });

  test('that is over its TimeoutSeconds is TIMED_OUT', async () => {
    const world = new StatesWorld({ waitScale: 0.5 });
    const stateMachineArn = world.machine({ TimeoutSeconds: 60, StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1000, End: true } } });
    world.clock.held = 100_000;
    const { executionArn } = world.states.start(stateMachineArn);
    await settled();
    expect(world.states.execution(executionArn)).toMatchObject({ status: 'TIMED_OUT' });
    expect(world.clock.slept).toEqual([60_000, 500_000]);
  });

  test('ends at its next state when its machine is deleted', async () => {
    const world = new StatesWorld();
    let release: () => void = () => undefined;
    world.answer = () => new Promise((resolve) => { release = () => resolve({ payload: '{}' }); });
    const stateMachineArn = world.machine({ StartAt: 'T', States: { T: { Type: 'Task', Resource: FUNCTION, Next: 'U' }, U: { Type: 'Task', Resource: FUNCTION, End: true } } });
    const { executionArn } = world.states.start(stateMachineArn);
    await settled();
    world.states.remove(stateMachineArn);
    release();
    await settled();
    expect(world.states.execution(executionArn).status).toBe('ABORTED');
    expect(world.invoked).toHaveLength(1);
  });

  test('keeps the definition that it started with', async () => {
    const world = new StatesWorld();
    world.clock.held = 1;
    const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, Next: 'P' }, P: { Type: 'Pass', Result: 'old', End: true } } };
    const { executionArn } = world.states.start(world.machine(wait));
    world.machine({ StartAt: 'W', States: { W: { Type: 'Pass', Result: 'new', End: true } } });
    expect(JSON.parse(world.states.execution(executionArn).machine.definition)).toEqual(wait);
  });
});

describe('the name of an execution', () => {
  const start = (world: StatesWorld, stateMachineArn: string, input: string): unknown => world.call('StartExecution', { stateMachineArn, name: 'same', input });
  const hanging = (): [StatesWorld, string] => {
    const world = new StatesWorld();
    world.answer = () => new Promise(() => undefined);
    return [world, world.machine(task())];
  };

  test('with the same input gives the running execution again', () => {
    const [world, arn] = hanging();
    expect(start(world, arn, '{"a":1}')).toEqual(start(world, arn, '{"a":1}'));
  });

  test('with another input is refused', () => {
    const [world, arn] = hanging();
    start(world, arn, '{"a":1}');
    expect(() => start(world, arn, '{"a":2}')).toThrow(expect.objectContaining({ code: 'ExecutionAlreadyExists' }));
  });

  test('of an ended execution is refused', async () => {
    const world = new StatesWorld();
    const arn = world.machine(task());
    start(world, arn, '{}');
    await settled();
    expect(() => start(world, arn, '{}')).toThrow(expect.objectContaining({ code: 'ExecutionAlreadyExists' }));
  });
});

describe('a restart', () => {
  test('goes on with running executions at their current state', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'states-'));
    const world = new StatesWorld({ folder });
    world.clock.held = 20_000;
    const stateMachineArn = world.machine({ StartAt: 'T', States: { T: { Type: 'Task', Resource: FUNCTION, ResultPath: '$.t', Next: 'W' }, W: { Type: 'Wait', Seconds: 20, Next: 'U' }, U: { Type: 'Task', Resource: FUNCTION, End: true } } });
    const { executionArn } = world.states.start(stateMachineArn, { input: '{"n":1}' });
    await settled();
    world.states.close();
    await settled();
    expect(world.invoked).toHaveLength(1);

    world.clock.held = Infinity;
    world.clock.time += 15_000;
    const states = world.open();
    expect(states.execution(executionArn).status).toBe('RUNNING');
    states.resume();
    await settled();
    expect(states.execution(executionArn).status).toBe('SUCCEEDED');
    expect(world.clock.slept).toEqual([20_000, 5000]);
    expect(world.invoked).toEqual([{ n: 1 }, { n: 1, t: { done: true } }]);
    expect(world.call('GetExecutionHistory', { executionArn }).events.map(({ type }: { type: string }) => type)).toEqual([
      'ExecutionStarted', 'TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded', 'TaskStateExited', 'WaitStateEntered',
      'WaitStateExited', 'TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded', 'TaskStateExited', 'ExecutionSucceeded',
    ]);
    states.close();
    fs.rmSync(folder, { recursive: true });
  });
});

describe('the history', () => {
  test('tells what a failing lambda:invoke did, in a chain of events', async () => {
    const world = new StatesWorld();
    world.answer = () => ({ payload: '{"errorType":"E","errorMessage":"m"}', functionError: 'Unhandled' });
    const { executionArn } = world.states.start(world.machine(task(INVOKE, { Parameters: { FunctionName: FUNCTION } })));
    await settled();
    const { events } = world.call('GetExecutionHistory', { executionArn });
    expect(events.map(({ id, previousEventId, type }: any) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'], [2, 1, 'TaskStateEntered'], [3, 2, 'TaskScheduled'], [4, 3, 'TaskStarted'], [5, 4, 'TaskFailed'], [6, 5, 'ExecutionFailed'],
    ]);
    expect(events[0].executionStartedEventDetails).toEqual({ input: '{}', inputDetails: { truncated: false }, roleArn: expect.stringContaining('MachineRole') });
    expect(events[4].taskFailedEventDetails).toEqual({ resourceType: 'lambda', resource: 'invoke', error: 'E', cause: '{"errorType":"E","errorMessage":"m"}' });
  });

  test('comes in pages, in both directions, and without data when asked so', async () => {
    const world = new StatesWorld();
    const { executionArn } = world.states.start(world.machine(task()));
    await settled();
    const first = world.call('GetExecutionHistory', { executionArn, maxResults: 2, reverseOrder: true, includeExecutionData: false });
    expect(first.events.map(({ type }: any) => type)).toEqual(['ExecutionSucceeded', 'TaskStateExited']);
    expect(first.events[0].executionSucceededEventDetails).toEqual({});
    expect(world.call('GetExecutionHistory', { executionArn, maxResults: 2, reverseOrder: true, nextToken: first.nextToken }).events[0].type).toBe('LambdaFunctionSucceeded');
  });

  const logging = (level: string, includeExecutionData: boolean): object => ({ ...SETTINGS, logging: { level, includeExecutionData, logGroup: 'group' } });
  test.each<[string, boolean, string[], boolean]>([
    ['ALL', true, ['ExecutionStarted', 'TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionFailed', 'ExecutionFailed'], true],
    ['ALL', false, ['ExecutionStarted', 'TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionFailed', 'ExecutionFailed'], false],
    ['ERROR', true, ['LambdaFunctionFailed', 'ExecutionFailed'], true],
    ['FATAL', true, ['ExecutionFailed'], true],
    ['OFF', true, [], false],
  ])('goes to the log at level %s with execution data: %s', async (level, data, types, shown) => {
    const world = new StatesWorld();
    world.answer = () => ({ payload: '{"errorType":"E","errorMessage":"the secret"}', functionError: 'Unhandled' });
    world.states.start(world.machine(task(), logging(level, data)), { input: '{"k":"the secret"}' });
    await settled();
    expect(world.lines.map(({ line }) => line.type)).toEqual(types);
    expect(JSON.stringify(world.lines).includes('the secret')).toBe(shown);
    for (const { group, stream } of world.lines) expect(`${group}:${stream}`).toBe('group:states/machine/2026-01-31-12-00');
  });
});

describe('a state machine', () => {
  test.each<[string, object, string]>([
    ['a task that nobody does', task('arn:aws:states:::sagemaker:createTransformJob.sync'), 'the local cloud does not emulate the task arn:aws:states:::sagemaker:createTransformJob.sync at /States/T/Resource'],
    ['a parameter that is not read', task(INVOKE, { Parameters: { FunctionName: 'f', ClientContext: 'x' } }), 'the local cloud does not emulate ClientContext in the Parameters of lambda:invoke'],
    ['a missing parameter', task(INVOKE, { Parameters: {} }), 'Parameters of lambda:invoke need FunctionName'],
    ['JSONata', { ...task(), QueryLanguage: 'JSONata' }, 'query language JSONata'],
  ])('with %s is refused when it is made', (_, definition, message) => {
    expect(() => new StatesWorld().machine(definition)).toThrow(expect.objectContaining({ code: 'InvalidDefinition', message: expect.stringContaining(message) }));
  });

  test('takes further kinds of tasks', async () => {
    const double = serviceTask({ operation: 'math:double', required: ['N'], optional: [], run: ({ N }) => N * 2 });
    const world = new StatesWorld({ tasks: [double] });
    const { executionArn } = world.states.start(world.machine(task('arn:aws:states:::math:double', { Parameters: { N: 4 } })));
    await settled();
    expect(world.states.execution(executionArn).output).toBe('8');
  });

  test('that logs needs a role that may deliver logs', () => {
    const world = new StatesWorld();
    const settings = { ...SETTINGS, logging: { level: 'ALL', includeExecutionData: false, logGroup: 'g' } };
    expect(() => world.machine(task(), settings)).not.toThrow();
    world.authority.denied.add('logs:CreateLogDelivery');
    expect(() => world.machine(task(), settings)).toThrow('The state machine IAM Role is not authorized to access the Log Destination');
  });
});

describe('on the wire', () => {
  const world = new StatesWorld();
  const stateMachineArn = world.machine(task());
  const { executionArn } = world.states.start(stateMachineArn, { name: 'done' });

  test.each([
    ['StartExecution', { stateMachineArn }],
    ['DescribeExecution', { executionArn }],
    ['GetExecutionHistory', { executionArn }],
    ['StopExecution', { executionArn }],
    ['ListExecutions', { stateMachineArn }],
    ['DescribeStateMachine', { stateMachineArn }],
    ['ListStateMachines', {}],
  ])('%s asks for its action', (operation, input) => {
    expect(() => world.call(operation, input)).not.toThrow();
    world.authority.denied.add(`states:${operation}`);
    expect(() => world.call(operation, input)).toThrow(expect.objectContaining({ code: 'AccessDeniedException', message: expect.stringContaining(`states:${operation}`) }));
    world.authority.denied.clear();
  });

  test.each([
    ['StartExecution', { stateMachineArn: `${stateMachineArn}x` }, 'StateMachineDoesNotExist'],
    ['StartExecution', { stateMachineArn: 'machine' }, 'InvalidArn'],
    ['StartExecution', { stateMachineArn, input: '{' }, 'InvalidExecutionInput'],
    ['StartExecution', { stateMachineArn, name: 'no spaces' }, 'InvalidName'],
    ['StartExecution', { stateMachineArn, input: JSON.stringify('x'.repeat(262_144)) }, 'ValidationException'],
    ['StartSyncExecution', { stateMachineArn }, 'NotImplemented'],
    ['DescribeExecution', { executionArn: `${executionArn}x` }, 'ExecutionDoesNotExist'],
  ])('%s %j answers %s', (operation, input, code) => {
    expect(() => world.call(operation, input)).toThrow(expect.objectContaining({ code }));
  });

  test('lists are filtered by status', async () => {
    await settled();
    expect(world.call('ListExecutions', { stateMachineArn, statusFilter: 'SUCCEEDED' }).executions.map(({ name }: any) => name)).toContain('done');
    expect(world.call('ListExecutions', { stateMachineArn, statusFilter: 'RUNNING' }).executions).toEqual([]);
  });
});
