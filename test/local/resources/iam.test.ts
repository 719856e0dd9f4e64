import { iamResources } from '../../../local/resources/iam';
import { ResourceContext } from '../../../local/resources/handler';
import { account, allowing, BASIC, sagemakerTrust, trusting } from '../aws/iam/_account';

const XRAY = 'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess';

function stage() {
  const { iam } = account();
  const handlers = new Map(iamResources(iam).map((handler) => [handler.type, handler]));
  const context = (logicalId: string, stackTags: Record<string, string> = {}): ResourceContext => ({
    stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Demo/1', stackName: 'Demo', logicalId, region: 'eu-west-1', accountId: '111122223333', partition: 'aws', stackTags,
    physicalName: () => `Demo-${logicalId}-ABC123`,
    signal: new AbortController().signal,
  });
  const of = (kind: string) => handlers.get(`AWS::IAM::${kind}`)!;
  return { iam, of, context };
}

const inline = (PolicyName: string, action = 's3:*') => ({ PolicyName, PolicyDocument: allowing(action) });

describe('AWS::IAM::Role', () => {
  const base = { AssumeRolePolicyDocument: sagemakerTrust };

  test('is made under a name of its own, with all its properties', async () => {
    const { iam, of, context } = stage();
    const { arn } = iam.policies.create({ policyName: 'Bounds', document: allowing('*') });
    const made = await of('Role').create({
      ...base, Path: '/jobs/', Description: 'runs', MaxSessionDuration: '7200', PermissionsBoundary: arn, ManagedPolicyArns: [BASIC], Policies: [inline('Data')], Tags: [{ Key: 'team', Value: 'faces' }],
    }, context('JobRole', { stage: 'test' }));
    expect(made).toEqual({ physicalId: 'Demo-JobRole-ABC123', attributes: { Arn: 'arn:aws:iam::111122223333:role/jobs/Demo-JobRole-ABC123', RoleId: expect.stringMatching(/^AROA/) } });
    expect(iam.role(made.physicalId)).toMatchObject({
      trust: sagemakerTrust, description: 'runs', maxSessionDuration: 7200, boundary: arn, attached: [BASIC], inline: { Data: allowing('s3:*') }, tags: { team: 'faces', stage: 'test' },
    });
  });

  test('takes the name it is given', async () => {
    const { of, context } = stage();
    expect((await of('Role').create({ ...base, RoleName: 'Exec' }, context('JobRole'))).physicalId).toBe('Exec');
  });

  test('is changed in place, property by property', async () => {
    const { iam, of, context } = stage();
    const { arn } = iam.policies.create({ policyName: 'Bounds', document: allowing('*') });
    const old = { ...base, RoleName: 'Exec', Description: 'old', MaxSessionDuration: 7200, PermissionsBoundary: arn, ManagedPolicyArns: [BASIC], Policies: [inline('Gone'), inline('Data')], Tags: [{ Key: 'a', Value: '1' }] };
    const made = await of('Role').create(old, context('JobRole'));
    iam.roles.putInline('Exec', 'OfAnother', allowing('logs:*')); // an AWS::IAM::Policy beside it
    const trust = trusting({ Service: 'lambda.amazonaws.com' });
    const updated = await of('Role').update!('Exec', { RoleName: 'Exec', AssumeRolePolicyDocument: trust, ManagedPolicyArns: [XRAY], Policies: [inline('Data', 'kms:*')], Tags: [{ Key: 'b', Value: '2' }] }, old, context('JobRole'));
    expect(updated).toEqual(made);
    const { description, maxSessionDuration, boundary, attached, inline: policies, tags, trust: now } = iam.role('Exec')!;
    expect({ description, maxSessionDuration, boundary, attached, policies, tags, now }).toEqual({
      description: '', maxSessionDuration: 3600, boundary: undefined, attached: [XRAY], policies: { Data: allowing('kms:*'), OfAnother: allowing('logs:*') }, tags: { b: '2' }, now: trust,
    });
  });

  test('takes its own policies along when it goes, and stays for those of others', async () => {
    const { iam, of, context } = stage();
    const properties = { ...base, RoleName: 'Exec', ManagedPolicyArns: [BASIC], Policies: [inline('Data')] };
    await of('Role').create(properties, context('JobRole'));
    iam.roles.putInline('Exec', 'OfAnother', allowing('logs:*'));
    expect(() => of('Role').delete('Exec', properties, context('JobRole'))).toThrow('must delete policies first.');
    iam.roles.deleteInline('Exec', 'OfAnother');
    await of('Role').delete('Exec', properties, context('JobRole'));
    expect(iam.role('Exec')).toBeUndefined();
    expect(() => of('Role').delete('Exec', properties, context('JobRole'))).not.toThrow();
  });
});

describe('AWS::IAM::Policy', () => {
  const withRoles = () => {
    const made = stage();
    ['A', 'B'].forEach((roleName) => made.iam.createRole({ roleName, trust: sagemakerTrust }));
    return { ...made, inlineOf: () => ['A', 'B'].map((name) => Object.keys(made.iam.role(name)!.inline)) };
  };

  test('hangs on its roles, moves, is renamed and goes', async () => {
    const { of, context, inlineOf } = withRoles();
    const first = { ...inline('Data'), Roles: ['A'] };
    expect(await of('Policy').create(first, context('P'))).toEqual({ physicalId: 'Data', attributes: { Id: 'Data' } });
    expect(inlineOf()).toEqual([['Data'], []]);
    const second = { ...inline('Data'), Roles: ['B'] };
    await of('Policy').update!('Data', second, first, context('P'));
    expect(inlineOf()).toEqual([[], ['Data']]);
    const third = { ...inline('Renamed'), Roles: ['A', 'B'] };
    expect((await of('Policy').update!('Data', third, second, context('P'))).physicalId).toBe('Renamed');
    expect(inlineOf()).toEqual([['Renamed'], ['Renamed']]);
    await of('Policy').delete('Renamed', third, context('P'));
    expect(inlineOf()).toEqual([[], []]);
    expect(() => of('Policy').delete('Renamed', third, context('P'))).not.toThrow();
  });

  test.each([
    ['nobody', { ...inline('Data'), Roles: [] }, 'At least one of [Groups,Roles,Users] must be non-empty.'],
    ['a role that is not there', { ...inline('Data'), Roles: ['Nobody'] }, 'The role with name Nobody cannot be found.'],
  ])('is refused for %s: %#', (_whom, properties, message) => {
    const { of, context } = withRoles();
    expect(() => of('Policy').create(properties, context('P'))).toThrow(message);
  });

  test('has no effect on groups and users, so it does not take them', () => {
    expect(stage().of('Policy').properties).toEqual(['PolicyDocument', 'PolicyName', 'Roles']);
  });
});

describe('AWS::IAM::RolePolicy', () => {
  test('is put, changed and deleted', async () => {
    const { iam, of, context } = stage();
    iam.createRole({ roleName: 'A', trust: sagemakerTrust });
    const properties = { ...inline('Data'), RoleName: 'A' };
    expect((await of('RolePolicy').create(properties, context('P'))).physicalId).toBe('Data|A');
    await of('RolePolicy').update!('Data|A', { ...properties, PolicyDocument: allowing('kms:*') }, properties, context('P'));
    expect(iam.role('A')!.inline).toEqual({ Data: allowing('kms:*') });
    await of('RolePolicy').delete('Data|A', properties, context('P'));
    expect(iam.role('A')!.inline).toEqual({});
  });
});

describe('AWS::IAM::ManagedPolicy', () => {
  test('is known by its ARN, attached to its roles, changed in a new version and deleted', async () => {
    const { iam, of, context } = stage();
    ['A', 'B'].forEach((roleName) => iam.createRole({ roleName, trust: sagemakerTrust }));
    const properties = { PolicyDocument: allowing('s3:*'), Path: '/jobs/', Roles: ['A'] };
    const { physicalId, attributes } = await of('ManagedPolicy').create(properties, context('Data'));
    expect(physicalId).toBe('arn:aws:iam::111122223333:policy/jobs/Demo-Data-ABC123');
    expect(attributes).toMatchObject({ PolicyArn: physicalId, DefaultVersionId: 'v1' });
    expect(iam.role('A')!.attached).toEqual([physicalId]);
    const changed = { ...properties, PolicyDocument: allowing('kms:*'), Roles: ['B'] };
    expect((await of('ManagedPolicy').update!(physicalId, changed, properties, context('Data'))).attributes).toMatchObject({ DefaultVersionId: 'v2' });
    expect([iam.role('A')!.attached, iam.role('B')!.attached]).toEqual([[], [physicalId]]);
    expect(iam.policies.get(physicalId).document).toEqual(allowing('kms:*'));
    iam.roles.attach('A', physicalId); // by somebody else
    expect(() => of('ManagedPolicy').delete(physicalId, changed, context('Data'))).toThrow('is attached to entity A');
    iam.roles.detach('A', physicalId);
    await of('ManagedPolicy').delete(physicalId, changed, context('Data'));
    expect(iam.policies.find(physicalId)).toBeUndefined();
    expect(() => of('ManagedPolicy').delete(physicalId, changed, context('Data'))).not.toThrow();
  });

  test('is not left behind when a role is not there', () => {
    const { iam, of, context } = stage();
    const make = (role: string) => of('ManagedPolicy').create({ PolicyDocument: allowing('s3:*'), Roles: [role] }, context('Data'));
    expect(() => make('Nobody')).toThrow('The role with name Nobody cannot be found.');
    iam.createRole({ roleName: 'A', trust: sagemakerTrust });
    expect(() => make('A')).not.toThrow();
  });
});
