import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Principal } from '../../../../local/access/model';
import { IamService } from '../../../../local/aws/iam/iam-service';
import { Role } from '../../../../local/aws/iam/roles';
import { account, allowing, BASIC, ROOT, sagemakerTrust, trusting } from './_account';

const sessionOf = ({ roleName, roleArn, roleId, tags }: Role): Principal => ({ kind: 'role', accountId: roleArn.split(':')[4], roleName, roleArn, roleId, sessionName: 's', tags });
const names = (iam: IamService, principal: Principal) => iam.identityPolicies(principal).map(({ name }) => name);
const failing = (code: string, message: string) => expect.objectContaining({ code, message: expect.stringContaining(message) });
const at = (bytes: number) => allowing('s3:GetObject', `arn:aws:s3:::${'x'.repeat(bytes)}`);

describe('A role', () => {
  test('is found by name and by its ARN with its path', () => {
    const { iam } = account();
    const role = iam.createRole({ roleName: 'JobRole', path: '/jobs/', trust: sagemakerTrust });
    expect(role.roleArn).toBe('arn:aws:iam::111122223333:role/jobs/JobRole');
    expect(role.roleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(iam.role('JobRole')).toBe(role);
    expect(iam.role(role.roleArn)).toBe(role);
    expect(iam.role('arn:aws:iam::111122223333:role/JobRole')).toBeUndefined();
    expect(iam.role('arn:aws:iam::444455556666:role/jobs/JobRole')).toBeUndefined();
  });

  test('has its inline and its attached policies', () => {
    const { iam } = account();
    const role = iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust, policies: [{ policyName: 'Data', document: allowing('s3:GetObject') }], managedPolicyArns: [BASIC] });
    expect(names(iam, sessionOf(role))).toEqual(['JobRole/Data', 'AWSLambdaBasicExecutionRole']);
    iam.roles.detach('JobRole', BASIC);
    iam.roles.deleteInline('JobRole', 'Data');
    expect(names(iam, sessionOf(role))).toEqual([]);
  });

  test('gives nothing to a session of a deleted namesake', () => {
    const { iam } = account();
    const make = () => iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust, managedPolicyArns: [BASIC] });
    const before = make();
    iam.roles.detach('JobRole', BASIC);
    iam.roles.delete('JobRole');
    const after = make();
    expect(names(iam, sessionOf(before))).toEqual([]);
    expect(names(iam, sessionOf(after))).toEqual(['AWSLambdaBasicExecutionRole']);
  });

  test('is bounded by its boundary, which cannot be deleted under it', () => {
    const { iam } = account();
    const { arn } = iam.policies.create({ policyName: 'Bounds', document: allowing('s3:*') });
    const role = iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust, boundary: arn });
    expect(iam.boundary(sessionOf(role))).toEqual([{ name: 'Bounds', document: allowing('s3:*') }]);
    expect(() => iam.deletePolicy(arn)).toThrow(failing('DeleteConflict', 'attached to entity JobRole'));
    iam.roles.update('JobRole', { boundary: null });
    expect(iam.boundary(sessionOf(role))).toBeUndefined();
    iam.deletePolicy(arn);
    expect(iam.policies.find(arn)).toBeUndefined();
  });

  test('is not left behind when one of its policies is refused', () => {
    const { iam } = account();
    const make = (managedPolicyArns: string[]) => iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust, policies: [{ policyName: 'Data', document: allowing('s3:*') }], managedPolicyArns });
    expect(() => make(['arn:aws:iam::aws:policy/AmazonSageMakerFullAccess'])).toThrow();
    expect(iam.role('JobRole')).toBeUndefined();
    expect(make([BASIC]).roleName).toBe('JobRole');
  });

  test.each<[string, (iam: IamService) => unknown, string, string]>([
    ['a second role of the name, in any case', (iam) => iam.createRole({ roleName: 'standing', trust: sagemakerTrust }), 'EntityAlreadyExists', 'Role with name standing already exists.'],
    ['a name too long', (iam) => iam.createRole({ roleName: 'x'.repeat(65), trust: sagemakerTrust }), 'ValidationError', "at 'roleName'"],
    ['a name with a slash', (iam) => iam.createRole({ roleName: 'a/b', trust: sagemakerTrust }), 'ValidationError', '"a/b" at \'roleName\''],
    ['a path without its slashes', (iam) => iam.createRole({ roleName: 'a', path: 'jobs', trust: sagemakerTrust }), 'ValidationError', '"jobs" at \'path\''],
    ['a session of ten minutes', (iam) => iam.createRole({ roleName: 'a', maxSessionDuration: 600, trust: sagemakerTrust }), 'ValidationError', "'600' at 'maxSessionDuration'"],
    ['a trust policy without a principal', (iam) => iam.createRole({ roleName: 'a', trust: allowing('sts:AssumeRole') }), 'MalformedPolicyDocument', 'Missing required field Principal'],
    ['a trust policy with a resource', (iam) => iam.createRole({ roleName: 'a', trust: trusting('*', { Resource: '*' }) }), 'MalformedPolicyDocument', 'Has prohibited field Resource'],
    ['a trust policy for a role that is not there', (iam) => iam.createRole({ roleName: 'a', trust: trusting({ AWS: 'arn:aws:iam::111122223333:role/Nobody' }) }), 'MalformedPolicyDocument', 'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/Nobody"'],
    ['a trust policy that is no JSON', (iam) => iam.createRole({ roleName: 'a', trust: '{' }), 'MalformedPolicyDocument', 'is not JSON'],
    ['a trust policy that is too long', (iam) => iam.createRole({ roleName: 'a', trust: trusting({ Service: 'x'.repeat(2048) }) }), 'LimitExceeded', 'ACLSizePerRole: 2048'],
    ['a boundary that is not there', (iam) => iam.createRole({ roleName: 'a', trust: sagemakerTrust, boundary: 'arn:aws:iam::111122223333:policy/Nothing' }), 'NoSuchEntity', 'Policy arn:aws:iam::111122223333:policy/Nothing cannot be found.'],
    ['an inline policy with a principal', (iam) => iam.roles.putInline('Standing', 'p', trusting('*', { Resource: '*' })), 'MalformedPolicyDocument', 'should not specify a principal'],
    ['an inline policy without a resource', (iam) => iam.roles.putInline('Standing', 'p', { Statement: { Effect: 'Allow', Action: '*' } }), 'MalformedPolicyDocument', 'must contain resources'],
    ['an inline policy with an unknown operator', (iam) => iam.roles.putInline('Standing', 'p', { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { Like: { a: 'b' } } } }), 'MalformedPolicyDocument', 'policy "Standing/p", statement #0: condition operator "Like" is unknown'],
    ['inline policies that are too long together', (iam) => ['p', 'q', 'r'].forEach((name) => iam.roles.putInline('Standing', name, at(4000))), 'LimitExceeded', 'InlinePolicySizePerRole: 10240'],
    ['a managed policy that is too long', (iam) => iam.policies.create({ policyName: 'p', document: at(6144) }), 'LimitExceeded', 'PolicySize: 6144'],
    ['an AWS managed policy that is not known', (iam) => iam.roles.attach('Standing', 'arn:aws:iam::aws:policy/AmazonSageMakerFullAccess'), 'NotImplemented', 'the AWS managed policy "AmazonSageMakerFullAccess"'],
    ['an eleventh managed policy', (iam) => Array.from({ length: 11 }, (_, i) => iam.policies.create({ policyName: `p${i}`, document: allowing('s3:*') })).forEach(({ arn }) => iam.roles.attach('Standing', arn)), 'LimitExceeded', 'PoliciesPerRole: 10'],
    ['a 51st tag', (iam) => iam.roles.tag('Standing', Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v']))), 'LimitExceeded', 'TagsPerRole: 50'],
    ['deletion with an inline policy', (iam) => (iam.roles.putInline('Standing', 'p', allowing('s3:*')), iam.roles.delete('Standing')), 'DeleteConflict', 'must delete policies first.'],
    ['deletion with an attached policy', (iam) => (iam.roles.attach('Standing', BASIC), iam.roles.delete('Standing')), 'DeleteConflict', 'must detach all policies first.'],
    ['changes of a role that is not there', (iam) => iam.roles.putInline('Nobody', 'p', allowing('s3:*')), 'NoSuchEntity', 'The role with name Nobody cannot be found.'],
    ['detaching what is not attached', (iam) => iam.roles.detach('Standing', BASIC), 'NoSuchEntity', 'is not attached to role Standing'],
    ['reading an inline policy called like a method', (iam) => iam.roles.inline('Standing', 'constructor'), 'NoSuchEntity', 'The role policy with name constructor'],
  ])('refuses %s', (_what, act, code, message) => {
    const { iam } = account();
    iam.createRole({ roleName: 'Standing', trust: sagemakerTrust });
    expect(() => act(iam)).toThrow(failing(code, message));
  });

  test('takes what is just within the limits', () => {
    const { iam } = account();
    const fits = 6144 - JSON.stringify(at(0)).length;
    expect(iam.policies.create({ policyName: 'p', document: at(fits) }).version).toBe('v1');
    const { roleName } = iam.createRole({ roleName: 'x'.repeat(64), path: '/a/b/', maxSessionDuration: 43_200, trust: JSON.stringify(sagemakerTrust) });
    expect(iam.roles.get(roleName).trust).toEqual(sagemakerTrust);
  });
});

describe('The account', () => {
  test('has a developer who may do everything', () => {
    const { iam, authority } = account();
    const principal = iam.users.principal('developer');
    expect(names(iam, principal)).toEqual(['AdministratorAccess']);
    const call = { caller: { principal, network: { kind: 'internet' as const, sourceIp: '127.0.0.1' }, secureTransport: true }, action: 'sagemaker:CreateModel', resource: '*' };
    expect(authority.decide(call).allowed).toBe(true);
  });

  test('is as it was after a restart', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'iam-'));
    const before = account(folder);
    const { arn } = before.iam.policies.create({ policyName: 'Data', document: allowing('s3:*') });
    const role = before.iam.createRole({ roleName: 'JobRole', trust: sagemakerTrust, managedPolicyArns: [arn] });
    const developer = before.iam.users.principal('developer');
    before.iam.close();
    const after = account(folder);
    expect(after.iam.role('JobRole')).toEqual(role);
    expect(names(after.iam, sessionOf(role))).toEqual(['Data']);
    expect(after.iam.users.principal('developer')).toEqual(developer);
    after.iam.close();
    fs.rmSync(folder, { recursive: true });
  });

  test('gives services and strangers no identity policies', () => {
    const { iam } = account();
    expect([{ kind: 'anonymous' } as const, { kind: 'service', service: 's3.amazonaws.com' } as const].map((principal) => names(iam, principal))).toEqual([[], []]);
  });
});

describe('Passing a role', () => {
  const toSageMaker = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/Exec', Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } } }] };

  test.each([
    ['the named role to the named service', 'arn:aws:iam::111122223333:role/Exec', 'sagemaker.amazonaws.com', undefined],
    ['the named role to another service', 'arn:aws:iam::111122223333:role/Exec', 'lambda.amazonaws.com', 'StringEquals iam:PassedToService "lambda.amazonaws.com" vs "sagemaker.amazonaws.com"'],
    ['another role', 'arn:aws:iam::111122223333:role/Exec2', 'sagemaker.amazonaws.com', 'because no identity-based policy allows the iam:PassRole action (no identity policy ("Launcher/Pass") allows it'],
    ['a role of another account', 'arn:aws:iam::444455556666:role/Exec', 'sagemaker.amazonaws.com', 'a role of another account cannot be passed'],
  ])('%s', (_what, roleArn, to, refusal) => {
    const { iam, port } = account();
    const launcher = iam.createRole({ roleName: 'Launcher', trust: trusting({ AWS: ROOT }), policies: [{ policyName: 'Pass', document: toSageMaker }] });
    const pass = () => port.requirePassRole({ principal: sessionOf(launcher), network: { kind: 'internet', sourceIp: '127.0.0.1' }, secureTransport: true }, roleArn, to);
    if (refusal === undefined) expect(pass).not.toThrow();
    else expect(pass).toThrow(failing('AccessDenied', refusal));
  });
});
