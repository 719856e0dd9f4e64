import { Caller, PolicyStatement } from '../../../local/access/model';
import { ACCOUNT, allowS3, answer, endpoint, from, OUR_ENDPOINT, policy, request, role, user } from './_cast';

/** The usual forms of "deny from outside the endpoint", and whom each of them locks out. */
const BUCKET = 'arn:aws:s3:::photos';
const exec = role('ExecRole');
const autoDelete = role('AutoDeleteRole', { sessionName: 'lambda' });
const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

const DATA = ['s3:GetObject', 's3:PutObject', 's3:ListBucket'];
const deny = (Action: string | string[], Condition: PolicyStatement['Condition']): PolicyStatement => ({
  Effect: 'Deny', Principal: '*', Action, Resource: [BUCKET, `${BUCKET}/*`], Condition,
});
const outside = { StringNotEquals: { 'aws:SourceVpce': OUR_ENDPOINT } };

const POLICIES: Readonly<Record<string, PolicyStatement[]>> = {
  P1: [deny('s3:*', outside)],
  P2: [deny(DATA, outside)],
  P3: [deny(DATA, { ...outside, ArnNotLike: { 'aws:PrincipalArn': arnOf('ExecRole') } })],
  P4: [deny(DATA, {
    ...outside,
    ArnNotLikeIfExists: { 'aws:PrincipalArn': arnOf('AutoDeleteRole') },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
  })],
  P6: [deny(DATA, { 'ForAnyValue:StringNotEquals': { 'aws:SourceVpce': OUR_ENDPOINT } })],
  P7: [deny(DATA, outside), deny(DATA, { StringNotEquals: { 'aws:SourceVpce': 'vpce-0bbb' } })],
};

const GET = ['s3:GetObject', `${BUCKET}/selfies/a.jpg`] as const;
const LIST = ['s3:ListBucket', BUCKET] as const;
const allow = true;
const denied = false;

/** Who, caller, call, and the answers under P1, P2, P3, P4, P6, P7. */
const ROWS: ReadonlyArray<readonly [string, Caller, readonly [string, string], readonly boolean[]]> = [
  ['exec role via our endpoint, GET', from(exec, endpoint()), GET, [allow, allow, allow, allow, allow, denied]],
  ['exec role in the control plane, GET', from(exec), GET, [denied, denied, allow, denied, allow, denied]],
  ['exec role in the control plane, LIST', from(exec), LIST, [denied, denied, allow, denied, allow, denied]],
  ['admin in the console, LIST', from(user('admin')), LIST, [denied, denied, denied, denied, allow, denied]],
  ['admin, PutBucketPolicy', from(user('admin')), ['s3:PutBucketPolicy', BUCKET], [denied, allow, allow, allow, allow, allow]],
  ['autoDelete Lambda, LIST', from(autoDelete), LIST, [denied, denied, denied, allow, allow, denied]],
  ['autoDelete Lambda, DeleteObject', from(autoDelete), ['s3:DeleteObject', `${BUCKET}/a`], [denied, allow, allow, allow, allow, allow]],
  ['user through Athena, GET', from(user('ann'), undefined, { viaService: 'athena.us-east-1.amazonaws.com' }), GET, [denied, denied, denied, allow, allow, denied]],
  ['user through another endpoint, GET', from(user('ann'), endpoint('vpce-0ccc')), GET, [denied, denied, denied, denied, denied, denied]],
];

const CASES = ROWS.flatMap(([who, caller, [action, resource], answers]) => {
  return Object.keys(POLICIES).map((name, i) => [who, name, answers[i], caller, action, resource] as const);
});

test.each(CASES)('%s under %s: %j', (_who, name, expected, caller, action, resource) => {
  const bucketPolicy = policy('bucket photos', ...POLICIES[name]);
  expect(answer(request(caller, action, resource), { identity: [allowS3], resource: [bucketPolicy] })).toBe(expected);
});

test('several endpoints in one statement let both in, and still nobody else', () => {
  const both = policy('bucket photos', deny(DATA, { StringNotEquals: { 'aws:SourceVpce': [OUR_ENDPOINT, 'vpce-0bbb'] } }));
  const answers = [endpoint(), endpoint('vpce-0bbb'), endpoint('vpce-0ccc'), undefined].map((network) => {
    return answer(request(from(exec, network), ...GET), { identity: [allowS3], resource: [both] });
  });
  expect(answers).toEqual([true, true, false, false]);
});
