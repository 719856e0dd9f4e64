import { createAuthority } from '../../../../local/access/authority';
import { eventsOperations } from '../../../../local/aws/events/events-operations';
import { EventsService } from '../../../../local/aws/events/events-service';
import { lambdaTarget, logsTarget, statesTarget, TargetRegistry } from '../../../../local/aws/events/target-registry';
import { snsOperations } from '../../../../local/aws/sns/sns-operations';
import { SnsService } from '../../../../local/aws/sns/sns-service';
import { sqsOperations } from '../../../../local/aws/sqs/sqs-operations';
import { SqsService } from '../../../../local/aws/sqs/sqs-service';
import { NamedPolicy, PolicyStatement } from '../../../../local/access/model';
import { serviceCaller } from '../../../../local/functions/service-caller';
import { eventsResources } from '../../../../local/resources/events';
import { snsResources, sqsResources } from '../../../../local/resources/messaging';
import { CloudEvent } from '../../../../local/services';
import { RecordingAuthority } from '../../functions/_authority';
import { CONTEXT, handlerOf } from '../../functions/_resource-context';
import { settled, SteppingClock } from '../../functions/_stepping-clock';

const IDENTITY = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333', urlSuffix: 'amazonaws.com' };
const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-central-1:111122223333:${rest}`;
const [FUNCTION, MACHINE, QUEUE, TOPIC] = [arn('lambda', 'function:f'), arn('states', 'stateMachine:m'), arn('sqs', 'q'), arn('sns', 't')];
const RULE = arn('events', 'rule/r');

/** The message services under the real evaluator: whoever delivers must be allowed to. */
class World {
  readonly clock = new SteppingClock();
  readonly reports: Array<Omit<CloudEvent, 'time'>> = [];
  readonly invoked: Array<{ arn: string; body: any }> = [];
  readonly started: Array<{ arn: string; body: any }> = [];
  readonly lines: string[] = [];
  functionPolicy: NamedPolicy[] = [];
  roleMay: PolicyStatement[] = [];
  readonly authority = createAuthority({
    iam: { identityPolicies: ({ kind }) => (kind === 'role' ? [{ name: 'role', document: { Version: '2012-10-17', Statement: this.roleMay } }] : []), boundary: () => undefined },
    endpointPolicies: () => [], audit: { write: () => undefined }, identity: IDENTITY, clock: this.clock,
  });
  private readonly report = (event: Omit<CloudEvent, 'time'>): void => { this.reports.push(event); };
  readonly sqs = new SqsService({ identity: IDENTITY, clock: this.clock, report: this.report, endpoint: () => 'http://127.0.0.1:4566' });
  readonly sns: SnsService = new SnsService({ identity: IDENTITY, clock: this.clock, report: this.report, targets: () => this.targets });
  readonly targets: TargetRegistry = new TargetRegistry([
    lambdaTarget({ invoke: async () => ({ payload: '' }), invokeAsync: (name, body) => { this.invoked.push({ arn: name, body: JSON.parse(body) }); }, policyOf: () => this.functionPolicy }),
    statesTarget({ start: (machine, { input }) => this.started.push({ arn: machine, body: JSON.parse(input) }) }),
    logsTarget({ write: (group, _stream, lines) => this.lines.push(...lines.map((line) => `${group}: ${JSON.parse(line).source}`)) }),
    this.sqs.target(),
    this.sns.target(),
  ], this.authority, IDENTITY);
  readonly events = new EventsService({
    identity: IDENTITY, clock: this.clock, report: this.report, targets: this.targets,
    sts: { assumeRole: ({ roleArn, sessionName }) => ({ accessKeyId: 'A', secretAccessKey: 's', principal: { kind: 'role', accountId: IDENTITY.accountId, roleName: 'R', roleArn, roleId: 'AROA', sessionName, tags: {} } }) },
  });

  rule(target: object, properties: object = {}): void {
    void handlerOf(eventsResources(this.events), 'AWS::Events::Rule').create({ Name: 'r', EventPattern: { source: ['mine'] }, Targets: [{ Id: 'T', ...target }], ...properties }, CONTEXT);
  }

  async publish(source = 'mine'): Promise<void> {
    this.events.publish({ source, detailType: 'Change', resources: ['x'], detail: { n: 1 } });
    await settled();
  }

  failures(): unknown[] {
    return this.reports.filter(({ type }) => type === 'delivery-failed').map(({ detail }) => detail.error);
  }

  queueGot = async (): Promise<string[]> => (await this.sqs.queue('q').receive(10, 0)).map(({ body }) => body);
}

const lets = (service: string, action: string, resource: string, source: string): PolicyStatement => ({ Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: resource, Condition: { ArnEquals: { 'aws:SourceArn': source } } });
const document = (statement: PolicyStatement) => ({ Version: '2012-10-17', Statement: [statement] });

describe('an event', () => {
  test('reaches the function of a matching rule, as EventBridge wraps it', async () => {
    const world = new World();
    world.functionPolicy = [{ name: 'f', document: document(lets('events.amazonaws.com', 'lambda:InvokeFunction', FUNCTION, RULE)) }];
    world.rule({ Arn: FUNCTION });
    await world.publish('other');
    await world.publish();
    expect(world.invoked).toEqual([{
      arn: FUNCTION,
      body: { 'version': '0', 'id': expect.any(String), 'detail-type': 'Change', 'source': 'mine', 'account': '111122223333', 'time': '2026-01-31T12:00:00Z', 'region': 'eu-central-1', 'resources': ['x'], 'detail': { n: 1 } },
    }]);
  });

  test('does not reach a function whose policy names another rule, and whoever watches is told', async () => {
    const world = new World();
    world.functionPolicy = [{ name: 'f', document: document(lets('events.amazonaws.com', 'lambda:InvokeFunction', FUNCTION, `${RULE}x`)) }];
    world.rule({ Arn: FUNCTION });
    await world.publish();
    expect(world.invoked).toEqual([]);
    expect(world.failures()).toEqual([expect.stringContaining('events.amazonaws.com is not authorized to perform: lambda:InvokeFunction')]);
  });

  test.each<[string, PolicyStatement[], number]>([
    ['starts a state machine when the role of the target may', [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: MACHINE }], 1],
    ['starts none when the role may not', [], 0],
  ])('%s', async (_, statements, count) => {
    const world = new World();
    world.roleMay = statements;
    world.rule({ Arn: MACHINE, RoleArn: 'arn:aws:iam::111122223333:role/R', InputTransformer: { InputPathsMap: { n: '$.detail.n' }, InputTemplate: '{"number": <n>}' } });
    await world.publish();
    expect(world.started).toEqual(Array(count).fill({ arn: MACHINE, body: { number: 1 } }));
    expect(world.failures()).toHaveLength(1 - count);
  });

  test('reaches a queue, a topic and a log group', async () => {
    const world = new World();
    world.sqs.create('q', { visibilityTimeoutSeconds: 30, delaySeconds: 0, retentionSeconds: 345_600, tags: {} });
    world.sns.putTopic('t', { displayName: '', tags: {} });
    world.sqs.putPolicy('q', document(lets('events.amazonaws.com', 'sqs:SendMessage', QUEUE, RULE)));
    world.sns.putPolicy(TOPIC, document(lets('events.amazonaws.com', 'sns:Publish', TOPIC, RULE)));
    world.rule({}, { Targets: [{ Id: 'Q', Arn: QUEUE, Input: '"hello"' }, { Id: 'T', Arn: TOPIC, InputPath: '$.detail' }, { Id: 'L', Arn: arn('logs', 'log-group:/events/all') }] });
    await world.publish();
    expect(world.failures()).toEqual([]);
    expect(await world.queueGot()).toEqual(['"hello"']);
    expect(world.sns.published(TOPIC).map(({ message }) => message)).toEqual(['{"n":1}']);
    expect(world.lines).toEqual(['/events/all: mine']);
  });

  test('that cannot be delivered goes to the dead letter queue', async () => {
    const world = new World();
    world.sqs.create('q', { visibilityTimeoutSeconds: 30, delaySeconds: 0, retentionSeconds: 345_600, tags: {} });
    world.sqs.putPolicy('q', document(lets('events.amazonaws.com', 'sqs:SendMessage', QUEUE, RULE)));
    world.rule({ Arn: FUNCTION, DeadLetterConfig: { Arn: QUEUE }, Input: '{"a":1}' });
    await world.publish();
    expect(await world.queueGot()).toEqual(['{"a":1}']);
  });

  test('does not reach a disabled rule', async () => {
    const world = new World();
    world.rule({ Arn: arn('logs', 'log-group:g') }, { State: 'DISABLED' });
    await world.publish();
    expect(world.lines).toEqual([]);
  });
});

test.each<[string, object, string]>([
  ['a schedule', { ScheduleExpression: 'rate(1 minute)' }, 'ScheduleExpression'],
  ['another bus', { EventBusName: 'own' }, 'EventBusName own'],
  ['a target that nobody delivers to', { Targets: [{ Id: 'T', Arn: arn('kinesis', 'stream/s') }] }, 'the target arn:aws:kinesis'],
  ['a target with more', { Targets: [{ Id: 'T', Arn: FUNCTION, EcsParameters: {} }] }, 'Targets.EcsParameters'],
  ['an invalid pattern', { EventPattern: { source: 'mine' } }, 'Event pattern is not valid'],
  ['no pattern', { EventPattern: undefined }, 'EventPattern or ScheduleExpression must be specified'],
])('a rule with %s is refused', (_, properties, message) => {
  expect(() => new World().rule({ Arn: FUNCTION }, properties)).toThrow(message);
});

test('events and rules on the wire: PutEvents, ListRules, DescribeRule, ListTargetsByRule', async () => {
  const world = new World();
  const authority = new RecordingAuthority();
  const operations = eventsOperations(world.events, authority);
  const call = (operation: string, input: object): any => operations[operation](input, { caller: serviceCaller('test'), requestId: 'r' });
  world.rule({ Arn: arn('logs', 'log-group:g') });
  expect(call('PutEvents', { Entries: [{ Source: 'mine', DetailType: 'D', Detail: '{}' }, { Source: 'aws.ec2', DetailType: 'D', Detail: '{}' }, { Source: 'mine', Detail: '{}' }, { Source: 'mine', DetailType: 'D', Detail: '{' }] })).toMatchObject({
    FailedEntryCount: 3, Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'NotAuthorizedForSourceException' }, { ErrorCode: 'InvalidArgument' }, { ErrorCode: 'MalformedDetail' }],
  });
  await settled();
  expect(world.lines).toEqual(['g: mine']);
  expect(call('ListRules', {}).Rules).toMatchObject([{ Name: 'r', Arn: RULE, State: 'ENABLED', EventPattern: '{"source":["mine"]}' }]);
  expect(call('DescribeRule', { Name: 'r' })).toMatchObject({ Arn: RULE });
  expect(call('ListTargetsByRule', { Rule: 'r' }).Targets).toEqual([{ Id: 'T', Arn: arn('logs', 'log-group:g') }]);
  expect(() => call('DescribeRule', { Name: 'x' })).toThrow('Rule x does not exist');
  authority.denied.add('events:PutEvents');
  expect(() => call('PutEvents', { Entries: [] })).toThrow(expect.objectContaining({ code: 'AccessDeniedException' }));
});

describe('a queue', () => {
  const setUp = async (properties: object = {}) => {
    const world = new World();
    const authority = new RecordingAuthority();
    const operations = sqsOperations(world.sqs, authority);
    const call = async (operation: string, input: object): Promise<any> => operations[operation](input, { caller: serviceCaller('test'), requestId: 'r' });
    await handlerOf(sqsResources(world.sqs), 'AWS::SQS::Queue').create({ QueueName: 'q', ...properties }, CONTEXT);
    const { QueueUrl } = await call('GetQueueUrl', { QueueName: 'q' });
    return { world, authority, call, QueueUrl, receive: async (input: object = {}): Promise<any[]> => (await call('ReceiveMessage', { QueueUrl, ...input })).Messages ?? [] };
  };

  test('gives a message once while it is in flight, again after its visibility timeout, and never after it was deleted', async () => {
    const { world, call, QueueUrl, receive } = await setUp({ VisibilityTimeout: 10 });
    expect(QueueUrl).toBe('http://127.0.0.1:4566/111122223333/q');
    const { MessageId, MD5OfMessageBody } = await call('SendMessage', { QueueUrl, MessageBody: 'hello' });
    expect(MD5OfMessageBody).toBe('5d41402abc4b2a76b9719d911017c592');
    expect(await receive()).toMatchObject([{ MessageId, Body: 'hello', MD5OfBody: MD5OfMessageBody, Attributes: { ApproximateReceiveCount: '1' } }]);
    expect(await receive()).toEqual([]);
    world.clock.time += 10_000;
    const [{ ReceiptHandle, Attributes }] = await receive();
    expect(Attributes.ApproximateReceiveCount).toBe('2');
    await call('DeleteMessage', { QueueUrl, ReceiptHandle });
    world.clock.time += 10_000;
    expect(await receive()).toEqual([]);
  });

  test('counts its messages', async () => {
    const { call, QueueUrl, receive } = await setUp();
    for (const MessageBody of ['a', 'b', 'c']) await call('SendMessage', { QueueUrl, MessageBody, DelaySeconds: MessageBody === 'c' ? 60 : 0 });
    await receive();
    expect((await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] })).Attributes).toMatchObject({ QueueArn: QUEUE, ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesNotVisible: '1', ApproximateNumberOfMessagesDelayed: '1' });
  });

  test('waits for a message when asked to', async () => {
    const { world, call, QueueUrl, receive } = await setUp();
    world.clock.held = 1;
    const waiting = receive({ WaitTimeSeconds: 20 });
    await settled();
    await call('SendMessage', { QueueUrl, MessageBody: 'late' });
    expect(await waiting).toMatchObject([{ Body: 'late' }]);
  });

  test('moves a message that was received too often to its dead letter queue', async () => {
    const { world, call, QueueUrl, receive } = await setUp({ VisibilityTimeout: 1, RedrivePolicy: { deadLetterTargetArn: arn('sqs', 'dead'), maxReceiveCount: 2 } });
    await handlerOf(sqsResources(world.sqs), 'AWS::SQS::Queue').create({ QueueName: 'dead' }, CONTEXT);
    await call('SendMessage', { QueueUrl, MessageBody: 'poison' });
    const counts: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      counts.push((await receive()).length);
      world.clock.time += 1000;
    }
    expect(counts).toEqual([1, 1, 0]);
    expect(await world.sqs.queue('dead').receive(1, 0)).toMatchObject([{ body: 'poison' }]);
  });

  test('asks for its action, and refuses what it does not do by name', async () => {
    const { authority, call, QueueUrl } = await setUp();
    await expect(call('SendMessage', { QueueUrl, MessageBody: 'a', MessageGroupId: 'g' })).rejects.toMatchObject({ code: 'NotImplemented' });
    await expect(call('GetQueueUrl', { QueueName: 'x' })).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
    for (const operation of ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']) {
      authority.denied.add(`sqs:${operation}`);
      await expect(call(operation, { QueueUrl, MessageBody: 'a' })).rejects.toMatchObject({ code: 'AccessDeniedException' });
    }
  });

  test('that is FIFO is refused', async () => {
    await expect(setUp({ FifoQueue: true })).rejects.toThrow('AWS::SQS::Queue with FifoQueue');
  });
});

describe('a topic', () => {
  const setUp = async (protocol: string, Endpoint: string, more: object = {}) => {
    const world = new World();
    const operations = snsOperations(world.sns, new RecordingAuthority());
    const create = (type: string, properties: object) => handlerOf([...snsResources(world.sns), ...sqsResources(world.sqs)], type).create(properties, CONTEXT);
    const { physicalId: TopicArn } = await create('AWS::SNS::Topic', { TopicName: 't' });
    await create('AWS::SQS::Queue', { QueueName: 'q' });
    await create('AWS::SQS::QueuePolicy', { Queues: [world.sqs.urlOf('q')], PolicyDocument: document(lets('sns.amazonaws.com', 'sqs:SendMessage', QUEUE, TOPIC)) });
    await create('AWS::SNS::Subscription', { TopicArn, Protocol: protocol, Endpoint, ...more });
    const publish = async (input: object = {}): Promise<any> => operations.Publish({ TopicArn, Message: 'hi', Subject: 'S', ...input }, { caller: serviceCaller('test'), requestId: 'r' });
    return { world, publish };
  };

  test.each<[string, object, (body: string) => unknown, unknown]>([
    ['wrapped', {}, (body) => JSON.parse(body), expect.objectContaining({ Type: 'Notification', TopicArn: TOPIC, Message: 'hi', Subject: 'S' })],
    ['raw', { RawMessageDelivery: 'true' }, (body) => body, 'hi'],
  ])('sends its messages %s to a queue that lets it', async (_, more, read, expected) => {
    const { world, publish } = await setUp('sqs', QUEUE, more);
    await publish();
    await settled();
    expect((await world.queueGot()).map(read)).toEqual([expected]);
  });

  test('sends its messages to a function that lets it', async () => {
    const { world, publish } = await setUp('lambda', FUNCTION);
    await publish();
    await settled();
    expect(world.failures()).toHaveLength(1);
    world.functionPolicy = [{ name: 'f', document: document(lets('sns.amazonaws.com', 'lambda:InvokeFunction', FUNCTION, TOPIC)) }];
    await publish();
    await settled();
    expect(world.invoked).toMatchObject([{ arn: FUNCTION, body: { Records: [{ EventSource: 'aws:sns', Sns: { Message: 'hi', Subject: 'S' } }] } }]);
  });

  test('records what goes to people', async () => {
    const { world, publish } = await setUp('email', 'a@example.com');
    const { MessageId } = await publish();
    await settled();
    expect(world.failures()).toEqual([]);
    expect(world.reports).toContainEqual({ source: 'sns', type: 'message', detail: { topicArn: TOPIC, messageId: MessageId, subject: 'S', message: 'hi' } });
  });

  test('refuses by name what it does not do', async () => {
    const { publish } = await setUp('email', 'a@example.com');
    await expect(publish({ PhoneNumber: '1' })).rejects.toMatchObject({ code: 'NotImplemented', message: expect.stringContaining('PhoneNumber') });
    await expect(setUp('firehose', 'x')).rejects.toThrow('Protocol firehose');
  });
});
