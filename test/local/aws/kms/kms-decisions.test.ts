import { createAuthority } from '../../../../local/access/authority';
import { Caller, NamedPolicy, PolicyDocument } from '../../../../local/access/model';
import { KmsService } from '../../../../local/aws/kms/kms-service';
import { IDENTITY, roleCaller, StandingClock } from '../../_helpers/recording-authority';

/** With the evaluator of the local cloud: what key policies, grants and identity policies decide together. */
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const allow = (Action: string[], Resource = '*'): PolicyDocument => ({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } });
const identities: Record<string, PolicyDocument> = { Reader: allow(['kms:Decrypt', 'kms:GenerateDataKey']), Admin: allow(['kms:*']) };

const clock = new StandingClock();
const authority = createAuthority({
  iam: {
    identityPolicies: (principal): NamedPolicy[] => (principal.kind === 'role' && identities[principal.roleName] ? [{ name: principal.roleName, document: identities[principal.roleName] }] : []),
    boundary: () => undefined,
  },
  endpointPolicies: () => [],
  audit: { write: () => {} },
  identity: IDENTITY,
  clock,
});
const kms = new KmsService({ identity: IDENTITY, clock, authority });
const delegating = () => kms.management.createKey({}).keyArn;
const named = (principals: string[], condition?: object) =>
  kms.management.createKey({
    policy: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: role('Owner') }, Action: 'kms:PutKeyPolicy', Resource: '*' },
        { Effect: 'Allow', Principal: { AWS: principals }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*', ...(condition ? { Condition: condition } : {}) },
      ],
    },
  }).keyArn;
const use = (keyId: string, caller: Caller, encryptionContext?: Record<string, string>) => {
  const { ciphertext } = kms.generateDataKey({ caller, keyId, encryptionContext });
  return kms.decrypt({ caller, ciphertext, encryptionContext });
};
const viaS3 = (name: string) => roleCaller(name, { viaService: 's3.eu-west-1.amazonaws.com' });
const denied = expect.objectContaining({ code: 'AccessDeniedException' });

test('a key that delegates to the account is used by those whose identity policy allows it, and by nobody else', () => {
  const keyId = delegating();
  expect(() => use(keyId, roleCaller('Reader'))).not.toThrow();
  expect(() => use(keyId, roleCaller('Stranger'))).toThrow(denied);
});

test('a key that names a principal is used by it alone: an identity policy of another counts for nothing', () => {
  const keyId = named([role('Job')]);
  expect(() => use(keyId, roleCaller('Job'))).not.toThrow();
  expect(() => use(keyId, roleCaller('Reader'))).toThrow(denied);
  expect(() => use(keyId, roleCaller('Admin'))).toThrow(denied);
});

test('kms:ViaService lets the key be used through S3 only', () => {
  const keyId = named([role('Job')], { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } });
  expect(() => use(keyId, viaS3('Job'))).not.toThrow();
  expect(() => use(keyId, roleCaller('Job'))).toThrow(denied);
});

test('an encryption context can be a condition', () => {
  const keyId = named([role('Job')], { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::labels/*' } });
  expect(() => use(keyId, roleCaller('Job'), { 'aws:s3:arn': 'arn:aws:s3:::labels/a' })).not.toThrow();
  expect(() => use(keyId, roleCaller('Job'), { 'aws:s3:arn': 'arn:aws:s3:::photos/a' })).toThrow(denied);
});

test('the AWS managed key of S3 is for everybody in the account, but only through S3', () => {
  const keyId = kms.awsManagedKey('s3');
  expect(() => use(keyId, viaS3('Stranger'))).not.toThrow();
  expect(() => use(keyId, roleCaller('Stranger'))).toThrow(denied);
});

describe('a grant', () => {
  const GRANTEE = roleCaller('Grantee');
  const grant = (keyId: string, more: object = {}) => kms.createGrant({ caller: roleCaller('Admin'), keyId, granteePrincipal: role('Grantee'), operations: ['Decrypt', 'GenerateDataKey'], ...more });

  test('allows its operations to its grantee without any policy, until it is revoked', () => {
    const keyId = delegating();
    expect(() => use(keyId, GRANTEE)).toThrow(denied);
    const { grantId } = grant(keyId);
    expect(() => use(keyId, GRANTEE)).not.toThrow();
    expect(() => use(keyId, roleCaller('Stranger'))).toThrow(denied);
    expect(() => kms.encrypt({ caller: GRANTEE, keyId, plaintext: Buffer.from('x') })).toThrow(denied);
    kms.ring.deleteGrant(grantId);
    expect(() => use(keyId, GRANTEE)).toThrow(denied);
  });

  test.each([
    ['EncryptionContextSubset', { a: '1', b: '2' }, true],
    ['EncryptionContextSubset', { b: '2' }, false],
    ['EncryptionContextEquals', { a: '1' }, true],
    ['EncryptionContextEquals', { a: '1', b: '2' }, false],
  ])('under %s a request with %j is permitted: %p', (constraint, encryptionContext, isPermitted) => {
    const keyId = delegating();
    grant(keyId, { constraints: { [constraint]: { a: '1' } } });
    const attempt = () => use(keyId, GRANTEE, encryptionContext as Record<string, string>);
    if (isPermitted) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(denied);
  });

  test('never helps against an explicit deny', () => {
    const keyId = delegating();
    grant(keyId);
    const policy: any = kms.ring.find(keyId).policy;
    kms.management.changeKey(kms.ring.find(keyId), { policy: { ...policy, Statement: [...policy.Statement, { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }] } });
    expect(() => use(keyId, GRANTEE)).toThrow(denied);
  });

  test('with a name is made once', () => {
    const keyId = delegating();
    expect(grant(keyId, { name: 'job' }).grantId).toBe(grant(keyId, { name: 'job' }).grantId);
    expect(grant(keyId, { name: 'job', operations: ['Decrypt'] }).grantId).not.toBe(grant(keyId, { name: 'job' }).grantId);
    expect(grant(keyId).grantId).not.toBe(grant(keyId).grantId);
  });

  test('kms:GrantIsForAWSResource tells services from people', () => {
    const keyId = kms.management.createKey({
      policy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: role('Owner') }, Action: 'kms:PutKeyPolicy', Resource: '*' },
          { Effect: 'Allow', Principal: { AWS: role('Job') }, Action: 'kms:CreateGrant', Resource: '*', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
        ],
      },
    }).keyArn;
    const request = { caller: roleCaller('Job'), keyId, granteePrincipal: role('Grantee'), operations: ['Decrypt'] };
    expect(() => kms.createGrant({ ...request, isForAwsResource: true })).not.toThrow();
    expect(() => kms.createGrant(request)).toThrow(denied);
  });

  test.each<[string, object]>([
    ['no operation', { operations: [] }],
    ['an operation of asymmetric keys', { operations: ['Sign'] }],
    ['a grantee that is nobody', { granteePrincipal: 'someone' }],
    ['both constraints', { constraints: { EncryptionContextEquals: {}, EncryptionContextSubset: {} } }],
  ])('with %s is refused', (_, more) => {
    expect(() => grant(delegating(), more)).toThrow(expect.objectContaining({ code: 'ValidationException' }));
  });
});
