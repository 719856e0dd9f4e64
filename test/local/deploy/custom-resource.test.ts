import { CustomResourceRequest } from '../../../local/deploy/custom-resource-protocol';
import { FakeCloud, getAtt, thing } from './fake-cloud';

const TOKEN = 'arn:aws:lambda:us-east-1:111122223333:function:launcher';
const custom = (properties: Record<string, unknown> = {}, rest = {}) => ({ Type: 'Custom::Job', Properties: { ServiceToken: TOKEN, ...properties }, ...rest });
const stack = (properties: Record<string, unknown> = {}, more = {}) => ({ Resources: { Job: custom(properties), ...more } });

let cloud: FakeCloud;
beforeEach(() => { cloud = new FakeCloud(); });
const types = () => cloud.requests.map(({ RequestType, PhysicalResourceId }) => [RequestType, PhysicalResourceId]);
const failure = () => cloud.service.store.eventsOf(cloud.service.require('Demo').stackId).find(({ status }) => status.endsWith('_FAILED') && !status.startsWith('ROLLBACK'))?.reason;
/** Until the function has been asked that often. */
const asked = async (times: number) => { while (cloud.requests.length < times) await new Promise((next) => { setImmediate(next); }); };
const twoJobs = (old: string, fresh: string) => (request: CustomResourceRequest) => (
  request.RequestType === 'Delete' ? { PhysicalResourceId: request.PhysicalResourceId } : { PhysicalResourceId: request.ResourceProperties.Size === '1' ? old : fresh });

test('the function is told everything, and every leaf as a string', async () => {
  await cloud.deploy('Demo', stack({ Count: 0, On: true, Nested: { List: [1, false, 'x'] }, ServiceTimeout: 60 }));
  const [request] = cloud.requests;
  const { stackId } = cloud.service.require('Demo');
  expect(request).toEqual({
    RequestType: 'Create', ServiceToken: TOKEN, ResponseURL: expect.any(String), StackId: stackId, RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/), LogicalResourceId: 'Job', ResourceType: 'Custom::Job',
    ResourceProperties: { ServiceToken: TOKEN, Count: '0', On: 'true', Nested: { List: ['1', 'false', 'x'] }, ServiceTimeout: '60' },
  });
  const path = `${encodeURIComponent(stackId)}%7CJob%7C${request.RequestId}`;
  expect(request.ResponseURL).toMatch(new RegExp(`^https://cloudformation-custom-resource-response-useast1\\.s3\\.us-east-1\\.amazonaws\\.com/${path.replaceAll('.', '\\.')}\\?X-Local-Token=[\\w-]+$`));
});

test('its data can be read by others, nested too', async () => {
  cloud.answer = () => ({ PhysicalResourceId: 'job-7', Data: { Name: 'label', Output: { Uri: 's3://labels/' } } });
  const status = await cloud.deploy('Demo', { ...stack({}, { Reader: thing({ From: getAtt('Job', 'Output.Uri') }) }), Outputs: { Name: { Value: getAtt('Job', 'Name') }, Id: { Value: { Ref: 'Job' } } } });
  expect(status).toBe('CREATE_COMPLETE');
  expect(cloud.resource('Demo', 'Reader')?.properties).toEqual({ From: 's3://labels/' });
  expect(cloud.outputs('Demo')).toEqual({ Name: 'label', Id: 'job-7' });
});

test('an attribute that the answer does not have fails what reads it, in the words of the service', async () => {
  expect(await cloud.deploy('Demo', stack({}, { Reader: thing({ From: getAtt('Job', 'Nope') }) }))).toBe('ROLLBACK_COMPLETE');
  expect(failure()).toContain("Vendor response doesn't contain Nope attribute in object");
});

test.each<[string, object | string, string]>([
  ['FAILED', { Status: 'FAILED', Reason: 'no capacity' }, 'Received response status [FAILED] from custom resource. Message returned: no capacity (RequestId: '],
  ['4097 bytes', { Data: { Text: 'x'.repeat(4096) } }, 'Response object is too long.'],
  ['no physical id', { PhysicalResourceId: '' }, 'Invalid PhysicalResourceId'],
  ['FAILED without a physical id', { Status: 'FAILED', Reason: 'the real reason', PhysicalResourceId: '' }, 'Invalid PhysicalResourceId'],
  ['a physical id over 1024 bytes', { PhysicalResourceId: 'x'.repeat(1025) }, 'Invalid PhysicalResourceId'],
  ['an unknown status', { Status: 'DONE' }, 'Status must be SUCCESS or FAILED, got: DONE'],
  ['another stack', { StackId: 'arn:other' }, 'StackId must be arn:aws:cloudformation'],
  ['no JSON', 'OK', 'the body is not JSON'],
])('an answer with %s fails the creation, and a Delete follows', async (_name, answer, reason) => {
  cloud.answer = ({ RequestType }) => (RequestType === 'Delete' ? {} : answer as any);
  expect(await cloud.deploy('Demo', stack())).toBe('ROLLBACK_COMPLETE');
  expect(failure()).toContain(reason);
  expect(cloud.requests.map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
  expect(cloud.requests[1].PhysicalResourceId).toBeTruthy();
});

test('an answer of exactly 4096 bytes is taken', async () => {
  cloud.answer = ({ StackId, RequestId, LogicalResourceId }) => {
    const body = (filler: string) => JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'job', StackId, RequestId, LogicalResourceId, Data: { filler } });
    return body('x'.repeat(4096 - body('').length));
  };
  expect(await cloud.deploy('Demo', stack())).toBe('CREATE_COMPLETE');
});

test('the Delete after a failed creation names the id of the failed answer', async () => {
  cloud.answer = ({ RequestType }) => (RequestType === 'Delete' ? {} : { Status: 'FAILED', PhysicalResourceId: 'half-made' });
  await cloud.deploy('Demo', stack());
  expect(types()).toEqual([['Create', undefined], ['Delete', 'half-made']]);
});

test.each([[undefined, 3600], ['7', 7]])('without an answer it gives up after ServiceTimeout (%s)', async (ServiceTimeout, seconds) => {
  cloud.answer = ({ RequestType }) => (RequestType === 'Create' ? 'silence' : {});
  const { Id } = await cloud.changeSet('Demo', stack({ ...(ServiceTimeout && { ServiceTimeout }) }));
  await cloud.call('ExecuteChangeSet', { ChangeSetName: Id });
  await asked(1);
  cloud.clock.advance(seconds * 1000 - 1);
  await new Promise((next) => { setImmediate(next); });
  expect(cloud.status('Demo')).toBe('CREATE_IN_PROGRESS');
  cloud.clock.advance(1);
  await cloud.service.idle();
  expect(failure()).toContain(`CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${cloud.requests[0].RequestId}].`);
  expect(cloud.status('Demo')).toBe('ROLLBACK_COMPLETE');
});

test.each(['0', '3601', 'soon'])('ServiceTimeout %s is refused', async (ServiceTimeout) => {
  await cloud.deploy('Demo', stack({ ServiceTimeout }));
  expect(failure()).toBe(`ServiceTimeout must be a whole number of seconds from 1 to 3600, got: ${ServiceTimeout}`);
  expect(cloud.requests).toEqual([]);
});

test('a second and a late answer change nothing and are reported', async () => {
  await cloud.deploy('Demo', stack());
  const [request] = cloud.requests;
  expect(await cloud.put(request, '{"Status":"FAILED"}')).toEqual({ status: 200 });
  expect(cloud.status('Demo')).toBe('CREATE_COMPLETE');
  expect(cloud.events).toContainEqual({ source: 'cloudformation', type: 'custom-resource-answer-ignored', detail: expect.objectContaining({ requestId: request.RequestId, logicalId: 'Job' }) });
});

test('who has not the token cannot answer', async () => {
  cloud.answer = () => 'silence';
  const { Id } = await cloud.changeSet('Demo', stack());
  await cloud.call('ExecuteChangeSet', { ChangeSetName: Id });
  await asked(1);
  expect(await cloud.put(cloud.requests[0], '{}', 'guessed')).toEqual({ status: 403 });
  expect(cloud.status('Demo')).toBe('CREATE_IN_PROGRESS');
  const { StackId, RequestId, LogicalResourceId } = cloud.requests[0];
  expect(await cloud.put(cloud.requests[0], JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'p', StackId, RequestId, LogicalResourceId }))).toEqual({ status: 200 });
  await cloud.service.idle();
  expect(cloud.status('Demo')).toBe('CREATE_COMPLETE');
});

test('an update tells old and new properties and the id', async () => {
  await cloud.deploy('Demo', stack({ Size: 1 }));
  expect(await cloud.deploy('Demo', stack({ Size: 2 }))).toBe('UPDATE_COMPLETE');
  expect(cloud.requests[1]).toMatchObject({ RequestType: 'Update', PhysicalResourceId: 'job-1', ResourceProperties: { Size: '2' }, OldResourceProperties: { Size: '1', ServiceToken: TOKEN } });
});

test('without a change of properties nobody is asked', async () => {
  await cloud.deploy('Demo', stack({ Size: 1 }));
  await cloud.deploy('Demo', stack({ Size: '1' }, { Other: thing() }));
  expect(cloud.requests).toHaveLength(1);
});

test('another id from an update replaces: the old one is deleted in the clean-up, with its properties', async () => {
  cloud.answer = twoJobs('old', 'new');
  await cloud.deploy('Demo', stack({ Size: 1 }));
  cloud.history('Demo');
  expect(await cloud.deploy('Demo', stack({ Size: 2 }))).toBe('UPDATE_COMPLETE');
  expect(types()).toEqual([['Create', undefined], ['Update', 'old'], ['Delete', 'old']]);
  expect(cloud.requests[2].ResourceProperties).toMatchObject({ Size: '1' });
  expect(cloud.history('Demo').slice(-4)).toEqual(['Demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'Job DELETE_IN_PROGRESS', 'Job DELETE_COMPLETE', 'Demo UPDATE_COMPLETE']);
  expect(cloud.resource('Demo', 'Job')?.physicalId).toBe('new');
});

test('a failed update is told to go back, with the properties swapped', async () => {
  cloud.answer = ({ RequestType, ResourceProperties }) => (RequestType === 'Update' && ResourceProperties.Size === '2' ? { Status: 'FAILED', Reason: 'no' } : {});
  await cloud.deploy('Demo', stack({ Size: 1 }));
  expect(await cloud.deploy('Demo', stack({ Size: 2 }))).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(types()).toEqual([['Create', undefined], ['Update', 'job-1'], ['Update', 'job-1']]);
  expect(cloud.requests[2]).toMatchObject({ ResourceProperties: { Size: '1' }, OldResourceProperties: { Size: '2' } });
});

test('a failed update that names a new id: back with that id, then Delete for it', async () => {
  cloud.answer = (request) => ({ ...twoJobs('old', 'new')(request), ...(request.RequestType === 'Update' && request.ResourceProperties.Size === '2' && { Status: 'FAILED', Reason: 'no' }) });
  await cloud.deploy('Demo', stack({ Size: 1 }));
  expect(await cloud.deploy('Demo', stack({ Size: 2 }))).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(types()).toEqual([['Create', undefined], ['Update', 'old'], ['Update', 'new'], ['Delete', 'new']]);
  expect(cloud.resource('Demo', 'Job')).toMatchObject({ physicalId: 'old', properties: { Size: 1 } });
});

test('an update that succeeded is taken back when another resource fails later', async () => {
  cloud.answer = twoJobs('old', 'new');
  await cloud.deploy('Demo', stack({ Size: 1 }));
  expect(await cloud.deploy('Demo', stack({ Size: 2 }, { Bad: thing({ Fail: 'create' }, { DependsOn: 'Job' }) }))).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(types()).toEqual([['Create', undefined], ['Update', 'old'], ['Update', 'new'], ['Delete', 'new']]);
  expect(cloud.resource('Demo', 'Job')?.physicalId).toBe('old');
});

test('another ServiceToken is refused in an update', async () => {
  await cloud.deploy('Demo', stack());
  expect(await cloud.deploy('Demo', stack({ ServiceToken: `${TOKEN}2` }))).toMatch(/UPDATE_ROLLBACK/);
  expect(failure()).toBe('Modifying service token is not allowed.');
  expect(cloud.requests.filter(({ ServiceToken }) => ServiceToken !== TOKEN)).toEqual([]);
});

test.each([
  ['an SNS topic', 'arn:aws:sns:us-east-1:111122223333:topic', 'does not emulate custom resources behind an SNS topic'],
  ['no ARN', 'launcher', 'Invalid service token: launcher'],
  ['another region', 'arn:aws:lambda:eu-west-1:111122223333:function:f', 'must be in the region of the stack'],
])('a ServiceToken that is %s fails the creation', async (_name, ServiceToken, reason) => {
  await cloud.deploy('Demo', stack({ ServiceToken }));
  expect(failure()).toContain(reason);
});

test('a Delete that fails leaves the stack in DELETE_FAILED', async () => {
  cloud.answer = ({ RequestType }) => (RequestType === 'Delete' ? { Status: 'FAILED', Reason: 'still running' } : {});
  await cloud.deploy('Demo', stack());
  expect(await cloud.destroy('Demo')).toBe('DELETE_FAILED');
});

test('a creation under way when a sibling fails is cancelled and its late answer ignored', async () => {
  cloud.answer = ({ RequestType }) => (RequestType === 'Create' ? 'silence' : {});
  expect(await cloud.deploy('Demo', stack({}, { Bad: thing({ Fail: 'create' }) }))).toBe('ROLLBACK_COMPLETE');
  expect(cloud.requests.map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
  await cloud.put(cloud.requests[0], '{}');
  expect(cloud.events.filter(({ type }) => type === 'custom-resource-answer-ignored')).toHaveLength(1);
});

test('attributes of a NoEcho answer are not shown in change sets', async () => {
  cloud.answer = () => ({ PhysicalResourceId: 'p', Data: { Password: 'open-sesame' }, NoEcho: true });
  const template = (Size: number) => stack({}, { Reader: thing({ From: getAtt('Job', 'Password'), Size }) });
  await cloud.deploy('Demo', template(1));
  const { description } = await cloud.changeSet('Demo', template(2));
  expect(JSON.stringify(description)).not.toContain('open-sesame');
  expect(description.Changes[0].ResourceChange.AfterContext).toContain('****');
  expect(cloud.resource('Demo', 'Reader')?.properties).toMatchObject({ From: 'open-sesame' });
});
