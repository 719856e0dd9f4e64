import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Caller, PolicyStatement } from '../../../../local/access/model';
import { StsService } from '../../../../local/aws/sts/sts-service';
import { Role } from '../../../../local/aws/iam/roles';
import { Credentials } from '../../../../local/services';
import { from, service } from '../../access/_cast';
import { account, allowing, ROOT, trusting } from '../iam/_account';

const DEVELOPER = { accessKeyId: 'AKIADEVELOPER', secretAccessKey: 'secret' };
const OURS = '111122223333';

function stage(folder?: string) {
  const made = account(folder);
  const sts = new StsService({ folder, clock: made.clock, iam: made.iam, authority: made.authority, developer: DEVELOPER });
  return { ...made, sts, developer: from(made.iam.users.principal('developer')) };
}

const failing = (code: string, message: string) => expect.objectContaining({ code, message: expect.stringContaining(message) });
const callerOf = ({ principal }: Credentials): Caller => from(principal);
const assume = (sts: StsService, caller: Caller, { roleArn }: Role, more: object = {}) => sts.assumeRole({ caller, roleArn, sessionName: 'session', ...more });

describe('A session', () => {
  test('is of the role, under a key that is found again with its end', () => {
    const { sts, iam, developer, clock } = stage();
    const role = iam.createRole({ roleName: 'Exec', trust: trusting({ AWS: ROOT }), tags: { team: 'faces' } });
    const session = assume(sts, developer, role, { durationSeconds: 900 });
    expect(session.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(session.expiration).toBe(clock.now() + 900_000);
    expect(session.principal).toEqual({ kind: 'role', accountId: OURS, roleName: 'Exec', roleArn: role.roleArn, roleId: role.roleId, sessionName: 'session', tags: { team: 'faces' } });
    expect(sts.find(session.accessKeyId)).toEqual(session);
  });

  test('survives a restart', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sts-'));
    const before = stage(folder);
    const session = assume(before.sts, before.developer, before.iam.createRole({ roleName: 'Exec', trust: trusting({ AWS: ROOT }) }));
    before.sts.close();
    before.iam.close();
    const after = stage(folder);
    expect(after.sts.find(session.accessKeyId)).toEqual(session);
    after.sts.close();
    after.iam.close();
    fs.rmSync(folder, { recursive: true });
  });

  test.each([
    ['is known a while, so that its expiry can be told', 900_000 + 3_599_999, true],
    ['is forgotten an hour later', 900_000 + 3_600_000, false],
  ])('that has expired %s', (_what, later, known) => {
    const { sts, iam, developer, clock } = stage();
    const role = iam.createRole({ roleName: 'Exec', trust: trusting({ AWS: ROOT }) });
    const old = assume(sts, developer, role, { durationSeconds: 900 });
    clock.move(later);
    assume(sts, developer, role);
    expect(sts.find(old.accessKeyId)).toEqual(known ? old : undefined);
  });

  test('has no rights left when its role is deleted', () => {
    const { sts, iam, authority, developer } = stage();
    const role = iam.createRole({ roleName: 'Exec', trust: trusting({ AWS: ROOT }), policies: [{ policyName: 'p', document: allowing('s3:*') }] });
    const call = { caller: callerOf(assume(sts, developer, role)), action: 's3:GetObject', resource: 'arn:aws:s3:::photos/a' };
    expect(authority.decide(call).allowed).toBe(true);
    iam.roles.deleteInline('Exec', 'p');
    iam.roles.delete('Exec');
    iam.createRole({ roleName: 'Exec', trust: trusting({ AWS: ROOT }), policies: [{ policyName: 'p', document: allowing('s3:*') }] });
    expect(authority.decide(call).allowed).toBe(false);
  });
});

test.each([
  ['the fixed key', 'AKIADEVELOPER', 'developer'],
  ['an unknown key', 'AKIANOBODY', undefined],
])('%s is %3$s', (_what, key, userName) => {
  const found = stage().sts.find(key);
  expect(found?.principal.kind === 'user' ? found.principal.userName : undefined).toBe(userName);
});

describe('A trust policy', () => {
  const source = (account: string) => ({ 'aws:SourceAccount': account, 'aws:SourceArn': `arn:aws:sagemaker:eu-west-1:${account}:model/x` });
  const forUs: Partial<PolicyStatement> = { Condition: { StringEquals: { 'aws:SourceAccount': OURS }, ArnLike: { 'aws:SourceArn': `arn:aws:sagemaker:eu-west-1:${OURS}:*` } } };
  const byName = (suffix: string): Partial<PolicyStatement> => ({ Condition: { StringEquals: { 'sts:RoleSessionName': suffix } } });

  test.each<[string, ReturnType<typeof trusting>, Caller, object, boolean]>([
    ['for the service lets the service in', trusting({ Service: 'sagemaker.amazonaws.com' }, forUs), from(service('sagemaker')), { context: source(OURS) }, true],
    ['for the service keeps another account out', trusting({ Service: 'sagemaker.amazonaws.com' }, forUs), from(service('sagemaker')), { context: source('444455556666') }, false],
    ['for the service keeps another service out', trusting({ Service: 'sagemaker.amazonaws.com' }, forUs), from(service('lambda')), { context: source(OURS) }, false],
    ['with a session name lets it in', trusting({ Service: 'sagemaker.amazonaws.com' }, byName('session')), from(service('sagemaker')), {}, true],
    ['with another session name keeps it out', trusting({ Service: 'sagemaker.amazonaws.com' }, byName('other')), from(service('sagemaker')), {}, false],
  ])('%s', (_what, trust, caller, more, allowed) => {
    const { sts, iam, audit } = stage();
    const role = iam.createRole({ roleName: 'Exec', trust });
    const call = () => assume(sts, caller, role, more);
    if (allowed) expect(call().principal).toMatchObject({ roleName: 'Exec' });
    else expect(call).toThrow(failing('AccessDenied', 'because no resource-based policy allows the sts:AssumeRole action (no resource policy ("trust of Exec") allows it'));
    expect(audit.read()).toMatchObject([{ eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', decision: { allowed } }]);
  });

  test('for the account leaves it to identity policies', () => {
    const { sts, iam, developer } = stage();
    const exec = iam.createRole({ roleName: 'Exec', trust: trusting({ AWS: ROOT }) });
    const poor = iam.createRole({ roleName: 'Poor', trust: trusting({ AWS: ROOT }) });
    const rich = iam.createRole({ roleName: 'Rich', trust: trusting({ AWS: ROOT }), policies: [{ policyName: 'p', document: allowing('sts:AssumeRole', exec.roleArn) }] });
    const as = (role: Role) => callerOf(assume(sts, developer, role));
    expect(assume(sts, as(rich), exec).principal).toMatchObject({ roleName: 'Exec' });
    expect(() => assume(sts, as(poor), exec)).toThrow(failing('AccessDenied', 'leaves it to the account\'s identity policies'));
  });

  test('of a role that is not there lets nobody in', () => {
    const { sts, developer } = stage();
    expect(() => sts.assumeRole({ caller: developer, roleArn: `arn:aws:iam::${OURS}:role/Nobody`, sessionName: 'session' }))
      .toThrow(failing('AccessDenied', 'is not authorized to perform: sts:AssumeRole on resource: "arn:aws:iam::111122223333:role/Nobody" because there is no such role'));
  });
});

describe('The length and the name of a session', () => {
  test.each([
    ['two hours of a role that gives two', { durationSeconds: 7200 }, undefined],
    ['three hours of a role that gives two', { durationSeconds: 10_800 }, 'exceeds the MaxSessionDuration set for this role'],
    ['15 minutes', { durationSeconds: 900 }, undefined],
    ['less than 15 minutes', { durationSeconds: 899 }, "Value '899' at 'durationSeconds'"],
    ['more than 12 hours', { durationSeconds: 43_201 }, "Value '43201' at 'durationSeconds'"],
    ['no number', { durationSeconds: NaN }, "Value 'NaN' at 'durationSeconds'"],
    ['a name of two characters', { sessionName: 'ab' }, undefined],
    ['a name of one character', { sessionName: 'a' }, "Value 'a' at 'roleSessionName'"],
    ['a name of 65 characters', { sessionName: 'a'.repeat(65) }, "at 'roleSessionName'"],
    ['a name with a slash', { sessionName: 'a/b' }, "Value 'a/b' at 'roleSessionName'"],
  ])('%s', (_what, more, refusal) => {
    const { sts, iam, developer } = stage();
    const role = iam.createRole({ roleName: 'Exec', trust: trusting({ AWS: ROOT }), maxSessionDuration: 7200 });
    const call = () => assume(sts, developer, role, more);
    if (refusal === undefined) expect(call).not.toThrow();
    else expect(call).toThrow(failing('ValidationError', refusal));
  });

  test.each([[3600, true], [3601, false]])('a session that was made by a session may last %i seconds: %j', (durationSeconds, allowed) => {
    const { sts, iam, developer } = stage();
    const role = iam.createRole({ roleName: 'Exec', trust: trusting({ AWS: ROOT }), maxSessionDuration: 7200, policies: [{ policyName: 'p', document: allowing('sts:AssumeRole') }] });
    const chained = callerOf(assume(sts, developer, role));
    const call = () => assume(sts, chained, role, { durationSeconds });
    if (allowed) expect(call).not.toThrow();
    else expect(call).toThrow(failing('ValidationError', 'role chaining'));
  });
});
