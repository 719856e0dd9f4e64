import { evaluate } from '../../../local/access/evaluate';
import { AccessRequest, Caller, PolicyStatement } from '../../../local/access/model';
import { ACCOUNT, anonymous, endpoint, from, OTHER_ACCOUNT, policy, request, role, service, user } from './_cast';

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234`;
const job = role('JobRole');
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const none: ReturnType<typeof policy>[] = [];
const mayDecrypt = [policy('JobRole/Keys', { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY })];
const key = (...statements: Array<Partial<PolicyStatement>>) => policy('key 1234', ...statements.map((one) => ({ Effect: 'Allow' as const, Principal: ROOT, Action: 'kms:*', Resource: '*', ...one })));
const viaS3: Caller = from(job, endpoint(), { viaService: 's3.us-east-1.amazonaws.com' });
const onlyViaS3 = { Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } };

describe('A key', () => {
  const CASES: ReadonlyArray<readonly [string, Caller, ReturnType<typeof policy>[], ReturnType<typeof policy>, boolean, string?]> = [
    ['delegated to the account is used by whom identity policies allow', from(job), mayDecrypt, key({}), true],
    ['delegated to the account is not used by others', from(job), none, key({}), false, 'identity'],
    ['that does not delegate ignores identity policies', from(job), mayDecrypt, key({ Principal: { AWS: user('admin').arn } }), false, 'resource'],
    ['with a policy that names the role needs no identity policy', from(job), none, key({ Principal: { AWS: job.roleArn } }), true],
    ['with a policy that names another role is closed', from(job), none, key({ Principal: { AWS: `${job.roleArn}2` } }), false, 'resource'],
    ['delegated for administration only is closed for use', from(job), mayDecrypt, key({ Action: 'kms:Describe*' }), false, 'resource'],
    ['without a policy statement is closed', from(job), mayDecrypt, policy('key 1234'), false, 'resource'],
    ['of another account needs both sides', from(role('JobRole', { accountId: OTHER_ACCOUNT })), mayDecrypt, key({ Principal: { AWS: OTHER_ACCOUNT } }), true],
    ['of another account needs the identity side', from(role('JobRole', { accountId: OTHER_ACCOUNT })), none, key({ Principal: { AWS: OTHER_ACCOUNT } }), false, 'identity'],
    ['that wants S3 in between is used through S3', viaS3, none, key({ Principal: { AWS: job.roleArn }, ...onlyViaS3 }), true],
    ['that wants S3 in between is not used directly', from(job, endpoint()), none, key({ Principal: { AWS: job.roleArn }, ...onlyViaS3 }), false, 'resource'],
    ['that wants the endpoint is closed to S3, which calls from its own network', viaS3, none, key({ Principal: { AWS: job.roleArn }, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0aaa' } } }), false, 'resource'],
    ['for all callers of the account through S3 lets them', viaS3, none, key({ Principal: '*', Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } }), true],
    ['for all callers of another account does not', viaS3, none, key({ Principal: '*', Condition: { StringEquals: { 'kms:CallerAccount': OTHER_ACCOUNT } } }), false, 'resource'],
  ];

  test.each(CASES.map(([what, caller, identity, keyPolicy, allowed, missing]) => ({ what, caller, identity, keyPolicy, allowed, missing })))('$what', ({ caller, identity, keyPolicy, allowed, missing }) => {
    const decision = evaluate(request(caller, 'kms:Decrypt', KEY), { identity, resource: [keyPolicy] });
    expect({ allowed: decision.allowed, missing: decision.missing }).toEqual({ allowed, missing });
  });

  test.each([
    ['the right', { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::photos' }, true],
    ['another', { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::labels' }, false],
    ['no', undefined, false],
  ])('bound to an encryption context is used with %s context: %#', (_which, context, allowed) => {
    const bound = key({ Principal: { AWS: job.roleArn }, Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::photos' } } });
    expect(evaluate(request(viaS3, 'kms:Decrypt', KEY, { context }), { identity: none, resource: [bound] }).allowed).toBe(allowed);
  });

  test.each([['true', true], ['false', false], [undefined, false]])('gives grants for AWS resources only: %s', (isForAws, allowed) => {
    const grants = key({ Principal: { AWS: job.roleArn }, Action: 'kms:CreateGrant', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
    const context = isForAws === undefined ? undefined : { 'kms:GrantIsForAWSResource': isForAws };
    expect(evaluate(request(from(job), 'kms:CreateGrant', KEY, { context }), { identity: none, resource: [grants] }).allowed).toBe(allowed);
  });

  test('says that its policy leaves the decision to the account', () => {
    expect(evaluate(request(from(job), 'kms:Decrypt', KEY), { identity: none, resource: [key({})] }).explanation)
      .toBe(`no identity policy (there is none) allows kms:Decrypt on "${KEY}" by arn:aws:sts::${ACCOUNT}:assumed-role/JobRole/SageMaker; resource policy "key 1234", statement #0 leaves it to the account's identity policies`);
  });

  test.each(['kms:CreateKey', 'kms:ListAliases'])('has no say on %s, which concerns no key', (action) => {
    expect(evaluate(request(from(job), action, '*'), { identity: [policy('p', { Effect: 'Allow', Action: 'kms:*', Resource: '*' })] }).allowed).toBe(true);
  });
});

describe('A role', () => {
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/Exec`;
  const ann = user('ann');
  const mayAssume = [policy('ann/assume', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ROLE })];
  const trust = (principal: PolicyStatement['Principal'], Condition?: PolicyStatement['Condition']) => policy('trust of Exec', { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition });
  const sagemaker = { Service: 'sagemaker.amazonaws.com' };
  const deputy = { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': `arn:aws:sagemaker:us-east-1:${ACCOUNT}:*` } };
  const source = (account: string) => ({ 'aws:SourceAccount': account, 'aws:SourceArn': `arn:aws:sagemaker:us-east-1:${account}:transform-job/x` });

  test.each<[string, Caller, ReturnType<typeof policy>[], ReturnType<typeof policy>, AccessRequest['context'], boolean]>([
    ['that trusts the service is taken by it', from(service('sagemaker')), none, trust(sagemaker), undefined, true],
    ['that trusts the service is not taken by another one', from(service('lambda')), none, trust(sagemaker), undefined, false],
    ['that trusts the service for our account is taken for it', from(service('sagemaker')), none, trust(sagemaker, deputy), source(ACCOUNT), true],
    ['that trusts the service for our account is not taken for a stranger', from(service('sagemaker')), none, trust(sagemaker, deputy), source(OTHER_ACCOUNT), false],
    ['that trusts the service for our account is not taken for nobody', from(service('sagemaker')), none, trust(sagemaker, deputy), undefined, false],
    ['that trusts the service is not taken by a person with every right', from(ann), [policy('admin', { Effect: 'Allow', Action: '*', Resource: '*' })], trust(sagemaker), undefined, false],
    ['that trusts the person needs no identity policy', from(ann), none, trust({ AWS: ann.arn }), undefined, true],
    ['that trusts the account needs the identity policy', from(ann), none, trust(ROOT), undefined, false],
    ['that trusts the account is taken with the identity policy', from(ann), mayAssume, trust(ROOT), undefined, true],
    ['that trusts another account needs the identity policy there', from(user('bob', { accountId: OTHER_ACCOUNT })), none, trust({ AWS: OTHER_ACCOUNT }), undefined, false],
    ['that trusts another account is taken with it', from(user('bob', { accountId: OTHER_ACCOUNT })), mayAssume, trust({ AWS: OTHER_ACCOUNT }), undefined, true],
    ['with an external id is taken by whom knows it', from(ann), none, trust({ AWS: ann.arn }, { StringEquals: { 'sts:ExternalId': 'secret' } }), { 'sts:ExternalId': 'secret' }, true],
    ['with an external id is not taken by others', from(ann), none, trust({ AWS: ann.arn }, { StringEquals: { 'sts:ExternalId': 'secret' } }), { 'sts:ExternalId': 'guess' }, false],
    ['that trusts a role is taken by its sessions', from(job), none, trust({ AWS: job.roleArn }), undefined, true],
    ['that trusts another role is not', from(job), none, trust({ AWS: `${job.roleArn}2` }), undefined, false],
    ['that trusts the account is not taken by strangers', from(anonymous), none, trust(ROOT), undefined, false],
  ])('%s', (_what, caller, identity, trustPolicy, context, allowed) => {
    expect(evaluate(request(caller, 'sts:AssumeRole', ROLE, { context }), { identity, resource: [trustPolicy] }).allowed).toBe(allowed);
  });
});

test('an owner of a resource may say herself whether its policy must allow', () => {
  const asked = (resourcePolicyMustAllow?: boolean) => evaluate(request(from(job), 'ecr:BatchGetImage', 'arn:aws:ecr:us-east-1:111122223333:repository/x', { resourcePolicyMustAllow }), {
    identity: [policy('p', { Effect: 'Allow', Action: '*', Resource: '*' })],
  });
  expect([asked().missing, asked(true).missing, asked(false).missing]).toEqual([undefined, 'resource', undefined]);
});
