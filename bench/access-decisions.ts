import { createAuthority } from '../local/access/authority';
import { Caller, NamedPolicy, PolicyStatement } from '../local/access/model';
import { AccessCall } from '../local/services';
import { Benchmark, median, seconds, spread } from './measured';

const ACCOUNT = '111122223333';
const ENDPOINT = 'vpce-0123456789abcdef0';
const DECISIONS = 20_000;
const ROUNDS = 7;

function policy(name: string, ...Statement: PolicyStatement[]): NamedPolicy {
  return { name, document: { Version: '2012-10-17', Statement } };
}

const deny = (Sid: string, Action: string[], Condition: PolicyStatement['Condition']): PolicyStatement => ({ Sid, Effect: 'Deny', Principal: '*', Action, Resource: ['arn:aws:s3:::photos', 'arn:aws:s3:::photos/*'], Condition });

/** The four kinds that a job's read meets, in the form that the library writes them. */
const identity = policy('role', ...Array.from({ length: 6 }, (_, index): PolicyStatement => ({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: `arn:aws:s3:::bucket-${index}/*` })), { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::photos/selfies/*' });
const boundary = policy('boundary', { Effect: 'Allow', Action: ['s3:*', 'kms:*', 'logs:*'], Resource: '*' });
const endpoint = policy(ENDPOINT, { Sid: 'ReadObjects', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/selfies/*', Condition: { StringEquals: { 'aws:PrincipalTag/network': 'Data-S3', 'aws:ResourceAccount': ACCOUNT } } });
const bucket = policy(
  'bucket photos',
  deny('DenyNoTls', ['s3:*'], { Bool: { 'aws:SecureTransport': 'false' } }),
  deny('DenyReadOutsideEndpoint', ['s3:GetObject*', 's3:ListBucket*'], { StringNotEquals: { 'aws:SourceVpce': ENDPOINT }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } }),
  deny('DenyWriteOutsideEndpoint', ['s3:PutObject*', 's3:DeleteObject*'], { StringNotEquals: { 'aws:SourceVpce': ENDPOINT }, ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/operator` } }),
);

/** Through the authority, which finds the policies, decides, explains and makes the audit record (which is thrown away). */
export const accessDecisions: Benchmark = async () => {
  let written = 0;
  const authority = createAuthority({
    iam: { identityPolicies: () => [identity], boundary: () => [boundary] },
    endpointPolicies: () => [endpoint],
    audit: { write: () => void written++ },
    identity: { partition: 'aws', region: 'us-east-1', accountId: ACCOUNT, urlSuffix: 'amazonaws.com' },
    clock: { now: Date.now },
  });
  const inside: Caller = {
    principal: { kind: 'role', accountId: ACCOUNT, roleName: 'job', roleArn: `arn:aws:iam::${ACCOUNT}:role/job`, roleId: 'AROAJOB', sessionName: 'SageMaker', tags: { network: 'Data-S3' } },
    network: { kind: 'endpoint', vpcEndpointId: ENDPOINT, vpcId: 'vpc-0' }, secureTransport: true,
  };
  const outside: Caller = { ...inside, network: { kind: 'internet', sourceIp: '203.0.113.7' } };
  const call = (caller: Caller, index: number): AccessCall => ({ caller, action: 's3:GetObject', resource: `arn:aws:s3:::photos/selfies/${index}.jpg`, resourcePolicy: [bucket] });
  const rate = async (caller: Caller, allowed: boolean): Promise<number> => DECISIONS / await seconds(() => {
    for (let index = 0; index < DECISIONS; index++) if (authority.decide(call(caller, index)).allowed !== allowed) throw new Error('the decision is another one than expected');
  });
  const rows = [];
  for (const [name, caller, allowed] of [['allowed', inside, true], ['denied', outside, false]] as const) {
    await rate(caller, allowed); // warm-up
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) rates.push(await rate(caller, allowed));
    rows.push({ what: `access decisions, 4 policies, ${name}`, value: `${Math.round(median(rates) / 1000)} thousand/s`, detail: `${spread(rates.map((each) => each / 1000), 0)} of ${DECISIONS}; explanation and audit record included` });
  }
  if (written === 0) throw new Error('no audit record was made');
  return rows;
};
