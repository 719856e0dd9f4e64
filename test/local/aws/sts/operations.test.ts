import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { Caller } from '../../../../local/access/model';
import { stsOperations, STS_VERSION, STS_XMLNS } from '../../../../local/aws/sts/operations';
import { StsService } from '../../../../local/aws/sts/sts-service';
import { queryDoor } from '../../../../local/aws/wire/query-door';
import { anonymous, from } from '../../access/_cast';
import { DoorServer, serveDoor } from '../../_helpers/door-server';
import { account, ROOT, trusting } from '../iam/_account';

const { iam, authority, clock } = account();
const sts = new StsService({ clock, iam, authority, developer: { accessKeyId: 'AKIADEVELOPER', secretAccessKey: 'secret' } });
const developer = iam.users.principal('developer');
const role = iam.createRole({ roleName: 'Exec', path: '/jobs/', trust: trusting({ AWS: ROOT }, { Condition: { StringEqualsIfExists: { 'sts:ExternalId': 'known' } } }) });
const asked = { RoleArn: role.roleArn, RoleSessionName: 'aws-cdk' };

let caller: Caller = from(developer);
let server: DoorServer;
let client: STSClient;

beforeAll(async () => {
  server = await serveDoor(queryDoor({ signingName: 'sts', version: STS_VERSION, xmlns: STS_XMLNS, style: 'query', operations: stsOperations(sts) }), () => caller);
  client = new STSClient({ endpoint: server.endpoint, region: 'eu-west-1', maxAttempts: 1, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
});
beforeEach(() => {
  caller = from(developer);
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

describe('STS answers the SDK', () => {
  test('GetCallerIdentity of a user', async () => {
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({ UserId: developer.userId, Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/developer' });
  });

  test('AssumeRole, and GetCallerIdentity of the session', async () => {
    const { Credentials: made, AssumedRoleUser } = await client.send(new AssumeRoleCommand({ ...asked, DurationSeconds: 900, ExternalId: 'known' }));
    const arn = 'arn:aws:sts::111122223333:assumed-role/Exec/aws-cdk';
    expect(AssumedRoleUser).toEqual({ AssumedRoleId: `${role.roleId}:aws-cdk`, Arn: arn });
    expect(made!.Expiration).toEqual(new Date(clock.now() + 900_000));
    const found = sts.find(made!.AccessKeyId!)!;
    expect(found).toMatchObject({ secretAccessKey: made!.SecretAccessKey, sessionToken: made!.SessionToken });
    caller = from(found.principal);
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({ UserId: `${role.roleId}:aws-cdk`, Arn: arn });
  });

  test.each([
    ['a wrong external id', { ExternalId: 'guess' }, 'AccessDenied'],
    ['a bad session name', { RoleSessionName: 'a/b' }, 'ValidationError'],
    ['a session policy', { Policy: '{}' }, 'NotImplemented'],
    ['session tags', { Tags: [{ Key: 'a', Value: 'b' }] }, 'NotImplemented'],
    ['a role of another account', { RoleArn: 'arn:aws:iam::444455556666:role/jobs/Exec' }, 'AccessDenied'],
  ])('AssumeRole with %s: %#', async (_what, more, name) => {
    await expect(client.send(new AssumeRoleCommand({ ...asked, ...more }))).rejects.toMatchObject({ name });
  });

  test('GetSessionToken with a refusal by name', async () => {
    await expect(client.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('GetSessionToken') });
  });

  test.each([
    ['GetCallerIdentity', () => client.send(new GetCallerIdentityCommand({}))],
    ['AssumeRole', () => client.send(new AssumeRoleCommand({ ...asked, RoleArn: iam.roles.find('Open')!.roleArn }))],
  ])('%s of a caller without credentials with nothing, whatever the trust policy', async (_what, send) => {
    if (!iam.role('Open')) iam.createRole({ roleName: 'Open', trust: trusting('*') });
    await expect(send()).resolves.toBeDefined();
    caller = from(anonymous);
    await expect(send()).rejects.toMatchObject({ name: 'MissingAuthenticationToken' });
  });
});
