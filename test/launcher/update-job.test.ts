import { JOB_PROPERTY } from '../../lib/spec/custom-resource';
import { jobName, requestHash } from '../../lib/spec/job-name';
import { ownTags, properties, REQUEST, STACK_ID } from './requests';
import { World } from './world';

const NAME = jobName({ namePrefix: 'label', stackId: STACK_ID, logicalId: 'Label', request: REQUEST });

describe('an update', () => {
  const other = { ...REQUEST, TransformOutput: { S3OutputPath: 's3://labels/again/' } };
  const otherName = jobName({ namePrefix: 'label', stackId: STACK_ID, logicalId: 'Label', request: other });

  test('to another request is a replacement: another job under another id', async () => {
    const world = new World();
    world.job(NAME, { status: 'Completed' });
    await world.request({ RequestType: 'Update', PhysicalResourceId: NAME, ResourceProperties: properties({ [JOB_PROPERTY.waitForCompletion]: 'false' }, other), OldResourceProperties: properties() });
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: otherName })]);
    expect(world.jobs.get(NAME)!.status).toBe('Completed');
  });

  test('to another trigger runs the same request again', async () => {
    const world = new World();
    world.job(NAME, { status: 'Completed', tags: ownTags(requestHash(REQUEST)) });
    await world.request({ RequestType: 'Update', PhysicalResourceId: NAME, ResourceProperties: properties({ [JOB_PROPERTY.trigger]: 'second' }), OldResourceProperties: properties() });
    expect(world.called('createTransformJob')).toHaveLength(1);
  });

  test.each(['Completed', 'Failed', 'Stopped'])('of the terms of waiting alone leaves a job that is %s as it is', async (status) => {
    const world = new World();
    world.job(NAME, { status });
    await world.request({ RequestType: 'Update', PhysicalResourceId: NAME, ResourceProperties: properties({ [JOB_PROPERTY.completionTimeout]: '60' }), OldResourceProperties: properties() });
    expect(world.called('createTransformJob')).toEqual([]);
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: NAME })]);
  });

  test('that is refused before anything was made keeps the old id, so that nothing is replaced', async () => {
    const world = new World();
    await world.request({ RequestType: 'Update', PhysicalResourceId: NAME, ResourceProperties: properties({}, { ...REQUEST, MaxPayloadInMB: '101' }) });
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: NAME })]);
  });

  test('back to a failed job is a rollback when what is left behind failed: answered, so that the stack is not wedged', async () => {
    const world = new World();
    world.job(NAME, { status: 'Failed', tags: ownTags(requestHash(REQUEST)) });
    world.job(otherName, { status: 'Failed' });
    await world.request({ RequestType: 'Update', PhysicalResourceId: otherName, ResourceProperties: properties(), OldResourceProperties: properties({}, other) });
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: NAME })]);
  });

  test('back to a failed job is a wish when what is left behind was good: its failure is reported', async () => {
    const world = new World();
    world.job(NAME, { status: 'Failed', tags: ownTags(requestHash(REQUEST)) });
    world.job(otherName, { status: 'Completed' });
    await world.request({ RequestType: 'Update', PhysicalResourceId: otherName, ResourceProperties: properties(), OldResourceProperties: properties({}, other) });
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'FAILED', PhysicalResourceId: NAME })]);
  });
});
