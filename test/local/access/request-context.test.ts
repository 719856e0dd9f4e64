import { Caller } from '../../../local/access/model';
import { requestContext, valuesOf } from '../../../local/access/request-context';
import { ACCOUNT, anonymous, endpoint, from, internet, REGION, request, role, service, user } from './_cast';

const keysOf = (caller: Caller, action = 's3:GetObject', context?: Record<string, string>) => {
  const filled = requestContext(request(caller, action, '*', { context }));
  return (key: string) => valuesOf(filled, key)?.join();
};

const job = role('JobRole', { tags: { Team: 'faces' } });

/** Caller, key, value; undefined: the key is absent. */
const CASES: ReadonlyArray<readonly [string, Caller, string, string | undefined]> = [
  ['a role session', from(job), 'aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:role/JobRole`],
  ['a role session', from(job), 'aws:PrincipalAccount', ACCOUNT],
  ['a role session', from(job), 'aws:PrincipalType', 'AssumedRole'],
  ['a role session', from(job), 'aws:userid', 'AROAJOBROLE:SageMaker'],
  ['a role session', from(job), 'aws:username', undefined],
  ['a role session', from(job), 'AWS:principaltag/team', 'faces'],
  ['a role session', from(job), 'aws:PrincipalIsAWSService', 'false'],
  ['a role session', from(job), 'aws:ViaAWSService', 'false'],
  ['a role session', from(job), 'aws:SecureTransport', 'true'],
  ['a role session', from(job), 'aws:RequestedRegion', REGION],
  ['a role session', from(job), 'aws:ResourceAccount', ACCOUNT],
  ['a user', from(user('ann')), 'aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:user/ann`],
  ['a user', from(user('ann')), 'aws:username', 'ann'],
  ['a user', from(user('ann')), 'aws:PrincipalType', 'User'],
  ['a service', from(service('logging.s3')), 'aws:PrincipalIsAWSService', 'true'],
  ['a service', from(service('logging.s3')), 'aws:PrincipalServiceName', 'logging.s3.amazonaws.com'],
  ['a service', from(service('logging.s3')), 'aws:PrincipalArn', undefined],
  ['a service', from(service('logging.s3')), 'aws:PrincipalAccount', undefined],
  ['an anonymous caller', from(anonymous), 'aws:PrincipalArn', undefined],
  ['an anonymous caller', from(anonymous), 'aws:PrincipalIsAWSService', undefined],
  ['an anonymous caller', from(anonymous), 'aws:PrincipalType', 'Anonymous'],
  ['a caller from the internet', from(job, internet), 'aws:SourceIp', '203.0.113.7'],
  ['a caller from the internet', from(job, internet), 'aws:SourceVpce', undefined],
  ['a caller behind the endpoint', from(job, endpoint()), 'aws:SourceVpce', 'vpce-0aaa'],
  ['a caller behind the endpoint', from(job, endpoint()), 'aws:SourceVpc', 'vpc-0aaa'],
  ['a caller behind the endpoint', from(job, endpoint()), 'aws:VpcSourceIp', '10.0.0.5'],
  ['a caller behind the endpoint', from(job, endpoint()), 'aws:SourceIp', undefined],
];

test.each(CASES)('%s (%#): %3$s', (_who, caller, key, value) => {
  expect(keysOf(caller)(key)).toBe(value);
});

describe('A service that calls on behalf of the caller', () => {
  const key = keysOf(from(job, endpoint(), { viaService: 's3.us-east-1.amazonaws.com' }), 'kms:Decrypt');

  test.each([
    ['aws:ViaAWSService', 'true'],
    ['aws:CalledVia', 's3.amazonaws.com'],
    ['aws:CalledViaFirst', 's3.amazonaws.com'],
    ['aws:CalledViaLast', 's3.amazonaws.com'],
    ['kms:ViaService', 's3.us-east-1.amazonaws.com'],
    ['kms:CallerAccount', ACCOUNT],
    ['aws:SourceVpce', undefined],
    ['aws:SourceVpc', undefined],
    ['aws:VpcSourceIp', undefined],
    ['aws:SourceIp', undefined],
    ['aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:role/JobRole`],
  ])('%s is %j', (name, value) => {
    expect(key(name)).toBe(value);
  });
});

test('kms:ViaService belongs to calls of KMS only', () => {
  expect(keysOf(from(job, internet, { viaService: 'athena.us-east-1.amazonaws.com' }), 's3:GetObject')('kms:ViaService')).toBeUndefined();
});

test('the keys of the request are added, without regard to case', () => {
  const key = keysOf(from(job), 's3:ListBucket', { 's3:prefix': 'selfies/', 'aws:CurrentTime': '2026-01-01T00:00:00Z' });
  expect([key('S3:Prefix'), key('aws:currenttime')]).toEqual(['selfies/', '2026-01-01T00:00:00Z']);
});
