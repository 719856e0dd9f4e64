import { messageTasks } from '../../../../local/aws/states/message-tasks';
import { SnsService } from '../../../../local/aws/sns/sns-service';
import { SqsService } from '../../../../local/aws/sqs/sqs-service';
import { RecordingAuthority } from '../../functions/_authority';
import { settled, SteppingClock } from '../../functions/_stepping-clock';
import { IDENTITY, StatesWorld, task } from './_states-world';

const authority = new RecordingAuthority();
const clock = new SteppingClock();
const sqs = new SqsService({ identity: IDENTITY, clock, report: () => undefined, endpoint: () => 'http://127.0.0.1:4566' });
const sns = new SnsService({ identity: IDENTITY, clock, report: () => undefined, targets: () => { throw new Error('nobody subscribes'); } });
const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:t';
sqs.create('q', { visibilityTimeoutSeconds: 30, delaySeconds: 0, retentionSeconds: 345_600, tags: {} });
sns.putTopic('t', { displayName: '', tags: {} });
beforeEach(() => authority.denied.clear());

const SEND = task('arn:aws:states:::sqs:sendMessage', { Parameters: { 'QueueUrl': sqs.urlOf('q'), 'MessageBody.$': '$' } });
const PUBLISH = task('arn:aws:states:::sns:publish', { Parameters: { 'TopicArn': TOPIC, 'Message.$': '$.text', 'Subject': 'S' } });

async function run(definition: object): Promise<any> {
  const world = new StatesWorld({ tasks: messageTasks(sqs, sns, authority) });
  const { executionArn } = world.states.start(world.machine(definition), { input: '{"text":"hi"}' });
  await settled();
  return world.states.execution(executionArn);
}

test('a task sends to a queue', async () => {
  const { status, output } = await run(SEND);
  const [message] = await sqs.queue('q').receive(1, 0);
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output)).toMatchObject({ MessageId: message.messageId });
  expect(message.body).toBe('{"text":"hi"}');
});

test('a task publishes to a topic', async () => {
  expect(await run(PUBLISH)).toMatchObject({ status: 'SUCCEEDED' });
  expect(sns.published(TOPIC)).toMatchObject([{ message: 'hi', subject: 'S' }]);
});

test.each([['sqs:SendMessage', SEND, 'SQS.AccessDeniedException'], ['sns:Publish', PUBLISH, 'SNS.AccessDeniedException']])('a role without %s fails the task', async (action, definition, error) => {
  authority.denied.add(action);
  expect(await run(definition)).toMatchObject({ status: 'FAILED', error, cause: expect.stringContaining(action) });
});
