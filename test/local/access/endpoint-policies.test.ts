import { evaluate } from '../../../local/access/evaluate';
import { Caller, PolicyStatement } from '../../../local/access/model';
import { ACCOUNT, allowS3, endpoint, from, OTHER_ACCOUNT, policy, request, role, user } from './_cast';

const job = role('JobRole');
const stranger = role('JobRole', { accountId: OTHER_ACCOUNT });
const ARN = job.roleArn;
const through = (...statements: Array<Partial<PolicyStatement>>) => policy('vpce-0aaa', ...statements.map((one) => ({
  Effect: 'Allow' as const, Principal: '*' as const, Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::photos/*', ...one,
})));

const ours: Partial<PolicyStatement> = {
  Condition: { ArnEquals: { 'aws:PrincipalArn': ARN }, StringEquals: { 'aws:PrincipalAccount': ACCOUNT, 'aws:ResourceAccount': ACCOUNT } },
};

/** What, the endpoint's policy, caller, bucket, owner of the bucket, the answer. */
const CASES: ReadonlyArray<readonly [string, ReturnType<typeof through>, Caller, string, string, boolean]> = [
  ['the named bucket is let through', through({}), from(job, endpoint()), 'photos', ACCOUNT, true],
  ['another bucket is not', through({}), from(job, endpoint()), 'labels', ACCOUNT, false],
  ['a bucket whose name starts alike is not', through({}), from(job, endpoint()), 'photos-private', ACCOUNT, false],
  ['a policy for {"AWS":"*"} is for everybody', through({ Principal: { AWS: '*' } }), from(job, endpoint()), 'photos', ACCOUNT, true],
  ['a policy that names the role never matches', through({ Principal: { AWS: ARN } }), from(job, endpoint()), 'photos', ACCOUNT, false],
  ['a policy that names the account never matches', through({ Principal: { AWS: ACCOUNT } }), from(job, endpoint()), 'photos', ACCOUNT, false],
  ['a deny that names the role never matches', through({}, { Effect: 'Deny', Principal: { AWS: ARN } }), from(job, endpoint()), 'photos', ACCOUNT, true],
  ['a deny for everybody does', through({}, { Effect: 'Deny' }), from(job, endpoint()), 'photos', ACCOUNT, false],
  ['a condition names the role instead', through(ours), from(job, endpoint()), 'photos', ACCOUNT, true],
  ['… and no other principal of the account', through(ours), from(user('ann'), endpoint()), 'photos', ACCOUNT, false],
  ['… nor credentials that were smuggled in', through(ours), from(stranger, endpoint()), 'photos', ACCOUNT, false],
  ['… nor the same bucket name in another account', through(ours), from(job, endpoint()), 'photos', OTHER_ACCOUNT, false],
];

test.each(CASES)('%s', (_what, endpointPolicy, caller, bucket, owner, expected) => {
  const open = policy('bucket', { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' });
  const decision = evaluate(request(caller, 's3:GetObject', `arn:aws:s3:::${bucket}/a.jpg`, { resourceAccount: owner }), { identity: [allowS3], resource: [open], endpoint: [endpointPolicy] });
  expect(decision.allowed).toBe(expected);
  if (!expected) expect(decision.missing ?? decision.statements[0].layer).toBe('endpoint');
});

test('without an endpoint there is no endpoint policy to pass', () => {
  expect(evaluate(request(from(job), 's3:GetObject', 'arn:aws:s3:::labels/a'), { identity: [allowS3] }).allowed).toBe(true);
});
