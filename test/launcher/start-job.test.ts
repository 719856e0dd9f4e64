import { JOB_ATTRIBUTE, JOB_PROPERTY, JOB_TAG } from '../../lib/spec/custom-resource';
import { jobName, requestHash } from '../../lib/spec/job-name';
import { SERVICE_MESSAGE } from '../../lib/spec/service-messages';
import { denied, error, MACHINE_ARN, ownTags, properties, REGION, REQUEST, STACK_ID, SURROUNDINGS, throttled } from './requests';
import { World } from './world';

const NAME = jobName({ namePrefix: 'label', stackId: STACK_ID, logicalId: 'Label', request: REQUEST });
const ROLE = SURROUNDINGS.roleArn!;
const young = () => error('ValidationException', SERVICE_MESSAGE.couldNotAssumeRole.say(ROLE));
const noObjects = () => error('ValidationException', SERVICE_MESSAGE.noObjects.say('s3://photos/selfies/', REGION, ROLE, 'photos', 'Access Denied'));

describe('a new job', () => {
  test('is created under the name of its content, tagged, and handed to the watch without an answer', async () => {
    const world = new World();
    await world.request({ ResourceProperties: properties({}, { ...REQUEST, Tags: [{ Key: 'team', Value: 'vision' }] }) });
    const [[, request]] = world.called('createTransformJob') as Array<[string, typeof REQUEST]>;
    expect(request.TransformJobName).toMatch(/^label-[0-9a-f]{16}$/);
    expect(request.Tags).toEqual([{ Key: 'team', Value: 'vision' }, { Key: JOB_TAG.requestHash, Value: expect.any(String) }, { Key: JOB_TAG.stackId, Value: STACK_ID }, { Key: JOB_TAG.logicalId, Value: 'Label' }]);
    expect(world.called('startExecution')).toEqual([['startExecution', MACHINE_ARN, 'create-8f0cda7c-3f5c-4b5e-9d3e-000000000001']]);
    expect(world.bodies).toEqual([]);
  });

  test('is answered by the watch when it has completed', async () => {
    const world = new World();
    await world.request();
    const end = await world.watch(20, (_, { jobName: name }) => world.called('describeTransformJob').length > 3 && world.job(name, { status: 'Completed' }));
    expect(end.done).toBe(true);
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: NAME, Data: { [JOB_ATTRIBUTE.name]: NAME, [JOB_ATTRIBUTE.arn]: expect.stringContaining(NAME), [JOB_ATTRIBUTE.status]: 'Completed', [JOB_ATTRIBUTE.outputUri]: 's3://labels/selfies/' } })]);
  });

  test('that nobody waits for is answered at once and not watched', async () => {
    const world = new World();
    await world.request({ ResourceProperties: properties({ [JOB_PROPERTY.waitForCompletion]: 'false' }) });
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: NAME, Data: expect.objectContaining({ [JOB_ATTRIBUTE.status]: 'InProgress' }) })]);
    expect(world.called('startExecution')).toEqual([]);
  });

  test('that nobody waits for is still stopped when it runs longer than maxRuntime', async () => {
    const world = new World();
    await world.request({ ResourceProperties: properties({ [JOB_PROPERTY.waitForCompletion]: 'false', [JOB_PROPERTY.maxRuntime]: '600' }) });
    expect(world.answers).toHaveLength(1);
    expect(world.called('encrypt')).toEqual([]);
    const end = await world.watch(40, () => world.jobs.get(NAME)!.status === 'Stopping' && world.job(NAME, { status: 'Stopped' }));
    expect(end.done).toBe(true);
    expect(world.called('stopTransformJob')).toEqual([['stopTransformJob', NAME]]);
    expect(world.answers).toHaveLength(1);
  });
});

describe('what passes is repeated', () => {
  test.each([
    ['throttling', throttled],
    ['a role that SageMaker does not see yet', young],
    ['an input that the role cannot list yet', noObjects],
    ['a launcher policy that is not in force yet', () => denied('sagemaker:CreateTransformJob')],
    ['a lost connection', () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
  ])('%s', async (_, make) => {
    const world = new World().fail('createTransformJob', make(), make(), make());
    await world.request();
    expect(world.called('createTransformJob')).toHaveLength(4);
    expect(world.called('startExecution')).toHaveLength(1);
    expect(world.bodies).toEqual([]);
  });

  test('for two minutes at most, and then explained', async () => {
    const world = new World().failAlways('createTransformJob', noObjects());
    const begin = world.now;
    await world.request();
    expect(world.now - begin).toBeLessThanOrEqual(120_000);
    expect(world.now - begin).toBeGreaterThan(90_000);
    const [{ Status, Reason, PhysicalResourceId }] = world.answers;
    expect([Status, PhysicalResourceId]).toEqual(['FAILED', NAME]);
    expect(Reason).toContain('Error message from S3: Access Denied');
    expect(Reason).toContain('the bucket policy denies requests from outside vpce-1');
  });

  test('but a model that does not exist is not', async () => {
    const world = new World().fail('createTransformJob', error('ValidationException', SERVICE_MESSAGE.modelNotFound.say('arn:aws:sagemaker:us-east-1:111122223333:model/detector')));
    await world.request();
    expect(world.called('createTransformJob')).toHaveLength(1);
    expect(world.answers[0].Reason).toContain('Change: `model`');
  });
});

describe('a job that is there already', () => {
  const hash = requestHash(REQUEST);

  test.each(['InProgress', 'Stopping'])('is adopted and watched while %s, and no second one is started', async (status) => {
    const world = new World();
    world.job(NAME, { status, tags: ownTags(hash) });
    await world.request();
    expect(world.called('createTransformJob')).toEqual([]);
    expect(world.called('startExecution')).toHaveLength(1);
  });

  test('is adopted when the event is repeated, with the watch that runs', async () => {
    const world = new World();
    await world.request();
    await world.request();
    expect(world.called('createTransformJob')).toHaveLength(1);
    expect([...world.executions.keys()]).toHaveLength(1);
    expect(world.bodies).toEqual([]);
  });

  test('is adopted when it appears between the look and the creation', async () => {
    const world = new World().fail('describeTransformJob', error('ValidationException', SERVICE_MESSAGE.jobNotFound.say(NAME)));
    world.job(NAME, { tags: ownTags(hash) });
    await world.request();
    expect(world.called('createTransformJob')).toHaveLength(1);
    expect(world.called('startExecution')).toHaveLength(1);
  });

  test('and has completed gives its results at once', async () => {
    const world = new World();
    world.job(NAME, { status: 'Completed', tags: ownTags(hash) });
    await world.request();
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: NAME })]);
  });

  test('and has failed is reported, with the way to run it again', async () => {
    const world = new World();
    world.job(NAME, { status: 'Failed', failureReason: SERVICE_MESSAGE.algorithmError.say(), tags: ownTags(hash) });
    await world.request();
    expect(world.answers[0]).toMatchObject({ Status: 'FAILED', PhysicalResourceId: NAME });
    expect(world.answers[0].Reason).toContain('give `trigger` another text');
    expect(world.answers[0].Reason).toContain(SERVICE_MESSAGE.algorithmError.say());
  });

  test.each([
    ['another model', { modelName: 'classifier', tags: ownTags(hash) }, 'its model is classifier, wanted is detector'],
    ['another request', { tags: ownTags('0123456789abcdef') }, `its tag ${JOB_TAG.requestHash} is 0123456789abcdef, wanted is ${hash}`],
    ['no tags', {}, `its tag ${JOB_TAG.requestHash} is missing`],
  ])('with %s is not ours: refused, and no Delete will stop it', async (_, change, difference) => {
    const world = new World();
    world.job(NAME, change);
    await world.request();
    const [answer] = world.answers;
    expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'not-created-8f0cda7c-3f5c-4b5e-9d3e-000000000001' });
    expect(answer.Reason).toContain(difference);
    await world.request({ RequestType: 'Delete', PhysicalResourceId: answer.PhysicalResourceId });
    expect(world.called('stopTransformJob')).toEqual([]);
    expect(world.answers[1].Status).toBe('SUCCESS');
  });
});

describe('a job that could not be watched', () => {
  test('gets its watch after some refusals', async () => {
    const world = new World().fail('startExecution', throttled(), denied('states:StartExecution'));
    await world.request();
    expect(world.executions.size).toBe(1);
    expect(world.called('stopTransformJob')).toEqual([]);
  });

  test.each([
    ['startExecution', error('StateMachineDoesNotExist', 'State Machine Does Not Exist')],
    ['encrypt', error('DisabledException', 'key is disabled')],
  ])('because %s fails is stopped, and the deployment told', async (call, thrown) => {
    const world = new World().failAlways(call, thrown);
    await world.request();
    expect(world.jobs.get(NAME)!.status).toBe('Stopping');
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: NAME, Reason: expect.stringContaining('so it was stopped') })]);
  });

  test('and not stopped either is named in the answer, so that the Delete that follows stops it', async () => {
    const world = new World().failAlways('startExecution', error('StateMachineDoesNotExist', 'gone')).failAlways('stopTransformJob', denied('sagemaker:StopTransformJob'));
    await world.request();
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: NAME, Reason: expect.stringContaining('stopping it failed too') })]);
  });
});

describe('properties that are wrong', () => {
  test('are all named in one answer, and no call is made', async () => {
    const world = new World();
    const wrong = properties({ [JOB_PROPERTY.waitForCompletion]: 'yes', [JOB_PROPERTY.maxRuntime]: '-1', Colour: 'red', [JOB_PROPERTY.stateMachineArn]: undefined }, { ...REQUEST, MaxPayloadInMB: '101', BatchStrategy: 'Both' });
    await world.request({ ResourceProperties: wrong });
    const [{ Status, Reason, PhysicalResourceId }] = world.answers;
    expect([Status, PhysicalResourceId]).toEqual(['FAILED', 'not-created-8f0cda7c-3f5c-4b5e-9d3e-000000000001']);
    for (const name of ['maxPayload', 'batchStrategy', JOB_PROPERTY.waitForCompletion, JOB_PROPERTY.maxRuntime, 'Colour', JOB_PROPERTY.stateMachineArn]) expect(Reason).toContain(`'${name}'`);
    expect(world.calls.map(([name]) => name)).toEqual(['put']);
  });

  test('numbers and booleans that came as text are read', async () => {
    const world = new World();
    await world.request({ ResourceProperties: properties({}, { ...REQUEST, MaxConcurrentTransforms: '0', MaxPayloadInMB: '6', DataCaptureConfig: { DestinationS3Uri: 's3://labels/capture/', GenerateInferenceId: 'true' } }) });
    const [[, request]] = world.called('createTransformJob');
    expect(request).toMatchObject({ MaxConcurrentTransforms: 0, MaxPayloadInMB: 6, DataCaptureConfig: { GenerateInferenceId: true } });
  });

  test('47 tags are room for ours, 48 are not', async () => {
    const tags = (count: number) => properties({}, { ...REQUEST, Tags: Array.from({ length: count }, (_, index) => ({ Key: `tag${index}`, Value: '' })) });
    const world = new World();
    await world.request({ ResourceProperties: tags(47) });
    expect(world.called('createTransformJob')).toHaveLength(1);
    await world.request({ ResourceProperties: tags(48) });
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: expect.stringContaining("'tags' must be at most 47") })]);
  });
});

test('the preflight runs unless it is switched off, and its findings end the deployment before money is spent', async () => {
  const world = new World();
  await world.request({ ResourceProperties: properties({ [JOB_PROPERTY.preflight]: undefined }) });
  expect(world.called('createTransformJob')).toEqual([]);
  const [{ Status, Reason }] = world.answers;
  expect(Status).toBe('FAILED');
  for (const finding of ['subnet subnet-a does not exist', 'subnet subnet-b does not exist', 'endpoint vpce-1 does not exist', 'security group sg-1 does not exist', 'model detector does not exist']) expect(Reason).toContain(finding);
});
