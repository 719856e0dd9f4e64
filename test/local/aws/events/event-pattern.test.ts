import { eventPattern, InvalidPattern } from '../../../../local/aws/events/event-pattern';

const EVENT = {
  'source': 'aws.sagemaker',
  'detail-type': 'SageMaker Transform Job State Change',
  'resources': ['arn:aws:sagemaker:eu-central-1:111122223333:transform-job/label-1', 'second'],
  'detail': { TransformJobStatus: 'Completed', TransformJobName: 'label-1', MaxPayloadInMB: 6, FailureReason: null, ok: true, nested: { a: { b: 'deep' } }, list: [{ n: 1 }, { n: 2 }], empty: [], text: '' },
};
const detail = (pattern: object): object => ({ detail: pattern });

test.each<[string, object, boolean]>([
  ['the pattern of a job rule', {
    'source': ['aws.sagemaker'], 'detail-type': ['SageMaker Transform Job State Change'], 'detail': { TransformJobStatus: ['Completed', 'Failed', 'Stopped'], TransformJobName: [{ prefix: 'label-' }] },
  }, true],
  ['one member that differs', { 'source': ['aws.sagemaker'], 'detail-type': ['Other'] }, false],
  ['one of several values', { source: ['aws.ec2', 'aws.sagemaker'] }, true],
  ['a value of a list', { resources: ['second'] }, true],
  ['a prefix of a value of a list', { resources: [{ prefix: 'arn:aws:sagemaker:' }] }, true],
  ['a number', detail({ MaxPayloadInMB: [6] }), true],
  ['a number written as text', detail({ MaxPayloadInMB: ['6'] }), false],
  ['null', detail({ FailureReason: [null] }), true],
  ['null where nothing is', detail({ Missing: [null] }), false],
  ['a boolean', detail({ ok: [true] }), true],
  ['the empty text', detail({ text: [''] }), true],
  ['nested members', detail({ nested: { a: { b: ['deep'] } } }), true],
  ['members of objects in a list', detail({ list: { n: [2] } }), true],
  ['a member of something that is not an object', { source: { x: ['y'] } }, false],
  ['prefix', detail({ TransformJobName: [{ prefix: 'label' }] }), true],
  ['prefix elsewhere', detail({ TransformJobName: [{ prefix: 'abel' }] }), false],
  ['prefix without case', detail({ TransformJobName: [{ prefix: { 'equals-ignore-case': 'LABEL' } }] }), true],
  ['suffix', detail({ TransformJobName: [{ suffix: '-1' }] }), true],
  ['suffix elsewhere', detail({ TransformJobName: [{ suffix: 'label' }] }), false],
  ['equals-ignore-case', detail({ TransformJobStatus: [{ 'equals-ignore-case': 'COMPLETED' }] }), true],
  ['anything-but', detail({ TransformJobStatus: [{ 'anything-but': 'Failed' }] }), true],
  ['anything-but the value', detail({ TransformJobStatus: [{ 'anything-but': ['Completed', 'Failed'] }] }), false],
  ['anything-but a number', detail({ MaxPayloadInMB: [{ 'anything-but': 6 }] }), false],
  ['anything-but a prefix', detail({ TransformJobName: [{ 'anything-but': { prefix: 'label' } }] }), false],
  ['anything-but suffixes', detail({ TransformJobName: [{ 'anything-but': { suffix: ['-2', '-3'] } }] }), true],
  ['anything-but of nothing', detail({ Missing: [{ 'anything-but': 'x' }] }), false],
  ['numeric range', detail({ MaxPayloadInMB: [{ numeric: ['>', 0, '<=', 6] }] }), true],
  ['numeric out of range', detail({ MaxPayloadInMB: [{ numeric: ['>', 6] }] }), false],
  ['numeric equality', detail({ MaxPayloadInMB: [{ numeric: ['=', 6] }] }), true],
  ['numeric of a text', detail({ TransformJobName: [{ numeric: ['>', 0] }] }), false],
  ['exists', detail({ TransformJobName: [{ exists: true }] }), true],
  ['exists of null', detail({ FailureReason: [{ exists: true }] }), true],
  ['exists of nothing', detail({ Missing: [{ exists: true }] }), false],
  ['exists false of nothing', detail({ Missing: [{ exists: false }] }), true],
  ['exists false of something', detail({ TransformJobName: [{ exists: false }] }), false],
  ['wildcard', detail({ TransformJobName: [{ wildcard: 'l*-*' }] }), true],
  ['wildcard takes a dot for a dot', detail({ TransformJobName: [{ wildcard: 'label.1' }] }), false],
  ['wildcard with an escaped star', detail({ TransformJobName: [{ wildcard: 'label\\*' }] }), false],
  ['a value or a filter', detail({ TransformJobStatus: ['Failed', { prefix: 'Comp' }] }), true],
  ['$or', { $or: [{ source: ['aws.ec2'] }, detail({ MaxPayloadInMB: [6] })] }, true],
  ['$or without a match', { $or: [{ source: ['aws.ec2'] }, { source: ['aws.s3'] }] }, false],
])('%s', (_, pattern, expected) => {
  expect(eventPattern(pattern as Record<string, unknown>)(EVENT)).toBe(expected);
});

test.each<[string, object, string]>([
  ['a value that is not in a list', { source: 'aws.sagemaker' }, '"source" must be an object or an array'],
  ['an empty list', { source: [] }, 'Empty arrays are not allowed'],
  ['an empty pattern', {}, 'Empty objects are not allowed'],
  ['two filters in one', { source: [{ prefix: 'a', suffix: 'b' }] }, 'Only one key allowed'],
  ['a numeric filter without a number', { source: [{ numeric: ['>', 'x'] }] }, 'Unrecognized numeric range operator'],
  ['exists with a text', { source: [{ exists: 'yes' }] }, 'exists must be either true or false'],
])('%s is invalid', (_, pattern, message) => {
  expect(() => eventPattern(pattern as Record<string, unknown>)).toThrow(InvalidPattern);
  expect(() => eventPattern(pattern as Record<string, unknown>)).toThrow(message);
});

test.each([['cidr', { source: [{ cidr: '10.0.0.0/8' }] }], ['anything-but cidr', { source: [{ 'anything-but': { cidr: '10.0.0.0/8' } }] }]])('the filter %s is refused by name', (name, pattern) => {
  expect(() => eventPattern(pattern)).toThrow(expect.objectContaining({ code: 'NotImplemented', message: expect.stringContaining(name) }));
});
