import { BAD_JOBS, GOOD_JOBS, jobOf } from '../_cases/jobs';
import { properties } from './requests';
import { World } from './world';

describe('the shared jobs at the launcher', () => {
  test.each(GOOD_JOBS)('$name is created as it was written', async (job) => {
    const world = new World();
    await world.request({ ResourceProperties: properties({}, jobOf(job)) });
    const [[, { Tags: _tags, TransformJobName: _name, ...created }]] = world.called('createTransformJob') as Array<[string, Record<string, unknown>]>;
    const { Tags: _own, ...wanted } = jobOf(job);
    expect(created).toEqual(wanted);
    expect(world.bodies).toEqual([]);
  });

  test.each(BAD_JOBS)('$name is refused with property and limit, and nothing is created', async (job) => {
    const world = new World();
    await world.request({ ResourceProperties: properties({}, jobOf(job)) });
    expect(world.called('createTransformJob')).toEqual([]);
    expect(world.answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: expect.stringContaining(job.says) })]);
    expect(world.answers[0].Reason).toContain(`'${job.property}'`);
  });
});
