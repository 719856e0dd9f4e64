import { PREFIX_LIST_ATTRIBUTE, S3_PREFIX_LIST_RESOURCE_TYPE } from '../../lib/spec/custom-resource';
import { ANSWER_URL, denied, error, event, SECRET, throttled } from './requests';
import { World } from './world';

const quoting = () => error('Error', `connect ETIMEDOUT while PUT ${ANSWER_URL}`);

describe('the answer URL', () => {
  test('is in no execution input: it travels in ciphertext, and the watch opens it', async () => {
    const world = new World();
    await world.request();
    expect(world.called('encrypt')).toEqual([['encrypt', expect.any(String), ANSWER_URL, { purpose: 'cloudformation-answer-url' }]]);
    await world.watch(3, (state) => world.job(state.jobName, { status: 'Completed' }));
    expect(world.called('decrypt')).toEqual([['decrypt', expect.any(String), expect.any(String), { purpose: 'cloudformation-answer-url' }]]);
    expect(world.called('put')).toEqual([['put', ANSWER_URL]]);
  });

  test('is kept out of the error when the answer is not taken, though the HTTP client quotes it', async () => {
    const world = new World().failAlways('put', quoting());
    await expect(world.request({ RequestType: 'Delete', PhysicalResourceId: 'other' })).rejects.toThrow('CloudFormation did not take the answer in 6 attempts');
    expect(world.called('put')).toHaveLength(6);
    expect(world.errors.join()).not.toContain(SECRET);
  });

  test('is kept out of the answer and the log when encrypting it fails with its text', async () => {
    const world = new World().failAlways('encrypt', error('ValidationException', `1 validation error: plaintext ${ANSWER_URL}`));
    await world.request();
    expect(world.answers[0]).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('could not be encrypted') });
  });

  test('is kept out of the step error when the watch cannot open or use it', async () => {
    for (const call of ['decrypt', 'put']) {
      const world = new World();
      await world.request();
      world.job(world.jobName, { status: 'Completed' });
      world.failAlways(call, quoting());
      await expect(world.watch(1)).rejects.toThrow();
      expect(world.errors).toHaveLength(1);
    }
  });

  test('is found by the check of this suite when it leaks', () => {
    const world = new World();
    world.ports.log('info', 'event', { event: event() });
    expect(world.leftBehind).toContain(SECRET);
    world.logLines.length = 0;
  });
});

test('an answer that is not taken at first is offered again', async () => {
  const world = new World().fail('put', quoting(), quoting());
  await world.request({ RequestType: 'Delete', PhysicalResourceId: 'other' });
  expect(world.answers).toHaveLength(1);
});

test('a watch step that broke off is repeated from the same state and answers then', async () => {
  const world = new World();
  await world.request();
  world.job(world.jobName, { status: 'Completed' });
  world.failAlways('put', quoting());
  await expect(world.watch(1)).rejects.toThrow();
  world.heal('put');
  expect((await world.watch(1)).done).toBe(true);
  expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS' })]);
});

describe('a resource of another kind', () => {
  test.each([
    [{ ResourceType: 'Custom::Other' }, "'ResourceType' must be Custom::SecureTransformJob or Custom::S3PrefixList, got: Custom::Other"],
    [{ RequestType: 'Read' }, "'RequestType' must be Create, Update or Delete, got: Read"],
  ])('%j is refused by name', async (change, reason) => {
    const world = new World();
    await world.request(change);
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: reason })]);
  });
});

test('a defect of the launcher is answered and does not leave the stack waiting', async () => {
  const world = new World();
  await world.request({ ResourceProperties: undefined as never });
  expect(world.answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: expect.stringContaining('the launcher broke off') })]);
});

describe('the S3 prefix list', () => {
  const resource = { ResourceType: S3_PREFIX_LIST_RESOURCE_TYPE, ResourceProperties: {} };

  test.each([
    [[]],
    [[throttled(), denied('ec2:DescribeManagedPrefixLists')]],
  ])('is looked up in the region (after %j)', async (errors) => {
    const world = new World().fail('prefixListId', ...errors);
    await world.request(resource);
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: 'pl-s3', Data: { [PREFIX_LIST_ATTRIBUTE.id]: 'pl-s3' } })]);
  });

  test('that cannot be looked up is explained', async () => {
    const world = new World().failAlways('prefixListId', denied('ec2:DescribeManagedPrefixLists'));
    await world.request(resource);
    expect(world.answers[0]).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('ec2:DescribeManagedPrefixLists') });
    expect(world.answers[0].PhysicalResourceId).toMatch(/^not-created-/);
  });

  test('is not touched by a deletion', async () => {
    const world = new World();
    await world.request({ ...resource, RequestType: 'Delete', PhysicalResourceId: 'pl-s3' });
    expect(world.calls.map(([name]) => name)).toEqual(['put']);
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: 'pl-s3' })]);
  });
});
