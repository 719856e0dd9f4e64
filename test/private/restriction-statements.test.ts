import { restrictionStatements } from '../../lib/private/restriction-statements';
import { evaluate } from '../../local/access/evaluate';
import { Caller, PolicyDocument, Principal } from '../../local/access/model';
import { NETWORK_TAG } from '../../lib/spec/custom-resource';

const ACCOUNT = '111122223333';
const BUCKET = 'arn:aws:s3:::photos';
const OBJECT = `${BUCKET}/selfies/1.jpg`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/data`;
const ALL: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

const role = (roleName: string, tags: Record<string, string> = {}, accountId = ACCOUNT): Principal => ({ kind: 'role', accountId, roleName, roleArn: `arn:aws:iam::${accountId}:role/${roleName}`, roleId: 'AROA', sessionName: 's', tags });
const inside = { kind: 'endpoint', vpcEndpointId: 'vpce-ours', vpcId: 'vpc-1' } as const;
const elsewhere = { kind: 'endpoint', vpcEndpointId: 'vpce-other', vpcId: 'vpc-1' } as const;
const outside = { kind: 'internet', sourceIp: '198.51.100.7' } as const;
const caller = (principal: Principal, network: Caller['network'], more: Partial<Caller> = {}): Caller => ({ principal, network, secureTransport: true, ...more });

const ADMIN = role('admin');
const JOB = role('job', { [NETWORK_TAG]: 'ours' });
const LOGS: Principal = { kind: 'service', service: 'logging.s3.amazonaws.com' };

function ask(who: Caller, action: string, { resource = OBJECT, context = {}, readingNetwork }: { resource?: string; context?: Record<string, string>; readingNetwork?: string } = {}) {
  const statements = restrictionStatements({ bucketArn: BUCKET, vpcEndpointId: 'vpce-ours', accountId: ACCOUNT, encryptionKeyArn: KEY, readerArns: [`arn:aws:iam::${ACCOUNT}:role/reader`], writerArns: [`arn:aws:iam::${ACCOUNT}:role/writer`], readingNetwork });
  const allowing = { Sid: 'SomebodyAllowed', Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] } as const;
  const document = { Statement: [...statements.map((statement) => statement.toStatementJson()), allowing] } as PolicyDocument;
  return evaluate({ caller: who, action, resource, resourceAccount: ACCOUNT, region: 'us-east-1', context }, { identity: [{ name: 'everything', document: ALL }], resource: [{ name: 'bucket', document }] });
}

const sidOf = (decision: ReturnType<typeof ask>) => decision.statements.find(({ effect }) => effect === 'Deny')?.sid;

describe('data', () => {
  test.each<[string, Caller, string, string | undefined]>([
    ['the job reads through the endpoint', caller(JOB, inside), 's3:GetObject', undefined],
    ['the job does not read with its credentials from elsewhere', caller(JOB, outside), 's3:GetObject', 'DenyReadOutsideEndpoint'],
    ['the job does not read through another endpoint of the VPC', caller(JOB, elsewhere), 's3:GetObject', 'DenyReadOutsideEndpoint'],
    ['an administrator does not read from outside', caller(ADMIN, outside), 's3:GetObject', 'DenyReadOutsideEndpoint'],
    ['an administrator does not read old versions from outside', caller(ADMIN, outside), 's3:GetObjectVersion', 'DenyReadOutsideEndpoint'],
    ['an administrator does not delete objects from outside', caller(ADMIN, outside), 's3:DeleteObjectVersion', 'DenyWriteOutsideEndpoint'],
    ['a service that acts for an administrator is outside', caller(ADMIN, outside, { viaService: 'athena.amazonaws.com' }), 's3:GetObject', 'DenyReadOutsideEndpoint'],
    ['nobody reads without credentials', caller({ kind: 'anonymous' }, outside), 's3:GetObject', 'DenyReadOutsideEndpoint'],
    ['a reader reads from outside', caller(role('reader'), outside), 's3:GetObject', undefined],
    ['a reader does not write from outside', caller(role('reader'), outside), 's3:PutObject', 'DenyWriteOutsideEndpoint'],
    ['a writer writes from outside', caller(role('writer'), outside), 's3:PutObject', undefined],
    ['a writer does not read from outside', caller(role('writer'), outside), 's3:GetObject', 'DenyReadOutsideEndpoint'],
    ['a role whose name starts like a reader\'s is none', caller(role('reader2'), outside), 's3:GetObject', 'DenyReadOutsideEndpoint'],
    ['log delivery writes', caller(LOGS, outside), 's3:PutObject', undefined],
    ['another account does not read, even through the endpoint', caller(role('job', {}, '444455556666'), inside), 's3:GetObject', 'DenyOtherAccounts'],
    ['nobody reads without TLS', caller(JOB, inside, { secureTransport: false }), 's3:GetObject', undefined],
  ])('%s', (name, who, action, sid) => {
    const decision = ask(who, action);
    expect(decision.allowed).toBe(sid === undefined && !name.includes('TLS'));
    expect(sidOf(decision)).toBe(sid);
  });

  test('is listed through the endpoint only', () => {
    expect(ask(caller(JOB, inside), 's3:ListBucket', { resource: BUCKET }).allowed).toBe(true);
    expect(sidOf(ask(caller(ADMIN, outside), 's3:ListBucket', { resource: BUCKET }))).toBe('DenyReadOutsideEndpoint');
  });
});

describe('the owner is never locked out', () => {
  test.each(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:DeleteBucket', 's3:PutEncryptionConfiguration', 's3:PutLifecycleConfiguration', 's3:PutBucketVersioning', 's3:GetBucketObjectLockConfiguration'])('%s is allowed from outside', (action) => {
    expect(ask(caller(ADMIN, outside), action, { resource: BUCKET }).allowed).toBe(true);
  });
});

describe('encryption', () => {
  const HEADER = 's3:x-amz-server-side-encryption';
  test.each<[string, Record<string, string>, string | undefined]>([
    ['no header, which means the bucket\'s default', {}, undefined],
    ['KMS with the bucket\'s key', { [HEADER]: 'aws:kms', [`${HEADER}-aws-kms-key-id`]: KEY }, undefined],
    ['KMS with another key', { [HEADER]: 'aws:kms', [`${HEADER}-aws-kms-key-id`]: `${KEY}2` }, 'DenyOtherKeys'],
    ['a key of S3', { [HEADER]: 'AES256' }, 'DenyOtherEncryption'],
    ['a key of the client', { [`${HEADER}-customer-algorithm`]: 'AES256' }, 'DenyCustomerProvidedKeys'],
  ])('a write with %s', (_, context, sid) => {
    const decision = ask(caller(JOB, inside), 's3:PutObject', { context });
    expect(sidOf(decision)).toBe(sid);
    expect(decision.allowed).toBe(sid === undefined);
  });
});

describe('controlPlaneAccess', () => {
  test('lets tagged roles read from outside, and not write', () => {
    const options = { readingNetwork: 'ours' };
    expect(ask(caller(JOB, outside), 's3:GetObject', options).allowed).toBe(true);
    expect(sidOf(ask(caller(JOB, outside), 's3:PutObject', options))).toBe('DenyWriteOutsideEndpoint');
    expect(sidOf(ask(caller(role('job', { [NETWORK_TAG]: 'theirs' }), outside), 's3:GetObject', options))).toBe('DenyReadOutsideEndpoint');
    expect(sidOf(ask(caller(ADMIN, outside), 's3:GetObject', options))).toBe('DenyReadOutsideEndpoint');
  });
});
