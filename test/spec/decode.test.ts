import * as fc from 'fast-check';
import { decodeSpec } from '../../lib/spec/decode';
import { BAD_JOBS, BASE_JOB, GOOD_JOBS, jobOf } from '../_cases/jobs';

/** What CloudFormation may make of a value on its way: every leaf is text. */
function stringified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stringified);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, stringified(member)]));
  return String(value);
}

describe('decoding a request', () => {
  test.each(GOOD_JOBS)('gives back $name as it was, even with every number turned to text', (job) => {
    expect(decodeSpec(JSON.stringify(jobOf(job)))).toEqual({ spec: jobOf(job), violations: [] });
    expect(decodeSpec(JSON.stringify(stringified(jobOf(job)))).spec).toEqual(jobOf(job));
  });

  test.each(BAD_JOBS)('refuses $name', (job) => {
    const { spec, violations } = decodeSpec(JSON.stringify(jobOf(job)));
    expect(spec).toBeUndefined();
    expect(violations.map(({ path }) => path)).toEqual([job.path]);
  });

  test('leaves an environment value that looks like a number a text', () => {
    expect(decodeSpec(JSON.stringify({ ...BASE_JOB, Environment: { LEVEL: '3' } })).spec?.Environment).toEqual({ LEVEL: '3' });
  });

  test.each([
    ['at the top', { ...BASE_JOB, MaxRuntimeInSeconds: 60 }, 'MaxRuntimeInSeconds'],
    ['inside a structure', { ...BASE_JOB, TransformResources: { ...BASE_JOB.TransformResources, VolumeSizeInGB: 30 } }, 'TransformResources.VolumeSizeInGB'],
    ['where a structure is expected', { ...BASE_JOB, DataProcessing: '$' }, 'DataProcessing'],
  ])('names an unknown member %s', (_, request, path) => {
    expect(decodeSpec(JSON.stringify(request)).violations.map((violation) => violation.path)).toEqual([path]);
  });

  test('says what is wrong with text that is not JSON', () => {
    expect(decodeSpec('{"ModelName":').violations).toEqual([expect.objectContaining({ rule: 'json', path: 'Request' })]);
  });

  test('is the inverse of writing, for every legal number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 3600 }), (concurrency, payload, timeout) => {
        const request = { ...BASE_JOB, MaxConcurrentTransforms: concurrency, MaxPayloadInMB: payload, ModelClientConfig: { InvocationsTimeoutInSeconds: timeout } };
        expect(decodeSpec(JSON.stringify(stringified(request))).spec).toEqual(request);
      }),
    );
  });
});
