import { JOB_PROPERTY } from '../../lib/spec/custom-resource';
import { SERVICE_MESSAGE } from '../../lib/spec/service-messages';
import { denied, error, properties, throttled } from './requests';
import { World } from './world';

const NAME = 'label-0123456789abcdef';
const deletion = { RequestType: 'Delete', PhysicalResourceId: NAME };
const stoppedWhenAsked = (_: unknown, world: World) => {
  if (world.jobs.get(NAME)?.status === 'Stopping' && world.called('describeTransformJob').length > 2) world.job(NAME, { status: 'Stopped' });
};

test('a running job is stopped, and the answer comes when it has stopped and its interfaces are gone', async () => {
  const world = new World();
  world.job(NAME);
  world.interfaces = ['eni-1', 'eni-2'];
  await world.request(deletion);
  expect(world.bodies).toEqual([]);
  expect([...world.executions.keys()]).toEqual(['delete-8f0cda7c-3f5c-4b5e-9d3e-000000000001']);
  const end = await world.watch(30, (state) => {
    stoppedWhenAsked(state, world);
    if (world.called('networkInterfaces').length > 2) world.interfaces = [];
    expect(world.bodies).toEqual([]);
  });
  expect(end.done).toBe(true);
  expect(world.called('networkInterfaces').at(-1)).toEqual(['networkInterfaces', ['sg-1']]);
  expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: NAME })]);
});

test('interfaces that do not go are waited for ten minutes and then named in the log', async () => {
  const world = new World();
  world.job(NAME);
  world.interfaces = ['eni-1'];
  await world.request(deletion);
  const begin = world.now;
  expect((await world.watch(60, stoppedWhenAsked)).done).toBe(true);
  expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS' })]);
  expect(world.now - begin).toBeGreaterThan(600_000);
  expect(world.logLines.join()).toContain('eni-1');
});

test('interfaces that may not be looked at do not hold up the deletion', async () => {
  const world = new World().failAlways('networkInterfaces', denied('ec2:DescribeNetworkInterfaces'));
  world.job(NAME);
  await world.request(deletion);
  expect((await world.watch(30, stoppedWhenAsked)).done).toBe(true);
  expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS' })]);
});

describe('is answered at once', () => {
  test.each([
    ['for a name that the service does not know', SERVICE_MESSAGE.stopUnknown.say(NAME)],
    ['for a name in the other wording', 'Requested resource not found.'],
    ['for a job that has ended', SERVICE_MESSAGE.stopTerminal.say('Completed')],
  ])('%s', async (_, message) => {
    const world = new World().fail('stopTransformJob', error('ValidationException', message));
    await world.request(deletion);
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: NAME })]);
    expect(world.executions.size).toBe(0);
  });

  test.each(['not-created-8f0cda7c', 'Labels-Label-1ABCDEF', '', 'labels-of-somebody-else'])('for the id %p that no job of these properties has, without a call', async (id) => {
    const world = new World();
    await world.request({ RequestType: 'Delete', PhysicalResourceId: id });
    expect(world.calls.map(([name]) => name)).toEqual(['put']);
    expect(world.answers[0].Status).toBe('SUCCESS');
    expect(world.answers[0].PhysicalResourceId).not.toBe('');
  });

  test.each([
    ['long ago, whatever interfaces its group has', -3_600_000, 'answered'],
    ['a minute ago without interfaces left', -60_000, 'answered', []],
    ['a minute ago with interfaces left: not at once', -60_000, 'watched', ['eni-1']],
  ])('for a job that ended %s', async (_, ago, expected, interfaces: string[] = ['eni-of-another-job']) => {
    const world = new World();
    world.job(NAME, { status: 'Completed', endedAt: world.now + ago });
    world.interfaces = interfaces;
    await world.request(deletion);
    expect(world.executions.size === 0 ? 'answered' : 'watched').toBe(expected);
  });

  test('for properties that nothing could have been created with', async () => {
    const world = new World();
    await world.request({ ...deletion, PhysicalResourceId: 'not-created-1', ResourceProperties: { [JOB_PROPERTY.request]: '{', [JOB_PROPERTY.surroundings]: 'nonsense' } });
    expect(world.answers[0].Status).toBe('SUCCESS');
  });
});

test('a throttled stop is repeated', async () => {
  const world = new World().fail('stopTransformJob', throttled(), throttled());
  world.job(NAME);
  await world.request(deletion);
  expect(world.jobs.get(NAME)!.status).toBe('Stopping');
});

test('a stop that is denied is explained, with the words that name the action', async () => {
  const world = new World().failAlways('stopTransformJob', denied('sagemaker:StopTransformJob'));
  world.job(NAME);
  await world.request(deletion);
  expect(world.answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: NAME, Reason: expect.stringContaining('is not authorized to perform: sagemaker:StopTransformJob') });
});

test('a job that does not stop within half an hour is reported', async () => {
  const world = new World();
  world.job(NAME);
  await world.request(deletion);
  expect((await world.watch(200)).done).toBe(true);
  expect(world.answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: expect.stringContaining('delete the stack again') })]);
});

test('without security groups the answer comes as soon as the job has stopped', async () => {
  const world = new World();
  world.job(NAME);
  await world.request({ ...deletion, ResourceProperties: properties({ [JOB_PROPERTY.surroundings]: JSON.stringify({ constructPath: 'x' }) }) });
  expect((await world.watch(30, stoppedWhenAsked)).done).toBe(true);
  expect(world.called('networkInterfaces')).toEqual([]);
});
