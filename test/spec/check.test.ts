import { checkSpec } from '../../lib/spec/check';
import { TABLE } from '../../lib/spec/table';
import { describeViolation } from '../../lib/spec/violation';
import { BAD_JOBS, BASE_JOB, GOOD_JOBS, jobOf } from '../_cases/jobs';

describe('checking a request', () => {
  test.each(GOOD_JOBS)('accepts $name', (job) => {
    expect(checkSpec(jobOf(job))).toEqual([]);
  });

  test.each(BAD_JOBS)('refuses $name and names member, property and limit', (job) => {
    const found = checkSpec(jobOf(job));
    expect(found.map(({ path, property }) => ({ path, property }))).toEqual([{ path: job.path, property: job.property }]);
    expect(describeViolation(found[0])).toContain(job.says);
    expect(found[0].mend).not.toBe('');
  });

  test('finds every broken rule at once', () => {
    const found = checkSpec({ ...BASE_JOB, ModelName: undefined, MaxPayloadInMB: 500, BatchStrategy: 'MultiRecord', TransformResources: { InstanceType: 'ml.g4dn.xlarge', InstanceCount: 0, VolumeKmsKeyId: 'k' } });
    expect(found.map(({ path }) => path).sort()).toEqual(['BatchStrategy', 'MaxPayloadInMB', 'ModelName', 'TransformResources.InstanceCount', 'TransformResources.VolumeKmsKeyId']);
  });

  test('asks a rule that crosses members only when each of them is sound by itself', () => {
    expect(checkSpec({ ...BASE_JOB, MaxConcurrentTransforms: 8, MaxPayloadInMB: 500 }).map(({ path }) => path)).toEqual(['MaxPayloadInMB']);
  });

  test('skips what cannot be known yet', () => {
    const TOKEN = '${Token[TOKEN.1]}';
    const isUnknown = (value: unknown) => value === TOKEN;
    const unknown = { ...BASE_JOB, ModelName: TOKEN, MaxConcurrentTransforms: 8, MaxPayloadInMB: TOKEN, Environment: { [TOKEN]: TOKEN }, Tags: [{ Key: TOKEN, Value: TOKEN }] };
    expect(checkSpec(unknown, { isUnknown })).toEqual([]);
    expect(checkSpec(unknown)).not.toEqual([]);
  });

  test('counts an unknown volume key as given', () => {
    const TOKEN = '${Token[TOKEN.2]}';
    const job = { ...BASE_JOB, TransformResources: { InstanceType: 'ml.g6.xlarge', InstanceCount: 1, VolumeKmsKeyId: TOKEN } };
    expect(checkSpec(job, { isUnknown: (value) => value === TOKEN }).map(({ path }) => path)).toEqual(['TransformResources.VolumeKmsKeyId']);
  });

  test.each([['text', 'a'], ['nothing', undefined], ['a list', []]])('refuses %s in place of a request', (_, value) => {
    expect(checkSpec(value).map(({ rule }) => rule)).toEqual(['request']);
  });

  test('every row of the table has a path and a property of its own', () => {
    expect(new Set(TABLE.map(({ path }) => path)).size).toBe(TABLE.length);
    expect(TABLE.every(({ property }) => /^[a-z]/.test(property))).toBe(true);
  });
});
