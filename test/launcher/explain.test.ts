import * as fc from 'fast-check';
import { SERVICE_MESSAGE, ServiceMessageId } from '../../lib/spec/service-messages';
import { explain, Failure, Operation, REASON_BYTES, ruleFor } from '../../lib/launcher/explain';
import { RULES } from '../../lib/launcher/explain-rules';
import { denied, REGION, REQUEST, SURROUNDINGS } from './requests';

/** Where each of the service's texts is met. */
const SAID: Record<ServiceMessageId, readonly [Operation, string]> = {
  couldNotAssumeRole: ['CreateTransformJob', 'the model\'s `role`'],
  noObjects: ['CreateTransformJob', '`input`'],
  modelNotFound: ['CreateTransformJob', '`model`'],
  limitExceeded: ['CreateTransformJob', "Service Quotas for 'ml.c5.xlarge for transform job usage'"],
  nameTaken: ['CreateTransformJob', '`trigger`'],
  jobNotFound: ['DescribeTransformJob', '`trigger`'],
  stopUnknown: ['StopTransformJob', 'nothing'],
  stopTerminal: ['StopTransformJob', 'nothing'],
  rateExceeded: ['CreateTransformJob', 'deploy again'],
  modelDataDenied: ['CreateTransformJob', '`modelData`'],
  modelDataNotFound: ['CreateTransformJob', '`modelData`'],
  imagePullDenied: ['TransformJob', '`containers[].image`'],
  dataDownloadFailed: ['TransformJob', "the endpoint's subnets"],
  artifactUploadFailed: ['TransformJob', '`output`'],
  modelDownloadFailed: ['TransformJob', "the endpoint's subnets"],
  listFailed: ['TransformJob', 'subnets of the endpoint'],
  dhcpOptions: ['TransformJob', 'DHCP option set'],
  capacity: ['TransformJob', '`instanceType`'],
  internalError: ['TransformJob', '`trigger`'],
  outOfMemory: ['TransformJob', '`instanceType`'],
  algorithmError: ['TransformJob', '`maxPayload`'],
  clientError: ['TransformJob', '`maxPayload`'],
  noAnswer: ['TransformJob', '`modelClientOptions.invocationsTimeout`'],
};

const VALUES = ['s3://photos/selfies/', 'us-east-1', 'arn:aws:iam::111122223333:role/Detector', 'photos', 'Access Denied'];
const said = (id: ServiceMessageId) => (SERVICE_MESSAGE[id].say as (...values: string[]) => string)(...(id === 'limitExceeded' ? ['ml.c5.xlarge', '0', '0', '1'] : VALUES));
const failure = (change: Partial<Failure>): Failure => ({ operation: 'TransformJob', error: { name: 'Failed', message: '' }, surroundings: SURROUNDINGS, region: REGION, jobName: 'label-1', request: REQUEST, outputUri: 's3://labels/selfies/', ...change });

test.each(Object.entries(SAID) as Array<[ServiceMessageId, readonly [Operation, string]]>)('%s is recognised, and the thing to change is named', (id, [operation, change]) => {
  const error = { name: operation === 'TransformJob' ? 'Failed' : 'ValidationException', message: said(id) };
  expect(ruleFor({ operation, error })?.id).toBe(id);
  const text = explain(failure({ operation, error }));
  expect(text).toContain(said(id));
  expect(text.split('\n').find((line) => line.startsWith('Change: '))).toContain(change);
  expect(Buffer.byteLength(text)).toBeLessThan(3_000);
});

test('every text of the service has one rule, and no rule is there twice', () => {
  const ids = RULES.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(Object.keys(SERVICE_MESSAGE)));
});

test('memory is told from an upload that failed for lack of it', () => {
  const error = { name: 'Failed', message: 'ClientError: Artifact upload failed:ClientError: Out of Memory. Please use a larger instance' };
  expect(ruleFor({ operation: 'TransformJob', error })?.id).toBe('outOfMemory');
});

describe('what is known of the configuration', () => {
  const noObjects = { operation: 'CreateTransformJob' as const, error: { name: 'ValidationException', message: said('noObjects') } };
  const download = { error: { name: 'Failed', message: said('dataDownloadFailed') } };
  test.each<[string, Partial<Failure>, string, boolean]>([
    ['restricted buckets', noObjects, 'the bucket policy denies requests from outside vpce-1', true],
    ['open buckets', { ...noObjects, surroundings: { ...SURROUNDINGS, bucketsRestricted: false } }, 'the bucket policy denies', false],
    ['the endpoint', download, 'no route to vpce-1', true],
    ['no endpoint', { ...download, surroundings: { constructPath: 'x' } }, 'no route to an S3 gateway endpoint', true],
    ['the subnets', download, 'one of subnet-a, subnet-b', true],
    ['isolation', { error: { name: 'Failed', message: said('algorithmError') } }, 'neither network nor credentials', true],
    ['no isolation', { error: { name: 'Failed', message: said('algorithmError') }, surroundings: { ...SURROUNDINGS, networkIsolation: false } }, 'neither network nor credentials', false],
    ['one subnet', { error: { name: 'Failed', message: said('capacity') }, surroundings: { ...SURROUNDINGS, subnetIds: ['subnet-a'] } }, 'one zone only', true],
    ['a job that ran', { error: { name: 'Failed', message: said('algorithmError') } }, 'Results of some objects may exist below s3://labels/selfies/', true],
    ['a job that never read anything', download, 'Results of some objects', false],
    ['the logs of a job that ran', download, 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logStream:group=/aws/sagemaker/TransformJobs;prefix=label-1;', true],
    ['the logs in China', { ...download, region: 'cn-north-1' }, 'https://cn-north-1.console.amazonaws.cn/', true],
    ['no logs of a job that was refused', noObjects, 'Logs: ', false],
  ])('%s', (_, change, text, there) => {
    expect(explain(failure(change)).includes(text)).toBe(there);
  });
});

describe('a policy that the error names is the cause, and no other is guessed', () => {
  const clause = (end: string, action = 's3:GetObject') => `User: arn:aws:sts::111122223333:assumed-role/Detector/SageMaker is not authorized to perform: ${action} on resource: "arn:aws:s3:::photos/selfies/a.jpg" ${end}`;
  const ran = (end: string): Partial<Failure> => ({ error: { name: 'Failed', message: `ClientError: Data download failed:${clause(end)}` } });
  const listed = (end: string): Partial<Failure> => ({ operation: 'CreateTransformJob', error: { name: 'ValidationException', message: SERVICE_MESSAGE.noObjects.say('s3://photos/selfies/', REGION, SURROUNDINGS.roleArn!, 'photos', clause(end, 's3:ListBucket')) } });

  test.each<[string, Partial<Failure>, string, string]>([
    ['the endpoint, while the job runs', ran('because no VPC endpoint policy allows the s3:GetObject action'), 'the policy of vpce-1 has no statement that lets arn:aws:iam::111122223333:role/Detector s3:GetObject there', 'allowRead'],
    ['the endpoint, before the job runs', listed('because no VPC endpoint policy allows the s3:ListBucket action'), 'the policy of vpce-1 has no statement that lets arn:aws:iam::111122223333:role/Detector s3:ListBucket there', 'allowRead'],
    ['a deny of the endpoint', ran('with an explicit deny in a VPC endpoint policy'), 'the policy of vpce-1 denies s3:GetObject', 'denying statement'],
    ['the role', ran('because no identity-based policy allows the s3:GetObject action'), 'no policy of arn:aws:iam::111122223333:role/Detector allows s3:GetObject there', '`role`'],
    ['a boundary', ran('because no permissions boundary allows the s3:GetObject action'), 'permissions boundary of arn:aws:iam::111122223333:role/Detector', 'boundary'],
    ['a deny of the role', ran('with an explicit deny in an identity-based policy'), 'keeps s3:GetObject from it', 'denying statement'],
    ['a restricted bucket', ran('with an explicit deny in a resource-based policy'), 'requests that do not come through vpce-1', 'restrictBucket'],
    ['any other bucket', { ...ran('with an explicit deny in a resource-based policy'), surroundings: { ...SURROUNDINGS, bucketsRestricted: false } }, 'the policy of the bucket or key denies s3:GetObject', 'denying statement'],
    ['a bucket of another account', ran('because no resource-based policy allows the s3:GetObject action'), 'the policy of the bucket or key does not let', 'account that owns it'],
    ['the organisation', ran('with an explicit deny in a service control policy'), 'a policy of the organisation', 'organisation'],
  ])('%s', (_, change, cause, mend) => {
    const lines = explain(failure(change)).split('\n');
    expect(lines.find((line) => line.startsWith('Cause: '))).toContain(cause);
    expect(lines.find((line) => line.startsWith('Change: '))).toContain(mend);
    expect(lines.filter((line) => line.startsWith('Likely: '))).toEqual([]);
  });

  test.each<[string, Partial<Failure>]>([
    ['that says nothing of a policy', ran('')],
    ["about the launcher's own calls", { operation: 'CreateTransformJob', error: { name: 'AccessDeniedException', message: clause('because no identity-based policy allows it', 'sagemaker:CreateTransformJob') } }],
    ['about the watch, which is started by the launcher', { operation: 'StartExecution', error: { name: 'AccessDeniedException', message: clause('because no identity-based policy allows it', 'kms:Encrypt') } }],
  ])('while an error %s leaves the likely causes', (_, change) => {
    const text = explain(failure(change));
    expect(text).toContain('Likely: ');
    expect(text).not.toContain('Cause: ');
  });
});

test('what was denied stays readable: the action and the resource are in the answer', () => {
  const { name, message } = denied('sagemaker:CreateTransformJob on resource: arn:aws:sagemaker:us-east-1:111122223333:transform-job/label-1');
  const text = explain(failure({ operation: 'CreateTransformJob', error: { name, message } }));
  expect(text).toContain(message);
  expect(text).toContain('the launcher itself may not CreateTransformJob');
});

test('an unknown text is handed on as it is', () => {
  expect(explain(failure({ error: { name: 'Failed', message: 'ClientError: the moon is in the wrong house' } }))).toContain('the moon is in the wrong house');
});

test('however long the parts are, the reason fits and is whole text', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 3_000 }), fc.constant('ä€😀'.repeat(800)));
  const operation = fc.constantFrom<Operation>('CreateTransformJob', 'TransformJob', 'StopTransformJob', 'StartExecution');
  fc.assert(
    fc.property(operation, anything, anything, anything, fc.constantFrom(...RULES.map((rule) => rule.id)), fc.array(anything, { maxLength: 3 }), (call, path, name, message, id, ids) => {
      const known = id in SERVICE_MESSAGE ? said(id as ServiceMessageId) : '';
      const text = explain(failure({
        operation: call, error: { name, message: known + message }, outputUri: path,
        surroundings: { ...SURROUNDINGS, constructPath: path, roleArn: path, subnetIds: ids, securityGroupIds: ids, vpcEndpointId: name },
      }));
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(REASON_BYTES);
      expect(Buffer.from(text).toString()).toBe(text);
    }),
    { numRuns: 150 },
  );
});
