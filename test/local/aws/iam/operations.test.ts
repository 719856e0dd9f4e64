import { from, user } from '../../access/_cast';
import { iamOperations, IAM_VERSION, IAM_XMLNS } from '../../../../local/aws/iam/operations';
import { queryDoor } from '../../../../local/aws/wire/query-door';
import { serveDoor, DoorServer } from '../../_helpers/door-server';
import { account, allowing, BASIC, sagemakerTrust } from './_account';

const context = (principal: ReturnType<typeof user>) => ({ caller: from(principal), requestId: 'r' });

function stage() {
  const { iam, authority, audit } = account();
  const operations = iamOperations(iam, authority);
  const developer = context(iam.users.principal('developer'));
  const call = (name: string, input: object, who = developer) => operations[name](input, who) as any;
  return { iam, audit, call };
}

const decoded = (text: string) => JSON.parse(decodeURIComponent(text));

describe('IAM on the wire', () => {
  test('makes a role and shows it, its trust policy encoded', () => {
    const { call } = stage();
    const made = call('CreateRole', {
      RoleName: 'JobRole', Path: '/jobs/', Description: 'runs', MaxSessionDuration: '7200',
      AssumeRolePolicyDocument: JSON.stringify(sagemakerTrust), Tags: [{ Key: 'team', Value: 'faces' }],
    });
    expect(call('GetRole', { RoleName: 'JobRole' })).toEqual(made);
    expect(made.Role).toMatchObject({ Arn: 'arn:aws:iam::111122223333:role/jobs/JobRole', Path: '/jobs/', MaxSessionDuration: 7200, Description: 'runs', CreateDate: '2026-01-01T00:00:00.000Z', Tags: [{ Key: 'team', Value: 'faces' }] });
    expect(decoded(made.Role.AssumeRolePolicyDocument)).toEqual(sagemakerTrust);
  });

  test('lists roles by path, page by page', () => {
    const { iam, call } = stage();
    ['a', 'b', 'c'].forEach((roleName) => iam.createRole({ roleName, path: roleName === 'c' ? '/other/' : '/', trust: sagemakerTrust }));
    const first = call('ListRoles', { MaxItems: '2' });
    expect(first).toMatchObject({ IsTruncated: true, Marker: '2', Roles: [{ RoleName: 'a' }, { RoleName: 'b' }] });
    expect(call('ListRoles', { MaxItems: '2', Marker: first.Marker })).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: 'c' }] });
    expect(call('ListRoles', { PathPrefix: '/other/' }).Roles.map(({ RoleName }: any) => RoleName)).toEqual(['c']);
  });

  test('puts, shows and deletes inline policies', () => {
    const { iam, call } = stage();
    iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust });
    call('PutRolePolicy', { RoleName: 'JobRole', PolicyName: 'Data', PolicyDocument: JSON.stringify(allowing('s3:*')) });
    expect(call('ListRolePolicies', { RoleName: 'JobRole' }).PolicyNames).toEqual(['Data']);
    expect(decoded(call('GetRolePolicy', { RoleName: 'JobRole', PolicyName: 'Data' }).PolicyDocument)).toEqual(allowing('s3:*'));
    call('DeleteRolePolicy', { RoleName: 'JobRole', PolicyName: 'Data' });
    expect(call('ListRolePolicies', { RoleName: 'JobRole' }).PolicyNames).toEqual([]);
  });

  test('makes managed policies, attaches and detaches them', () => {
    const { iam, call } = stage();
    iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust });
    const { Arn } = call('CreatePolicy', { PolicyName: 'Data', PolicyDocument: JSON.stringify(allowing('s3:*')) }).Policy;
    call('AttachRolePolicy', { RoleName: 'JobRole', PolicyArn: Arn });
    call('AttachRolePolicy', { RoleName: 'JobRole', PolicyArn: BASIC });
    expect(call('ListAttachedRolePolicies', { RoleName: 'JobRole' }).AttachedPolicies).toEqual([
      { PolicyName: 'Data', PolicyArn: Arn }, { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC },
    ]);
    expect(call('GetPolicy', { PolicyArn: Arn }).Policy).toMatchObject({ AttachmentCount: 1, DefaultVersionId: 'v1' });
    expect(decoded(call('GetPolicyVersion', { PolicyArn: Arn, VersionId: 'v1' }).PolicyVersion.Document)).toEqual(allowing('s3:*'));
    expect(() => call('GetPolicyVersion', { PolicyArn: Arn, VersionId: 'v2' })).toThrow(expect.objectContaining({ code: 'NoSuchEntity' }));
    call('DetachRolePolicy', { RoleName: 'JobRole', PolicyArn: Arn });
    expect(call('GetPolicy', { PolicyArn: Arn }).Policy.AttachmentCount).toBe(0);
  });

  test('tags roles, changes their trust, deletes them', () => {
    const { iam, call } = stage();
    iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust });
    call('TagRole', { RoleName: 'JobRole', Tags: [{ Key: 'a', Value: '1' }, { Key: 'b' }] });
    call('UntagRole', { RoleName: 'JobRole', TagKeys: ['a'] });
    expect(call('ListRoleTags', { RoleName: 'JobRole' }).Tags).toEqual([{ Key: 'b', Value: '' }]);
    const lambda = { ...sagemakerTrust, Statement: [{ ...sagemakerTrust.Statement[0], Principal: { Service: 'lambda.amazonaws.com' } }] };
    call('UpdateAssumeRolePolicy', { RoleName: 'JobRole', PolicyDocument: JSON.stringify(lambda) });
    expect(iam.role('JobRole')!.trust).toEqual(lambda);
    call('DeleteRole', { RoleName: 'JobRole' });
    expect(iam.role('JobRole')).toBeUndefined();
  });

  test('shows the caller herself, or the user she names', () => {
    const { call } = stage();
    expect(call('GetUser', {}).User).toMatchObject({ UserName: 'developer', Arn: 'arn:aws:iam::111122223333:user/developer' });
    expect(call('GetUser', { UserName: 'developer' })).toEqual(call('GetUser', {}));
    expect(() => call('GetUser', { UserName: 'nobody' })).toThrow(expect.objectContaining({ code: 'NoSuchEntity' }));
  });

  test.each([
    ['GetRole', {}, 'ValidationError', "Value null at 'roleName'"],
    ['GetRole', { RoleName: 'Nobody' }, 'NoSuchEntity', 'The role with name Nobody cannot be found.'],
    ['TagRole', { RoleName: 'JobRole', Tags: [{ Key: 'aws:x', Value: '1' }] }, 'ValidationError', 'reserved'],
    ['ListRoles', { MaxItems: '0' }, 'ValidationError', "'0' at 'maxItems'"],
    ['CreatePolicy', { PolicyName: 'p', PolicyDocument: '{}', Tags: [{ Key: 'a', Value: 'b' }] }, 'NotImplemented', 'tags on managed policies'],
    ['CreatePolicy', { PolicyName: 'p', PolicyDocument: '{}' }, 'MalformedPolicyDocument', 'policy "p" has no Statement'],
  ])('%s %j is answered %s', (name, input, code, message) => {
    const { iam, call } = stage();
    iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust });
    expect(() => call(name, input)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  const JOB = { RoleName: 'JobRole' };
  test.each([
    ['GetRole', JOB], ['ListRoles', {}], ['DeleteRole', JOB], ['ListRoleTags', JOB], ['TagRole', JOB], ['UntagRole', JOB],
    ['CreateRole', { RoleName: 'New', AssumeRolePolicyDocument: JSON.stringify(sagemakerTrust) }],
    ['UpdateAssumeRolePolicy', { ...JOB, PolicyDocument: JSON.stringify(sagemakerTrust) }],
    ['PutRolePolicy', { ...JOB, PolicyName: 'p', PolicyDocument: JSON.stringify(allowing('s3:*')) }],
    ['GetRolePolicy', { ...JOB, PolicyName: 'Data' }], ['DeleteRolePolicy', { ...JOB, PolicyName: 'Data' }], ['ListRolePolicies', JOB],
    ['AttachRolePolicy', { ...JOB, PolicyArn: BASIC }], ['DetachRolePolicy', { ...JOB, PolicyArn: BASIC }], ['ListAttachedRolePolicies', JOB],
    ['CreatePolicy', { PolicyName: 'p', PolicyDocument: JSON.stringify(allowing('s3:*')) }],
    ['GetPolicy', { PolicyArn: BASIC }], ['GetPolicyVersion', { PolicyArn: BASIC, VersionId: 'v1' }], ['GetUser', { UserName: 'developer' }],
  ])('%s is refused to a caller without the right, and changes nothing', (name, input) => {
    const { iam, audit, call } = stage();
    const role = iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust, policies: [{ policyName: 'Data', document: allowing('s3:*') }] });
    expect(() => call(name, input, context(user('ann')))).toThrow(expect.objectContaining({ code: 'AccessDenied', message: expect.stringContaining(`not authorized to perform: iam:${name}`) }));
    expect(iam.roles.list()).toEqual([role]);
    expect(audit.read({ denied: true })).toMatchObject([{ eventSource: 'iam.amazonaws.com', eventName: name }]);
  });

  test('lets a role that may tag with one key do just that', () => {
    const { iam, call } = stage();
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:TagRole', Resource: '*', Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] }, Null: { 'aws:TagKeys': 'false' } } }] };
    const { roleName, roleArn, roleId } = iam.createRole({ roleName: 'Tagger', trust: sagemakerTrust, policies: [{ policyName: 'Tag', document }] });
    const tagger = { caller: from({ kind: 'role', accountId: '111122223333', roleName, roleArn, roleId, sessionName: 's', tags: {} }), requestId: 'r' };
    call('TagRole', { RoleName: 'Tagger', Tags: [{ Key: 'team', Value: 'faces' }] }, tagger);
    expect(iam.role('Tagger')!.tags).toEqual({ team: 'faces' });
    expect(() => call('TagRole', { RoleName: 'Tagger', Tags: [{ Key: 'team', Value: 'x' }, { Key: 'other', Value: 'x' }] }, tagger)).toThrow();
  });
});

describe('Behind its door, IAM', () => {
  let server: DoorServer;
  beforeAll(async () => {
    const { iam, authority } = account();
    const door = queryDoor({ signingName: 'iam', version: IAM_VERSION, xmlns: IAM_XMLNS, style: 'query', operations: iamOperations(iam, authority) });
    server = await serveDoor(door, () => from(iam.users.principal('developer')));
  });
  afterAll(() => server.close());

  const post = async (form: Record<string, string>) => {
    const response = await fetch(server.endpoint, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ Version: IAM_VERSION, ...form }) });
    return { status: response.status, text: await response.text() };
  };

  test('answers forms with XML', async () => {
    const made = await post({ 'Action': 'CreateRole', 'RoleName': 'JobRole', 'AssumeRolePolicyDocument': JSON.stringify(sagemakerTrust), 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'faces' });
    expect(made.status).toBe(200);
    expect(made.text).toContain('<Arn>arn:aws:iam::111122223333:role/JobRole</Arn>');
    expect(made.text).toContain('<Tags><member><Key>team</Key><Value>faces</Value></member></Tags>');
    const gone = await post({ Action: 'GetRole', RoleName: 'Nobody' });
    expect(gone.status).toBe(404);
    expect(gone.text).toContain('<Code>NoSuchEntity</Code>');
  });
});
