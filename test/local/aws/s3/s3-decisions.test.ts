import { text } from 'node:stream/consumers';
import { createAuthority } from '../../../../local/access/authority';
import { Caller, NamedPolicy, PolicyDocument, PolicyStatement } from '../../../../local/access/model';
import { KmsService } from '../../../../local/aws/kms/kms-service';
import { S3Service } from '../../../../local/aws/s3/s3-service';
import { AuditRecord } from '../../../../local/services';
import { IDENTITY, roleCaller, StandingClock } from '../../_helpers/recording-authority';

/** With the evaluator of the local cloud: what bucket, endpoint, key and identity policies decide together. */
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const DATA = ['arn:aws:s3:::photos', 'arn:aws:s3:::photos/*'];
const identity = (...Statement: PolicyStatement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const identities: Record<string, PolicyDocument> = {
  Job: identity({ Effect: 'Allow', Action: 's3:*', Resource: DATA }, { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' }),
  Keyless: identity({ Effect: 'Allow', Action: 's3:*', Resource: DATA }),
  Reader: identity({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::photos/*' }, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }),
};
const endpointPolicy: PolicyDocument = identity({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: [...DATA, 'arn:aws:s3:::other/*'] });

let audit: AuditRecord[];
let s3: S3Service;

beforeEach(async () => {
  audit = [];
  const clock = new StandingClock();
  const authority = createAuthority({
    iam: {
      identityPolicies: ({ kind, ...principal }): NamedPolicy[] => {
        const name = kind === 'role' && 'roleName' in principal ? principal.roleName : '';
        return identities[name] ? [{ name, document: identities[name] }] : [];
      },
      boundary: () => undefined,
    },
    endpointPolicies: (id) => (id === 'vpce-1' ? [{ name: id, document: endpointPolicy }] : []),
    audit: { write: (record) => audit.push(record) },
    identity: IDENTITY,
    clock,
  });
  const services = { identity: IDENTITY, clock, authority };
  const kms = new KmsService(services);
  s3 = new S3Service({ ...services, kms });
  s3.buckets.create('photos', { encryption: { algorithm: 'aws:kms', kmsKeyId: kms.management.createKey({}).keyArn } });
  s3.buckets.create('labels');
  await s3.putObject(roleCaller('Job'), { bucket: 'photos', key: 'face.jpg', body: Buffer.from('jpeg') });
});
afterEach(() => s3.close());

const inside: Partial<Caller> = { network: { kind: 'endpoint', vpcEndpointId: 'vpce-1', vpcId: 'vpc-1' } };
const elsewhere: Partial<Caller> = { network: { kind: 'endpoint', vpcEndpointId: 'vpce-2', vpcId: 'vpc-2' } };
const get = (name: string, path: Partial<Caller> = {}, key = 'face.jpg') => s3.getObject(roleCaller(name, path), { bucket: 'photos', key }).then(({ body }) => text(body));
const refused = (message: RegExp) => expect.objectContaining({ code: 'AccessDenied', status: 403, message: expect.stringMatching(message) });

const denyOutside = (Action: string[], more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'DenyOutsideEndpoint', Effect: 'Deny', Principal: '*', Action, Resource: DATA, Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, ...more } }],
});

test('outside the endpoint the bucket is closed, through it the job reads and the key opens', async () => {
  s3.putBucketPolicy('photos', denyOutside(['s3:GetObject*', 's3:PutObject*', 's3:ListBucket*']));
  await expect(get('Job')).rejects.toEqual(refused(/explicit deny in resource policy "bucket photos", statement DenyOutsideEndpoint/));
  await expect(get('Job', inside)).resolves.toBe('jpeg');
});

test('the deny holds for the request to S3, not for the request of S3 to the key service', async () => {
  s3.putBucketPolicy('photos', denyOutside(['s3:GetObject*']));
  audit.length = 0;
  await get('Job', inside);
  expect(audit.map(({ eventName, vpcEndpointId }) => [eventName, vpcEndpointId])).toEqual([['GetObject', 'vpce-1'], ['Decrypt', undefined]]);
});

test('an exempted principal passes', async () => {
  s3.putBucketPolicy('photos', denyOutside(['s3:GetObject*'], { ArnNotLike: { 'aws:PrincipalArn': role('Job') } }));
  await expect(get('Job')).resolves.toBe('jpeg');
  await expect(get('Reader')).rejects.toEqual(refused(/explicit deny/));
});

test('an endpoint whose policy does not allow lets nothing through', async () => {
  await expect(get('Job', elsewhere)).rejects.toEqual(refused(/endpoint policy/));
});

test('without a permission on the key there is no object', async () => {
  await expect(get('Keyless')).rejects.toEqual(refused(/kms:Decrypt/));
  await expect(s3.putObject(roleCaller('Keyless'), { bucket: 'photos', key: 'x', body: Buffer.from('x') })).rejects.toEqual(refused(/kms:GenerateDataKey/));
  await expect(s3.putObject(roleCaller('Keyless'), { bucket: 'photos', key: 'x', body: Buffer.from('x'), encryption: { algorithm: 'AES256' } })).resolves.toMatchObject({ size: 1 });
});

test('who may not list is denied a missing key, who may is told that it is missing', async () => {
  await expect(get('Reader', {}, 'none')).rejects.toMatchObject({ code: 'AccessDenied' });
  await expect(get('Job', {}, 'none')).rejects.toMatchObject({ code: 'NoSuchKey' });
});

test('a listing can be limited to a prefix by the identity policy', () => {
  const listing = (prefix?: string) => () => s3.listObjects(roleCaller('Lister'), { bucket: 'photos', prefix });
  identities.Lister = identity({ Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::photos', Condition: { StringLike: { 's3:prefix': 'selfies/*' } } });
  expect(listing('selfies/')).not.toThrow();
  expect(listing('other/')).toThrow(expect.objectContaining({ code: 'AccessDenied' }));
  expect(listing()).toThrow(expect.objectContaining({ code: 'AccessDenied' }));
});

test('a bucket policy can demand encryption in the request', async () => {
  const demand = { Effect: 'Deny' as const, Principal: '*' as const, Action: 's3:PutObject', Resource: 'arn:aws:s3:::photos/*', Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } } };
  s3.putBucketPolicy('photos', identity(demand));
  const put = (encryption?: { algorithm: 'aws:kms' }) => s3.putObject(roleCaller('Job'), { bucket: 'photos', key: 'x', body: Buffer.from('x'), encryption });
  await expect(put()).rejects.toMatchObject({ code: 'AccessDenied' });
  await expect(put({ algorithm: 'aws:kms' })).resolves.toMatchObject({ size: 1 });
});

test('nobody is let in without a policy, and by a public one only when the bucket is not closed to the public', async () => {
  const anonymous = roleCaller('nobody', { principal: { kind: 'anonymous' } });
  await s3.putObject(roleCaller('Job'), { bucket: 'photos', key: 'plain', body: Buffer.from('x'), encryption: { algorithm: 'AES256' } });
  const read = () => s3.getObject(anonymous, { bucket: 'photos', key: 'plain' }).then(({ body }) => text(body));
  await expect(read()).rejects.toMatchObject({ code: 'AccessDenied' });
  s3.buckets.change('photos', { publicAccessBlock: undefined });
  s3.putBucketPolicy('photos', identity({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' }));
  await expect(read()).resolves.toBe('x');
  s3.buckets.change('photos', { publicAccessBlock: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true } });
  await expect(read()).rejects.toMatchObject({ code: 'AccessDenied' });
});
