import { Lazy } from 'aws-cdk-lib';
import { s3Grants } from '../../lib/private/s3-allowance';

const bucketArn = 'arn:aws:s3:::photos';
const prefixes = (key: string) => s3Grants([{ access: 'read', bucketArn, key }])[1].conditions?.StringLike['s3:prefix'];

test('an object is read by its key alone and is not listed', () => {
  expect(s3Grants([{ access: 'object', bucketArn, key: 'model.tar.gz' }])).toEqual([{ sid: 'ReadObjects', actions: ['s3:GetObject'], resources: [`${bucketArn}/model.tar.gz`] }]);
});

test.each([
  ['a long prefix may be listed longer', 'selfies/', ['selfies/', 'selfies/*']],
  ['a prefix of six characters too', '12345/', ['12345/', '12345/*']],
  ['a short one exactly, because an endpoint policy needs six plain characters at a wildcard', '1234/', ['1234/']],
  ['the whole bucket without a condition', '', undefined],
])('%s', (_, key, expected) => {
  expect(prefixes(key)).toEqual(expected);
});

test('a prefix that is known at deploy only may be listed longer', () => {
  const key = Lazy.string({ produce: () => 'later/' });
  expect(prefixes(key)).toEqual([key, `${key}*`]);
});

test.each([['labels', 'labels/*'], ['labels/', 'labels/*'], ['', '*']])('results below %p are written to %s and to no sibling', (key, expected) => {
  expect(s3Grants([{ access: 'write', bucketArn, key }])[0].resources).toEqual([`${bucketArn}/${expected}`]);
});

test('equal permissions stand once, one listing a bucket', () => {
  const read = { access: 'read', bucketArn, key: 'selfies/' } as const;
  expect(s3Grants([read, read, { ...read, key: 'groups/' }, { ...read, bucketArn: `${bucketArn}2` }]).map(({ sid, resources }) => [sid, resources.length])).toEqual([['ReadObjects', 3], ['ListBucket1', 1], ['ListBucket2', 1]]);
});
