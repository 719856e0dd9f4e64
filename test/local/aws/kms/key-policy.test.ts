import { defaultKeyPolicy, parseKeyPolicy } from '../../../../local/aws/kms/key-policy';
import { IDENTITY } from '../../_helpers/recording-authority';

const root = { Sid: 'Root', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' };
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

test('the default policy leaves the decision to the account', () => {
  expect(defaultKeyPolicy(IDENTITY).Statement).toEqual([{ ...root, Sid: 'Enable IAM User Permissions' }]);
});

test.each<[string, unknown]>([
  ['text', JSON.stringify(policy(root))],
  ['an object', policy(root)],
  ['a wildcard that covers PutKeyPolicy', policy({ ...root, Action: ['kms:Describe*', 'kms:Put*'] })],
])('%s is read', (_, given) => {
  expect(parseKeyPolicy(given).Statement).toHaveLength(1);
});

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /not valid JSON/],
  ['no statement', {}, /Statement/],
  ['no principal', policy({ ...root, Principal: undefined }), /Principal/],
  ['no resource', policy({ ...root, Resource: undefined }), /Resource/],
  ['an unknown effect', policy({ ...root, Effect: 'Perhaps' }), /Effect/],
  ['nobody who may change it', policy({ ...root, Action: 'kms:Decrypt' }), /will not allow you to update the key policy/],
  ['only a deny', policy({ ...root, Effect: 'Deny' }), /will not allow you to update the key policy/],
])('a policy with %s is malformed', (_, given, message) => {
  expect(() => parseKeyPolicy(given)).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocumentException', message: expect.stringMatching(message) }));
});

test('the lock-out check can be bypassed, as in the service', () => {
  expect(parseKeyPolicy(policy({ ...root, Action: 'kms:Decrypt' }), true).Statement).toHaveLength(1);
});
