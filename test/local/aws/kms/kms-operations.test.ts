import { kmsOperations } from '../../../../local/aws/kms/operations';
import { KmsService } from '../../../../local/aws/kms/kms-service';
import { Caller } from '../../../../local/access/model';
import { IDENTITY, RecordingAuthority, roleCaller, StandingClock } from '../../_helpers/recording-authority';

const DAY = 86_400_000;
let clock: StandingClock;
let authority: RecordingAuthority;
let kms: KmsService;
let KeyId: string;

beforeEach(async () => {
  clock = new StandingClock();
  authority = new RecordingAuthority();
  kms = new KmsService({ identity: IDENTITY, clock, authority });
  KeyId = (await call('CreateKey', { Description: 'data', Tags: [{ TagKey: 'team', TagValue: 'vision' }] })).KeyMetadata.KeyId;
  authority.calls.length = 0;
});

/** As a JSON door would: input and output pass through JSON. */
async function call(operation: string, input: object, caller: Caller = roleCaller()): Promise<any> {
  const output = await kmsOperations(kms)[operation](JSON.parse(JSON.stringify(input)), { caller, requestId: 'r' });
  return JSON.parse(JSON.stringify(output));
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const code = (value: string) => expect.objectContaining({ code: value });

test('what is encrypted is decrypted, with the context it was bound to', async () => {
  const EncryptionContext = { purpose: 'test' };
  const { CiphertextBlob } = await call('Encrypt', { KeyId, Plaintext: base64('secret'), EncryptionContext });
  expect(await call('Decrypt', { CiphertextBlob, EncryptionContext })).toMatchObject({ Plaintext: base64('secret'), KeyId: kms.resolve(KeyId) });
  await expect(call('Decrypt', { CiphertextBlob })).rejects.toEqual(code('InvalidCiphertextException'));
  await expect(call('Decrypt', { CiphertextBlob: base64('x'.repeat(80)) })).rejects.toEqual(code('InvalidCiphertextException'));
});

test.each([
  [{ KeySpec: 'AES_256' }, 32],
  [{ KeySpec: 'AES_128' }, 16],
  [{ NumberOfBytes: 64 }, 64],
])('a data key of %j has %i bytes and comes back from its ciphertext', async (size, bytes) => {
  const { Plaintext, CiphertextBlob } = await call('GenerateDataKey', { KeyId, ...size });
  expect(Buffer.from(Plaintext, 'base64')).toHaveLength(bytes);
  expect((await call('Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
});

test('a data key without plaintext has none', async () => {
  const answer = await call('GenerateDataKeyWithoutPlaintext', { KeyId, KeySpec: 'AES_256' });
  expect(Object.keys(answer).sort()).toEqual(['CiphertextBlob', 'KeyId']);
});

test('re-encryption moves a ciphertext to another key and context', async () => {
  const other = (await call('CreateKey', {})).KeyMetadata.KeyId;
  const { CiphertextBlob } = await call('Encrypt', { KeyId, Plaintext: base64('secret') });
  authority.calls.length = 0;
  const moved = await call('ReEncrypt', { CiphertextBlob, DestinationKeyId: other, DestinationEncryptionContext: { a: 'b' } });
  expect(authority.takeActions()).toEqual(['kms:ReEncryptFrom', 'kms:ReEncryptTo']);
  expect(await call('Decrypt', { CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { a: 'b' } })).toMatchObject({ KeyId: kms.resolve(other), Plaintext: base64('secret') });
});

test('the question carries key policy, encryption context and alias', async () => {
  await call('CreateAlias', { AliasName: 'alias/data', TargetKeyId: KeyId });
  authority.calls.length = 0;
  await call('Encrypt', { KeyId: 'alias/data', Plaintext: base64('x'), EncryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::b/k' } });
  expect(authority.calls).toEqual([
    expect.objectContaining({
      action: 'kms:Encrypt',
      resource: kms.resolve(KeyId),
      resourcePolicy: [{ name: 'key policy of alias/data', document: kms.ring.find(KeyId).policy }],
      context: expect.objectContaining({
        'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::b/k',
        'kms:EncryptionContextKeys': ['aws:s3:arn'],
        'kms:RequestAlias': 'alias/data',
        'kms:ResourceAliases': ['alias/data'],
        'aws:ResourceTag/team': 'vision',
      }),
    }),
  ]);
});

test.each([
  ['Encrypt', () => ({ KeyId, Plaintext: base64('x') })],
  ['GenerateDataKey', () => ({ KeyId, KeySpec: 'AES_256' })],
  ['DescribeKey', () => ({ KeyId })],
  ['CreateGrant', () => ({ KeyId, GranteePrincipal: 'arn:aws:iam::111122223333:role/A', Operations: ['Decrypt'] })],
  ['PutKeyPolicy', () => ({ KeyId, Policy: JSON.stringify(kms.ring.find(KeyId).policy) })],
  ['ScheduleKeyDeletion', () => ({ KeyId })],
])('%s without the permission is AccessDeniedException; with it, it works', async (operation, input) => {
  authority.denies = ({ action }) => action === `kms:${operation}`;
  await expect(call(operation, input())).rejects.toMatchObject({ code: 'AccessDeniedException', status: 400, message: expect.stringContaining(`is not authorized to perform: kms:${operation} on resource`) });
  authority.denies = () => false;
  await call(operation, input());
});

test.each([
  ['11111111-2222-3333-4444-555555555555', /^Key 'arn:aws:kms:eu-west-1:111122223333:key\/1111.*' does not exist$/],
  ['alias/none', /^Alias arn:aws:kms:eu-west-1:111122223333:alias\/none is not found\.$/],
  ['arn:aws:kms:us-east-1:111122223333:key/x', /^Invalid keyId/],
])('the key %s is not found', async (name, message) => {
  await expect(call('DescribeKey', { KeyId: name })).rejects.toMatchObject({ code: 'NotFoundException', message: expect.stringMatching(message) });
});

test('a disabled key refuses use and answers questions', async () => {
  const { CiphertextBlob } = await call('Encrypt', { KeyId, Plaintext: base64('x') });
  await call('DisableKey', { KeyId });
  for (const [operation, input] of [['Encrypt', { KeyId, Plaintext: base64('x') }], ['Decrypt', { CiphertextBlob }]] as const) {
    await expect(call(operation, input)).rejects.toEqual(code('DisabledException'));
  }
  expect((await call('DescribeKey', { KeyId })).KeyMetadata).toMatchObject({ Enabled: false, KeyState: 'Disabled' });
  await call('EnableKey', { KeyId });
  await call('Decrypt', { CiphertextBlob });
});

test('a scheduled deletion stops the key, can be cancelled, and comes true', async () => {
  await call('CreateAlias', { AliasName: 'alias/data', TargetKeyId: KeyId });
  await expect(call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 6 })).rejects.toEqual(code('ValidationException'));
  expect(await call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate: (clock.now() + 7 * DAY) / 1000 });
  await expect(call('Encrypt', { KeyId, Plaintext: base64('x') })).rejects.toEqual(code('KMSInvalidStateException'));
  await expect(call('EnableKey', { KeyId })).rejects.toEqual(code('KMSInvalidStateException'));
  await call('CancelKeyDeletion', { KeyId });
  expect((await call('DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('Disabled');
  await expect(call('CancelKeyDeletion', { KeyId })).rejects.toEqual(code('KMSInvalidStateException'));
  await call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  clock.move(7 * DAY);
  await expect(call('DescribeKey', { KeyId })).rejects.toEqual(code('NotFoundException'));
  expect((await call('ListKeys', {})).Keys).toEqual([]);
  expect((await call('ListAliases', {})).Aliases).toEqual([]);
});

test('a ciphertext of a deleted key cannot be opened', async () => {
  const { CiphertextBlob } = await call('Encrypt', { KeyId, Plaintext: base64('x') });
  await call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  clock.move(7 * DAY);
  await expect(call('Decrypt', { CiphertextBlob })).rejects.toMatchObject({ code: 'AccessDeniedException', message: expect.stringContaining('does not exist') });
});

test('aliases are made once, moved and deleted', async () => {
  const other = (await call('CreateKey', {})).KeyMetadata.KeyId;
  await call('CreateAlias', { AliasName: 'alias/data', TargetKeyId: KeyId });
  await expect(call('CreateAlias', { AliasName: 'alias/data', TargetKeyId: KeyId })).rejects.toEqual(code('AlreadyExistsException'));
  await expect(call('CreateAlias', { AliasName: 'alias/aws/s3', TargetKeyId: KeyId })).rejects.toEqual(code('ValidationException'));
  await call('UpdateAlias', { AliasName: 'alias/data', TargetKeyId: other });
  expect((await call('ListAliases', { KeyId: other })).Aliases).toEqual([expect.objectContaining({ AliasName: 'alias/data', TargetKeyId: other, CreationDate: clock.now() / 1000 })]);
  await call('DeleteAlias', { AliasName: 'alias/data' });
  await expect(call('DeleteAlias', { AliasName: 'alias/data' })).rejects.toEqual(code('NotFoundException'));
});

test('rotation is a flag, tags are a record', async () => {
  expect(await call('GetKeyRotationStatus', { KeyId })).toMatchObject({ KeyRotationEnabled: false });
  await call('EnableKeyRotation', { KeyId });
  expect(await call('GetKeyRotationStatus', { KeyId })).toMatchObject({ KeyRotationEnabled: true });
  await call('TagResource', { KeyId, Tags: [{ TagKey: 'a', TagValue: '1' }] });
  await call('UntagResource', { KeyId, TagKeys: ['team'] });
  expect((await call('ListResourceTags', { KeyId })).Tags).toEqual([{ TagKey: 'a', TagValue: '1' }]);
});

test('lists come in pages', async () => {
  await call('CreateKey', {});
  const first = await call('ListKeys', { Limit: 1 });
  expect(first).toMatchObject({ Truncated: true, Keys: [{ KeyId }] });
  expect(await call('ListKeys', { Limit: 1, Marker: first.NextMarker })).toMatchObject({ Truncated: false });
  await expect(call('ListKeys', { Marker: 'x' })).rejects.toEqual(code('InvalidMarkerException'));
});

test.each([
  ['CreateKey', { KeySpec: 'RSA_2048' }, /RSA_2048/],
  ['CreateKey', { MultiRegion: true }, /multi-Region/],
  ['CreateKey', { Origin: 'EXTERNAL' }, /EXTERNAL/],
])('%s %j is refused by name', async (operation, input, message) => {
  await expect(call(operation, input)).rejects.toMatchObject({ code: 'NotImplemented', message: expect.stringMatching(message) });
});

test('an AWS managed key is made when asked for, once, and nobody changes it', async () => {
  const { KeyMetadata } = await call('DescribeKey', { KeyId: 'alias/aws/s3' });
  expect(KeyMetadata).toMatchObject({ KeyManager: 'AWS', Arn: kms.awsManagedKey('s3') });
  expect(kms.ring.find(KeyMetadata.KeyId).policy).toMatchObject({ Statement: [{ Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com', 'kms:CallerAccount': '111122223333' } } }, {}] });
  await expect(call('ScheduleKeyDeletion', { KeyId: 'alias/aws/s3' })).rejects.toMatchObject({ code: 'AccessDeniedException' });
  await expect(call('DisableKey', { KeyId: 'alias/aws/s3' })).rejects.toMatchObject({ code: 'AccessDeniedException' });
});
