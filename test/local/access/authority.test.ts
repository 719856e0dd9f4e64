import { createAuthority } from '../../../local/access/authority';
import { NamedPolicy, PolicyStatement, Principal } from '../../../local/access/model';
import { AccessCall } from '../../../local/services';
import { openAuditLog } from '../../../local/aws/audit/audit-log';
import { ACCOUNT, allowS3, anonymous, endpoint, from, OTHER_ACCOUNT, policy, REGION, role, service, user } from './_cast';

const identity = { partition: 'aws', region: REGION, accountId: ACCOUNT, urlSuffix: 'amazonaws.com' };
const NOW = Date.parse('2026-11-22T12:00:00.250Z');
const job = role('JobRole');
const OBJECT = 'arn:aws:s3:::photos/a.jpg';
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/JobRole/SageMaker`;

function stage(policies: { identity?: NamedPolicy[]; boundary?: NamedPolicy[]; endpoint?: NamedPolicy[] } = {}) {
  const audit = openAuditLog();
  const asked: Principal[] = [];
  const authority = createAuthority({
    iam: {
      identityPolicies: (principal) => {
        asked.push(principal);
        return policies.identity ?? [allowS3];
      },
      boundary: () => policies.boundary,
    },
    endpointPolicies: (id) => (id === 'vpce-0aaa' ? policies.endpoint ?? [] : []),
    audit,
    identity,
    clock: { now: () => NOW },
  });
  return { authority, audit, asked };
}

const get: AccessCall = { caller: from(job), action: 's3:GetObject', resource: OBJECT };
const onlyLabels = [policy('vpce-0aaa', { Effect: 'Allow', Principal: '*', Action: '*', Resource: 'arn:aws:s3:::labels/*' })];

describe('The authority', () => {
  test('finds the policies of the caller herself', () => {
    const { authority, asked } = stage();
    expect(authority.decide(get).allowed).toBe(true);
    expect(asked).toEqual([job]);
  });

  test('says no in the words of AWS, and why', () => {
    const { authority } = stage({ identity: [] });
    expect(() => authority.require(get)).toThrow(expect.objectContaining({
      code: 'AccessDenied',
      status: 403,
      message: `User: ${SESSION} is not authorized to perform: s3:GetObject on resource: "${OBJECT}" because no identity-based policy allows the s3:GetObject action (no identity policy (there is none) allows it)`,
    }));
  });

  const denies: PolicyStatement = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
  test.each<[string, Parameters<typeof stage>[0], Partial<AccessCall>, string]>([
    ['a missing allow of the endpoint', { endpoint: onlyLabels }, { caller: from(job, endpoint()) }, 'because no VPC endpoint policy allows the s3:GetObject action (no endpoint policy ("vpce-0aaa") allows it'],
    ['a missing allow of the boundary', { boundary: [] }, {}, 'because no permissions boundary allows the s3:GetObject action (no permissions boundary (there is none) allows it'],
    ['a missing allow of the resource', {}, { caller: from(anonymous) }, 'because no resource-based policy allows the s3:GetObject action (no resource policy (there is none) allows it'],
    ['a deny of the resource', {}, { resourcePolicy: [policy('bucket photos', denies)] }, 'with an explicit deny in a resource-based policy (explicit deny in resource policy "bucket photos", statement No)'],
    ['a deny of the identity', { identity: [policy('p', { ...denies, Principal: undefined })] }, {}, 'with an explicit deny in an identity-based policy (explicit deny in identity policy "p", statement No)'],
    ['a deny of the endpoint', { endpoint: [policy('e', denies)] }, { caller: from(job, endpoint()) }, 'with an explicit deny in a VPC endpoint policy (explicit deny in endpoint policy "e", statement No)'],
  ])('names the kind of policy as AWS does: %s', (_what, policies, more, clause) => {
    expect(() => stage(policies).authority.require({ ...get, ...more })).toThrow(clause);
  });

  test('says no with the error of the service', () => {
    const { authority } = stage({ identity: [] });
    expect(() => authority.require(get, (decision) => new Error(`refused: ${decision.missing}`))).toThrow('refused: identity');
  });

  test('holds a permissions boundary against the call', () => {
    expect(stage({ boundary: [policy('b', { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' })] }).authority.decide(get).missing).toBe('boundary');
    expect(stage({ boundary: [allowS3] }).authority.decide(get).allowed).toBe(true);
  });

  test.each([
    ['through the endpoint', from(job, endpoint()), OBJECT, 'endpoint'],
    ['through the endpoint, to what it allows', from(job, endpoint()), 'arn:aws:s3:::labels/a', undefined],
    ['from the internet', from(job), OBJECT, undefined],
    ['by a service on behalf of a caller behind the endpoint', from(job, endpoint(), { viaService: 'athena.us-east-1.amazonaws.com' }), OBJECT, undefined],
  ])('asks the endpoint policy of calls %s: %#', (_how, caller, resource, missing) => {
    expect(stage({ endpoint: onlyLabels }).authority.decide({ ...get, caller, resource }).missing).toBe(missing);
  });

  test('takes the resource for one of its own account, unless told otherwise', () => {
    const { authority } = stage();
    expect(authority.decide(get).allowed).toBe(true);
    expect(authority.decide({ ...get, resourceAccount: OTHER_ACCOUNT }).missing).toBe('resource');
  });

  test.each([
    ['2026-11-22T12:00:01Z', true],
    ['2026-11-22T12:00:00Z', false],
  ])('knows the time: before %s is %j', (until, allowed) => {
    const identityPolicies = [policy('until', { Effect: 'Allow', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:CurrentTime': until } } })];
    expect(stage({ identity: identityPolicies }).authority.decide(get).allowed).toBe(allowed);
  });

  test('lets a key policy have the last word on its key', () => {
    const { authority } = stage({ identity: [policy('admin', { Effect: 'Allow', Action: '*', Resource: '*' })] });
    const decrypt = { caller: from(job), action: 'kms:Decrypt', resource: `arn:aws:kms:${REGION}:${ACCOUNT}:key/1` };
    const keyPolicy = (principal: string) => [policy('key 1', { Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:*', Resource: '*' })];
    expect(authority.decide({ ...decrypt, resourcePolicy: keyPolicy(user('ann').arn) }).missing).toBe('resource');
    expect(authority.decide({ ...decrypt, resourcePolicy: keyPolicy(ACCOUNT) }).allowed).toBe(true);
  });
});

describe('The audit log gets', () => {
  test('a line for a call that was allowed', () => {
    const { authority, audit } = stage();
    const decision = authority.decide({ ...get, requestParameters: { bucketName: 'photos' } });
    expect(audit.read()).toEqual([{
      eventTime: '2026-11-22T12:00:00.250Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      awsRegion: REGION,
      userIdentity: { type: 'AssumedRole', arn: SESSION, accountId: ACCOUNT },
      sourceIPAddress: '203.0.113.7',
      requestParameters: { bucketName: 'photos' },
      resource: OBJECT,
      decision,
    }]);
  });

  test('a line with the error for a call that was denied, and nothing is thrown past it', () => {
    const { authority, audit } = stage({ identity: [] });
    expect(() => authority.require(get)).toThrow();
    expect(audit.read({ denied: true })).toEqual([expect.objectContaining({ errorCode: 'AccessDenied', errorMessage: expect.stringContaining('because no identity-based policy allows') })]);
  });

  test.each([
    ['a call through the endpoint', { ...get, caller: from(job, endpoint()) }, { vpcEndpointId: 'vpce-0aaa', sourceIPAddress: '10.0.0.5', invokedBy: undefined }],
    ['a call by a service on behalf', { ...get, caller: from(job, endpoint(), { viaService: 's3.us-east-1.amazonaws.com' }) }, { vpcEndpointId: undefined, sourceIPAddress: 's3.us-east-1.amazonaws.com', invokedBy: 's3.us-east-1.amazonaws.com' }],
    ['a call of a service', { ...get, caller: from(service('sagemaker')) }, { sourceIPAddress: 'sagemaker.amazonaws.com', invokedBy: 'sagemaker.amazonaws.com', userIdentity: { type: 'AWSService', arn: 'sagemaker.amazonaws.com', accountId: undefined } }],
    ['a call whose event has another name', { ...get, eventName: 'HeadObject' }, { eventName: 'HeadObject' }],
  ])('the facts of %s', (_what, call, expected) => {
    const { authority, audit } = stage();
    authority.decide(call);
    expect(audit.read()[0]).toMatchObject(expected);
  });
});
