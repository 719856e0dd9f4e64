import { KmsService } from '../../../local/aws/kms/kms-service';
import { kmsResources } from '../../../local/resources/kms';
import { IDENTITY, RecordingAuthority, StandingClock } from '../_helpers/recording-authority';
import { resourceContext } from '../_helpers/resource-context';

let authority: RecordingAuthority;
let kms: KmsService;
const handler = (type: string) => kmsResources(kms).find((one) => one.type === type)!;
const context = resourceContext('Key', { stack: 'Test' });
const KeyPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }] };

beforeEach(() => {
  authority = new RecordingAuthority();
  kms = new KmsService({ identity: IDENTITY, clock: new StandingClock(), authority });
});
afterEach(() => {
  expect(authority.calls).toEqual([]); // CloudFormation acts as an administrator
});

const makeKey = (properties: object = {}) => handler('AWS::KMS::Key').create({ KeyPolicy, ...properties }, context) as { physicalId: string; attributes: Record<string, unknown> };

test('a key has id and ARN, policy, rotation and tags', () => {
  const { physicalId, attributes } = makeKey({ Description: 'volumes', EnableKeyRotation: true, Tags: [{ Key: 'team', Value: 'vision' }] });
  expect(attributes).toEqual({ KeyId: physicalId, Arn: `arn:aws:kms:eu-west-1:111122223333:key/${physicalId}` });
  expect(kms.ring.find(physicalId)).toMatchObject({ policy: KeyPolicy, rotation: true, description: 'volumes', state: 'Enabled', tags: { stack: 'Test', team: 'vision' } });
});

test('an update changes the key in place', async () => {
  const { physicalId } = makeKey({ EnableKeyRotation: true });
  await handler('AWS::KMS::Key').update!(physicalId, { KeyPolicy, Enabled: 'false' }, {}, context);
  expect(kms.ring.find(physicalId)).toMatchObject({ state: 'Disabled', rotation: false });
  await handler('AWS::KMS::Key').update!(physicalId, { KeyPolicy, Enabled: 'true' }, {}, context);
  expect(kms.describe(physicalId)).toMatchObject({ enabled: true });
});

test.each([
  ['days of the template', { PendingWindowInDays: '7' }, 7],
  ['30 days by default', {}, 30],
])('deleting schedules the deletion: %s; a second delete is fine', async (_, properties, days) => {
  const { physicalId } = makeKey();
  await handler('AWS::KMS::Key').delete(physicalId, properties, context);
  await handler('AWS::KMS::Key').delete(physicalId, properties, context);
  expect(kms.ring.find(physicalId)).toMatchObject({ state: 'PendingDeletion', deletion: Date.UTC(2026, 0, 1 + days) });
  await handler('AWS::KMS::Key').delete('never-made', properties, context);
});

test.each([
  [{ KeySpec: 'RSA_2048' }, /KeySpec RSA_2048/],
  [{ KeyUsage: 'SIGN_VERIFY' }, /KeyUsage SIGN_VERIFY/],
  [{ MultiRegion: true }, /MultiRegion/],
])('%j is refused by name', (properties, message) => {
  expect(() => makeKey(properties)).toThrow(message);
});

test('an alias points to a key, moves, and goes', async () => {
  const alias = handler('AWS::KMS::Alias');
  const [one, two] = [makeKey(), makeKey()];
  const made = await alias.create({ AliasName: 'alias/data', TargetKeyId: one.attributes.Arn }, context);
  expect(made.physicalId).toBe('alias/data');
  expect(kms.resolve('alias/data')).toBe(one.attributes.Arn);
  await alias.update!('alias/data', { AliasName: 'alias/data', TargetKeyId: two.physicalId }, {}, context);
  expect(kms.resolve('alias/data')).toBe(two.attributes.Arn);
  await alias.delete('alias/data', {}, context);
  await alias.delete('alias/data', {}, context);
  expect(() => kms.resolve('alias/data')).toThrow(expect.objectContaining({ code: 'NotFoundException' }));
});
