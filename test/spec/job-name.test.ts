import * as fc from 'fast-check';
import { JobIdentity, jobName, JOB_NAME_PREFIX_LENGTH, namePrefix, requestHash } from '../../lib/spec/job-name';
import { TABLE } from '../../lib/spec/table';
import { BASE_JOB } from '../_cases/jobs';

const LEGAL = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const identity: JobIdentity = { namePrefix: 'label', stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/S/1', logicalId: 'Label', request: BASE_JOB };

describe('naming a job by its content', () => {
  test('the table knows the same form', () => {
    const row = TABLE.find(({ path }) => path === 'TransformJobName')!;
    expect(row.is).toMatchObject({ kind: 'string', max: 63, pattern: LEGAL });
  });

  test('the order of members does not matter, nor a name that is already there', () => {
    const { TransformInput, ...rest } = BASE_JOB;
    expect(jobName({ ...identity, request: { TransformInput, ...rest, TransformJobName: 'x' } as never })).toBe(jobName(identity));
    expect(requestHash({ TransformInput, ...rest, TransformJobName: 'x' } as never)).toBe(requestHash(BASE_JOB));
  });

  test.each<[string, Partial<JobIdentity>]>([
    ['the stack', { stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/S/2' }],
    ['the resource', { logicalId: 'Other' }],
    ['the request', { request: { ...BASE_JOB, MaxPayloadInMB: 7 } }],
    ['the trigger', { trigger: 'again' }],
    ['the attempt', { attempt: 2 }],
  ])('another value of %s gives another name', (_, change) => {
    expect(jobName({ ...identity, ...change })).not.toBe(jobName(identity));
  });

  test('a prefix is cut, lowered and never empty', () => {
    expect(namePrefix('My_Stack.Label--')).toBe('my-stack-label');
    expect(namePrefix('***')).toBe('transform');
    expect(namePrefix('a'.repeat(100))).toHaveLength(JOB_NAME_PREFIX_LENGTH);
  });

  test('the name is legal, lower case and repeatable for every input', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.option(fc.string(), { nil: undefined }), fc.integer({ min: 1, max: 99 }), (prefix, stackId, logicalId, trigger, attempt) => {
        const name = jobName({ namePrefix: prefix, stackId, logicalId, request: BASE_JOB, trigger, attempt });
        expect(name).toMatch(LEGAL);
        expect(name).toBe(name.toLowerCase());
        expect(jobName({ namePrefix: prefix, stackId, logicalId, request: BASE_JOB, trigger, attempt })).toBe(name);
      }),
    );
  });
});
