import * as fs from 'node:fs';
import * as path from 'node:path';
import { evaluate } from '../../../../local/access/evaluate';
import { Principal } from '../../../../local/access/model';
import { BOOTSTRAP_VERSION, bootstrapRoles } from '../../../../local/aws/bootstrap/bootstrap-roles';
import { seedBootstrap } from '../../../../local/aws/bootstrap/seed-bootstrap';
import { seedStack } from '../../../../local/aws/cloudformation/seeded-stack';
import { FakeCloud, identity } from '../../deploy/fake-cloud';

const template = fs.readFileSync(path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');

test('the version is the one of the bootstrap template in the pinned CLI', () => {
  expect(template).toMatch(new RegExp(`BootstrapVersion:[^]*?Value: '${BOOTSTRAP_VERSION}'`));
});

test('the roles are those of the bootstrap template', () => {
  const kinds = [...template.matchAll(/RoleName:\s+Fn::Sub: cdk-\$\{Qualifier\}-([a-z-]+)-role-/g)].map(([, kind]) => kind);
  expect(bootstrapRoles(identity).map(({ roleName }) => roleName).sort()).toEqual(kinds.map((kind) => `cdk-hnb659fds-${kind}-role-111122223333-us-east-1`).sort());
});

test('seeding makes what cdk bootstrap makes, once', async () => {
  const cloud = new FakeCloud();
  const roles = new Map<string, unknown>();
  const buckets = new Map<string, unknown>();
  const parameters = new Map<string, string>();
  const log: string[] = [];
  const seed = () => seedBootstrap({
    identity,
    iam: { role: (name) => roles.get(name), createRole: (role) => { log.push('role'); roles.set(role.roleName, role); } },
    s3: { hasBucket: (name) => buckets.has(name), createBucket: (name, policy) => { log.push('bucket'); buckets.set(name, policy); } },
    ssm: { get: (name) => parameters.get(name), put: (name, value) => { log.push('parameter'); parameters.set(name, value); } },
    seedStack: (stack) => seedStack(cloud.service, stack),
  });
  seed();
  seed();
  expect(log).toEqual(['role', 'role', 'role', 'role', 'role', 'bucket', 'parameter']);
  expect([...parameters]).toEqual([['/cdk-bootstrap/hnb659fds/version', String(BOOTSTRAP_VERSION)]]);
  expect(cloud.status('CDKToolkit')).toBe('CREATE_COMPLETE');
  expect(cloud.outputs('CDKToolkit')).toMatchObject({ BucketName: 'cdk-hnb659fds-assets-111122223333-us-east-1', BucketDomainName: 'cdk-hnb659fds-assets-111122223333-us-east-1.s3.us-east-1.amazonaws.com', BootstrapVersion: String(BOOTSTRAP_VERSION) });
  expect(cloud.service.store.all()).toHaveLength(1);
});

describe('what the roles may', () => {
  const bucket = 'arn:aws:s3:::cdk-hnb659fds-assets-111122223333-us-east-1';
  const allowed = (kind: string, action: string, resource: string) => {
    const role = bootstrapRoles(identity).find(({ roleName }) => roleName.includes(`-${kind}-role-`))!;
    const principal: Principal = { kind: 'role', accountId: identity.accountId, roleName: role.roleName, roleArn: `arn:aws:iam::${identity.accountId}:role/${role.roleName}`, roleId: 'AROA', sessionName: 's', tags: {} };
    return evaluate(
      { caller: { principal, network: { kind: 'internet', sourceIp: '127.0.0.1' }, secureTransport: true }, action, resource, resourceAccount: identity.accountId, region: identity.region },
      { identity: role.policies.map(({ policyName, document }) => ({ name: policyName, document })) },
    ).allowed;
  };
  const stack = 'arn:aws:cloudformation:us-east-1:111122223333:stack/Demo/1';

  test.each<[string, string, string, boolean]>([
    ['deploy', 'cloudformation:CreateChangeSet', stack, true],
    ['deploy', 'cloudformation:DescribeEvents', stack, true],
    ['deploy', 'iam:PassRole', 'arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1', true],
    ['deploy', 'iam:PassRole', 'arn:aws:iam::111122223333:role/other', false],
    ['deploy', 's3:GetObject', `${bucket}/template.json`, true],
    ['deploy', 's3:GetObject', 'arn:aws:s3:::photos/cat.jpg', false],
    ['file-publishing', 's3:PutObject', `${bucket}/template.json`, true],
    ['file-publishing', 's3:PutObject', 'arn:aws:s3:::photos/cat.jpg', false],
    ['lookup', 'ec2:DescribeVpcs', '*', true],
    ['lookup', 'ec2:CreateVpc', '*', false],
    ['lookup', 'kms:Decrypt', 'arn:aws:kms:us-east-1:111122223333:key/1', false],
    ['cfn-exec', 'sagemaker:CreateModel', '*', true],
  ])('%s: %s on %s is %s', (kind, action, resource, expected) => {
    expect(allowed(kind, action, resource)).toBe(expected);
  });
});
