import * as fc from 'fast-check';
import { evaluate } from '../../../local/access/evaluate';
import { Caller, PolicySet, PolicyStatement, Principal } from '../../../local/access/model';
import { ACCOUNT, allowAll, anonymous, answer, endpoint, from, OTHER_ACCOUNT, policy, request, role, service, user } from './_cast';

const OBJECT = 'arn:aws:s3:::photos/a.jpg';
const job = role('JobRole');
const ann = user('ann');
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/JobRole/SageMaker`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const nothing = policy('nothing');
const onPhotos = (who: PolicyStatement['Principal'], more: Partial<PolicyStatement> = {}) => {
  return policy('bucket photos', { Effect: 'Allow', Principal: who, Action: 's3:GetObject', Resource: OBJECT, ...more });
};
const get = (principal: Principal, resourceAccount = ACCOUNT) => request(from(principal), 's3:GetObject', OBJECT, { resourceAccount });
const getOnly = policy('get only', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
const putOnly = policy('put only', { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' });
const denyGet = policy('no get', { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' });
const denyGetTo = (who: PolicyStatement['Principal']) => policy('no get', { Effect: 'Deny', Principal: who, Action: 's3:GetObject', Resource: '*' });

type Outcome = 'Allowed' | 'ExplicitDeny' | 'ImplicitDeny';

/** What, principal, owner of the resource, policies, outcome, the missing layer. */
const CASES: ReadonlyArray<readonly [string, Principal, string, PolicySet, Outcome, string?]> = [
  // one account: identity or resource policy
  ['an identity allow is enough', job, ACCOUNT, { identity: [getOnly] }, 'Allowed'],
  ['no policy at all allows nothing', job, ACCOUNT, { identity: [] }, 'ImplicitDeny', 'identity'],
  ['another action is not allowed', job, ACCOUNT, { identity: [putOnly] }, 'ImplicitDeny', 'identity'],
  ['a resource policy that names the role is enough', job, ACCOUNT, { identity: [], resource: [onPhotos({ AWS: job.roleArn })] }, 'Allowed'],
  ['a resource policy that names the session is enough', job, ACCOUNT, { identity: [], resource: [onPhotos({ AWS: SESSION })] }, 'Allowed'],
  ['a resource policy that names another session is not', job, ACCOUNT, { identity: [], resource: [onPhotos({ AWS: `${SESSION}2` })] }, 'ImplicitDeny', 'identity'],
  ['a resource policy that names the user is enough', ann, ACCOUNT, { identity: [], resource: [onPhotos({ AWS: ann.arn })] }, 'Allowed'],
  ['a resource policy for everybody is enough', ann, ACCOUNT, { identity: [], resource: [onPhotos({ AWS: '*' })] }, 'Allowed'],
  ['a resource policy for the account leaves it to the identity', ann, ACCOUNT, { identity: [], resource: [onPhotos({ AWS: ROOT })] }, 'ImplicitDeny', 'identity'],
  ['… which may allow', ann, ACCOUNT, { identity: [getOnly], resource: [onPhotos({ AWS: ROOT })] }, 'Allowed'],
  ['an identity deny is final', job, ACCOUNT, { identity: [getOnly, denyGet] }, 'ExplicitDeny'],
  ['a resource deny is final', job, ACCOUNT, { identity: [getOnly], resource: [denyGetTo('*')] }, 'ExplicitDeny'],
  ['a resource deny for the role meets its session', job, ACCOUNT, { identity: [getOnly], resource: [denyGetTo({ AWS: job.roleArn })] }, 'ExplicitDeny'],
  ['a resource deny for the account meets its session', job, ACCOUNT, { identity: [getOnly], resource: [denyGetTo({ AWS: ACCOUNT })] }, 'ExplicitDeny'],
  ['a resource deny for another role does not', job, ACCOUNT, { identity: [getOnly], resource: [denyGetTo({ AWS: `${job.roleArn}2` })] }, 'Allowed'],
  // boundary and session policy
  ['a boundary that allows changes nothing', job, ACCOUNT, { identity: [getOnly], boundary: [allowAll] }, 'Allowed'],
  ['a boundary without the action refuses', job, ACCOUNT, { identity: [getOnly], boundary: [putOnly] }, 'ImplicitDeny', 'boundary'],
  ['a boundary alone allows nothing', job, ACCOUNT, { identity: [], boundary: [allowAll] }, 'ImplicitDeny', 'identity'],
  ['a boundary binds the role that a resource policy names', job, ACCOUNT, { identity: [], boundary: [putOnly], resource: [onPhotos({ AWS: job.roleArn })] }, 'ImplicitDeny', 'boundary'],
  ['… and lets it when it allows', job, ACCOUNT, { identity: [], boundary: [getOnly], resource: [onPhotos({ AWS: job.roleArn })] }, 'Allowed'],
  ['a boundary does not bind the session that a resource policy names', job, ACCOUNT, { identity: [], boundary: [putOnly], resource: [onPhotos({ AWS: SESSION })] }, 'Allowed'],
  ['the stronger of two grants counts', job, ACCOUNT, { identity: [], boundary: [putOnly], resource: [onPhotos({ AWS: job.roleArn }), onPhotos({ AWS: SESSION })] }, 'Allowed'],
  ['a boundary does not bind the user that a resource policy names', ann, ACCOUNT, { identity: [], boundary: [putOnly], resource: [onPhotos({ AWS: ann.arn })] }, 'Allowed'],
  ['an explicit deny of the boundary binds in any case', job, ACCOUNT, { identity: [], boundary: [denyGet], resource: [onPhotos({ AWS: SESSION })] }, 'ExplicitDeny'],
  ['a session policy without the action refuses', job, ACCOUNT, { identity: [getOnly], session: [putOnly] }, 'ImplicitDeny', 'session'],
  ['a session policy with the action lets through', job, ACCOUNT, { identity: [getOnly], session: [getOnly] }, 'Allowed'],
  ['a session policy binds the role that a resource policy names', job, ACCOUNT, { identity: [], session: [putOnly], resource: [onPhotos({ AWS: job.roleArn })] }, 'ImplicitDeny', 'session'],
  // organisation
  ['a service control policy without the action refuses', job, ACCOUNT, { identity: [getOnly], scp: [putOnly] }, 'ImplicitDeny', 'scp'],
  ['… even when the resource policy names the session', job, ACCOUNT, { identity: [], scp: [putOnly], resource: [onPhotos({ AWS: SESSION })] }, 'ImplicitDeny', 'scp'],
  ['a service control policy with the action lets through', job, ACCOUNT, { identity: [getOnly], scp: [allowAll] }, 'Allowed'],
  ['a service control policy does not bind service principals', service('logging.s3'), ACCOUNT, { identity: [], scp: [denyGet], resource: [onPhotos({ Service: 'logging.s3.amazonaws.com' })] }, 'Allowed'],
  ['a resource control policy denies', job, ACCOUNT, { identity: [getOnly], rcp: [denyGetTo('*')] }, 'ExplicitDeny'],
  ['a resource control policy needs no allow of its own', job, ACCOUNT, { identity: [getOnly], rcp: [denyGetTo({ AWS: ann.arn })] }, 'Allowed'],
  // two accounts: both must allow
  ['another account needs the resource policy', job, OTHER_ACCOUNT, { identity: [getOnly] }, 'ImplicitDeny', 'resource'],
  ['another account needs the identity policy', job, OTHER_ACCOUNT, { identity: [], resource: [onPhotos({ AWS: job.roleArn })] }, 'ImplicitDeny', 'identity'],
  ['another account needs the identity policy even for a session', job, OTHER_ACCOUNT, { identity: [], resource: [onPhotos({ AWS: SESSION })] }, 'ImplicitDeny', 'identity'],
  ['another account with both is let in', job, OTHER_ACCOUNT, { identity: [getOnly], resource: [onPhotos({ AWS: ROOT })] }, 'Allowed'],
  ['another account is bound by its boundary', job, OTHER_ACCOUNT, { identity: [getOnly], boundary: [putOnly], resource: [onPhotos({ AWS: SESSION })] }, 'ImplicitDeny', 'boundary'],
  // services and anonymous callers
  ['a service needs the resource policy', service('logging.s3'), ACCOUNT, { identity: [allowAll] }, 'ImplicitDeny', 'resource'],
  ['a service that the resource policy names is let in', service('logging.s3'), ACCOUNT, { identity: [], resource: [onPhotos({ Service: ['logging.s3.amazonaws.com', 'x.amazonaws.com'] })] }, 'Allowed'],
  ['another service is not', service('sns'), ACCOUNT, { identity: [], resource: [onPhotos({ Service: 'logging.s3.amazonaws.com' })] }, 'ImplicitDeny', 'resource'],
  ['an anonymous caller needs the resource policy', anonymous, ACCOUNT, { identity: [allowAll] }, 'ImplicitDeny', 'resource'],
  ['an anonymous caller is not in the account', anonymous, ACCOUNT, { identity: [], resource: [onPhotos({ AWS: ROOT })] }, 'ImplicitDeny', 'resource'],
  ['an anonymous caller is everybody', anonymous, ACCOUNT, { identity: [], resource: [onPhotos('*')] }, 'Allowed'],
  ['a federated principal is nobody here', ann, ACCOUNT, { identity: [], resource: [onPhotos({ Federated: 'cognito-identity.amazonaws.com' })] }, 'ImplicitDeny', 'identity'],
];

const NAMED = CASES.map(([what, principal, owner, policies, outcome, missing]) => ({ what, principal, owner, policies, outcome, missing }));

test.each(NAMED)('$what', ({ principal, owner, policies, outcome, missing }) => {
  const decision = evaluate(get(principal, owner), policies);
  expect({ outcome: decision.outcome, allowed: decision.allowed, missing: decision.missing }).toEqual({ outcome, allowed: outcome === 'Allowed', missing });
});

describe('NotPrincipal', () => {
  const denyAllBut = (...aws: string[]) => policy('all but', { Effect: 'Deny', NotPrincipal: { AWS: aws }, Action: '*', Resource: '*' });
  test.each([
    ['session, role and account', [SESSION, job.roleArn, ROOT], job, true],
    ['role and account without the session', [job.roleArn, ROOT], job, false],
    ['session and role without the account', [SESSION, job.roleArn], job, false],
    ['user and account', [ann.arn, ROOT], ann, true],
    ['the user without the account', [ann.arn], ann, false],
    ['somebody else', [ann.arn, ROOT], job, false],
  ])('of a deny spares a caller when it names %s: %#', (_what, named, principal, expected) => {
    expect(answer(get(principal), { identity: [getOnly], resource: [denyAllBut(...named)] })).toBe(expected);
  });

  test('of an allow leaves out whom it names', () => {
    const allowAllBut = policy('all but', { Effect: 'Allow', NotPrincipal: { AWS: job.roleArn }, Action: '*', Resource: '*' });
    expect([job, ann].map((principal) => answer(get(principal), { identity: [], resource: [allowAllBut] }))).toEqual([false, true]);
  });
});

describe('A statement', () => {
  const by = (statement: Partial<PolicyStatement>, caller: Caller = from(ann), action = 's3:GetObject', resource = OBJECT) => {
    return answer(request(caller, action, resource), { identity: [policy('p', { Effect: 'Allow', ...statement })] });
  };
  test.each<[string, Partial<PolicyStatement>, boolean]>([
    ['matches actions without case', { Action: 'S3:getobject', Resource: '*' }, true],
    ['matches actions by wildcard', { Action: 's3:Get*', Resource: '*' }, true],
    ['knows ? in actions', { Action: 's3:?etObject', Resource: '*' }, true],
    ['matches resources with case', { Action: '*', Resource: 'arn:aws:s3:::Photos/*' }, false],
    ['matches resources by wildcard', { Action: '*', Resource: 'arn:aws:s3:::photos/*' }, true],
    ['does not mean a bucket whose name starts alike', { Action: '*', Resource: 'arn:aws:s3:::phot/*' }, false],
    ['takes all actions but NotAction', { NotAction: 's3:Put*', Resource: '*' }, true],
    ['does not take NotAction', { NotAction: ['s3:Get*', 's3:Put*'], Resource: '*' }, false],
    ['takes all resources but NotResource', { Action: '*', NotResource: 'arn:aws:s3:::labels/*' }, true],
    ['does not take NotResource', { Action: '*', NotResource: 'arn:aws:s3:::photos/*' }, false],
    ['fills variables in resources', { Action: '*', Resource: 'arn:aws:s3:::photos/${aws:username}.jpg' }, false],
  ])('%s', (_what, statement, expected) => {
    expect(by(statement)).toBe(expected);
  });

  test('with a variable means each caller in her own way', () => {
    const own = { Action: '*', Resource: 'arn:aws:s3:::photos/${aws:username}/*' };
    expect(by(own, from(ann), 's3:GetObject', 'arn:aws:s3:::photos/ann/x')).toBe(true);
    expect(by(own, from(user('bob')), 's3:GetObject', 'arn:aws:s3:::photos/ann/x')).toBe(false);
  });

  test.each([['2012-10-17', true], ['2008-10-17', false], [undefined, false]])('of version %s fills variables: %j', (Version, expected) => {
    const document = { Version, Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: 'arn:aws:s3:::${aws:username}' }] };
    expect(answer(request(from(ann), 's3:ListBucket', 'arn:aws:s3:::ann'), { identity: [{ name: 'p', document }] })).toBe(expected);
  });

  test.each<[string, unknown, string]>([
    ['an unknown element', { Effect: 'Allow', Actions: '*', Resource: '*' }, 'there is no element "Actions"'],
    ['an unknown effect', { Effect: 'allow', Action: '*', Resource: '*' }, 'Effect must be Allow or Deny, got "allow"'],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'give either Action or NotAction'],
    ['an action without a service', { Effect: 'Allow', Action: 'GetObject', Resource: '*' }, 'action "GetObject" has no service prefix'],
    ['two kinds of resource', { Effect: 'Allow', Action: '*', Resource: '*', NotResource: '*' }, 'give either Resource or NotResource'],
    ['a resource that is no text', { Effect: 'Allow', Action: '*', Resource: { Ref: 'Bucket' } }, 'Resource must be text, got {"Ref":"Bucket"}'],
    ['a principal in an identity policy', { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }, 'a policy of layer identity takes no Principal'],
    ['no resource in an identity policy', { Effect: 'Allow', Action: '*' }, 'a policy of layer identity needs a Resource'],
    ['an unknown operator', { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringIs: { a: 'b' } } }, 'condition operator "StringIs" is unknown'],
  ])('with %s is refused by name, not passed over', (_what, statement, message) => {
    const identity = [{ name: 'broken', document: { Version: '2012-10-17', Statement: statement as PolicyStatement } }];
    expect(() => evaluate(get(ann), { identity })).toThrow(message);
    expect(() => evaluate(get(ann), { identity })).toThrow('policy "broken", statement #0');
  });

  test.each<[string, PolicyStatement['Principal'], string]>([
    ['a wildcard within an ARN', { AWS: 'arn:aws:iam::111122223333:role/*' }, 'use "*" with a condition on aws:PrincipalArn'],
    ['an unknown kind', { Role: 'x' }, 'Principal has no kind "Role"'],
    ['plain text', 'arn:aws:iam::111122223333:role/x' as '*', 'Principal must be "*" or an object'],
  ])('with a principal of %s is refused by name', (_what, principal, message) => {
    expect(() => evaluate(get(ann), { identity: [], resource: [onPhotos(principal)] })).toThrow(message);
  });

  test('of a resource policy without a principal is refused by name', () => {
    expect(() => evaluate(get(ann), { identity: [], resource: [getOnly] })).toThrow('policy "get only", statement #0: a policy of layer resource needs a Principal');
  });

  test('of an unknown version is refused', () => {
    expect(() => evaluate(get(ann), { identity: [{ name: 'p', document: { Version: '2020-01-01', Statement: [] } }] })).toThrow('policy "p": Version must be 2012-10-17 or 2008-10-17');
  });
});

describe('An explanation', () => {
  const outside = policy('bucket photos',
    { Effect: 'Allow', Principal: '*', Action: 's3:ListBucket', Resource: '*' },
    { Sid: 'DenyOutsideEndpoint', Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0aaa' }, Bool: { 'aws:ViaAWSService': 'false' } } });

  test('names the denying statement with the values it met', () => {
    expect(evaluate(get(job), { identity: [getOnly], resource: [outside] })).toEqual({
      allowed: false,
      outcome: 'ExplicitDeny',
      statements: [{ layer: 'resource', policy: 'bucket photos', index: 1, sid: 'DenyOutsideEndpoint', effect: 'Deny', because: 'StringNotEquals aws:SourceVpce (absent) vs "vpce-0aaa" and Bool aws:ViaAWSService "false" vs "false"' }],
      explanation: 'explicit deny in resource policy "bucket photos", statement DenyOutsideEndpoint [StringNotEquals aws:SourceVpce (absent) vs "vpce-0aaa" and Bool aws:ViaAWSService "false" vs "false"]',
    });
  });

  test('names the allowing statements of each layer', () => {
    const through = policy('vpce-0aaa', { Sid: 'OnlyOurBucket', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });
    const decision = evaluate(request(from(job, endpoint()), 's3:GetObject', OBJECT), { identity: [getOnly], resource: [outside], endpoint: [through] });
    expect(decision.explanation).toBe('allowed by endpoint policy "vpce-0aaa", statement OnlyOurBucket and identity policy "get only", statement #0');
    expect(decision.statements.map(({ layer }) => layer)).toEqual(['endpoint', 'identity']);
  });

  test('names the layer without an allow, the action, the resource and the principal', () => {
    expect(evaluate(get(job), { identity: [putOnly] }).explanation).toBe(`no identity policy ("put only") allows s3:GetObject on "${OBJECT}" by ${SESSION}`);
    expect(evaluate(get(anonymous), { identity: [] }).explanation).toBe(`no resource policy (there is none) allows s3:GetObject on "${OBJECT}" by anonymous`);
  });

  test('names the statement that failed by its conditions only', () => {
    const tagged = policy('tagged', { Sid: 'TeamOnly', Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'faces' } } });
    expect(evaluate(get(job), { identity: [tagged] }).explanation).toContain('; identity policy "tagged", statement TeamOnly would, but for [StringEquals aws:PrincipalTag/team (absent) vs "faces"]');
  });
});

describe('Whatever the policies', () => {
  const statement: fc.Arbitrary<PolicyStatement> = fc.record({
    Effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Deny'),
    Action: fc.constantFrom('*', 's3:GetObject', 's3:Put*'),
    Resource: fc.constantFrom('*', OBJECT, 'arn:aws:s3:::labels/*'),
    Condition: fc.option(fc.constantFrom<NonNullable<PolicyStatement['Condition']>>({ StringEquals: { 'aws:SourceVpce': 'vpce-0aaa' } }, { Bool: { 'aws:ViaAWSService': 'false' } }), { nil: undefined }),
  });
  const forAll = (statements: PolicyStatement[]) => statements.map((one) => ({ ...one, Principal: '*' as const }));
  const layers = fc.record({ identity: fc.array(statement), resource: fc.array(statement), boundary: fc.array(statement), endpoint: fc.array(statement) });
  const set = (made: { identity: PolicyStatement[]; resource: PolicyStatement[]; boundary: PolicyStatement[]; endpoint: PolicyStatement[] }): PolicySet => ({
    identity: [policy('i', ...made.identity)],
    resource: [policy('r', ...forAll(made.resource))],
    boundary: [policy('b', ...made.boundary)],
    endpoint: [policy('e', ...forAll(made.endpoint))],
  });
  const asked = request(from(job, endpoint()), 's3:GetObject', OBJECT);

  test('one more deny never lets anybody in', () => {
    fc.assert(fc.property(layers, statement, fc.constantFrom('identity', 'resource', 'boundary', 'endpoint'), (made, more, layer) => {
      const grown = { ...made, [layer]: [...made[layer as 'identity'], { ...more, Effect: 'Deny' }] };
      return answer(asked, set(made)) || !answer(asked, set(grown as never));
    }));
  });

  test('one more allow never locks anybody out', () => {
    fc.assert(fc.property(layers, statement, fc.constantFrom('identity', 'resource', 'boundary', 'endpoint'), (made, more, layer) => {
      const grown = { ...made, [layer]: [...made[layer as 'identity'], { ...more, Effect: 'Allow' }] };
      return !answer(asked, set(made)) || answer(asked, set(grown as never));
    }));
  });

  test('the order of statements does not matter', () => {
    fc.assert(fc.property(layers, (made) => {
      return answer(asked, set(made)) === answer(asked, set({ ...made, identity: [...made.identity].reverse(), resource: [...made.resource].reverse() }));
    }));
  });

  test('nothing is allowed without an allow', () => {
    expect(answer(asked, { identity: [nothing], resource: [nothing] })).toBe(false);
  });
});
