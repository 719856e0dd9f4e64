import { DATA_STACK, JOB_STACK } from '../../bin/demo/sample';
import { readResults } from '../../bin/demo/results';
import { UploadedPhoto } from '../../bin/demo/upload';
import { answerTokens, QUEUE } from './answer-tokens';
import { Change, only, withdraw } from './changed-assembly';
import { SampleCloud, unwrapped } from './sample-cloud';

/** What the sample wants to keep when its stacks go. */
const RETAINED = ['AWS::KMS::Key', 'AWS::S3::Bucket'];

/** One life of the sample: each test goes on where the one before has ended. */
let sample: SampleCloud;
let photos: UploadedPhoto[];

beforeAll(async () => {
  sample = await SampleCloud.open();
  photos = await sample.provideData();
}, 120_000);
afterAll(() => sample?.close());

test('the sample deploys, its job completes, and the operator reads the result', async () => {
  expect(await sample.deploy(JOB_STACK)).toMatchObject({ failed: false });
  expect(sample.jobs()).toEqual([{ name: sample.cloud.outputs(JOB_STACK).TransformJobName, status: 'Completed' }]);
  const [{ detection }] = await readResults(sample.cloud, photos);
  expect(detection.objects.map(({ label }) => label)).toEqual(['face', 'face', 'face']);
}, 120_000);

test('deployed again there are no changes, and no second job starts', async () => {
  const { failed, output } = await sample.deploy(JOB_STACK);
  expect({ failed, output }).toEqual({ failed: false, output: expect.stringContaining('(no changes)') });
  expect(sample.jobs()).toHaveLength(1);
}, 120_000);

test('cdk diff sees no differences', async () => {
  const { failed, output } = await sample.cli(['diff', '--fail', '--app', sample.assembly]);
  expect({ failed, output }).toEqual({ failed: false, output: expect.stringContaining('Number of stacks with differences: 0') });
}, 120_000);

test('a changed request replaces the job: one new job runs, and the old one stays as it ended', async () => {
  const [old] = sample.jobs();
  const assembly = sample.changed(JOB_STACK, JOB_STACK, (_, text) => text.replace('\\"TransformResources\\":{', '\\"MaxPayloadInMB\\":5,\\"TransformResources\\":{'));
  expect(await sample.deploy(JOB_STACK, assembly)).toMatchObject({ failed: false });
  const name = sample.cloud.outputs(JOB_STACK).TransformJobName;
  expect(name).not.toBe(old.name);
  expect(sample.jobs()).toEqual([old, { name, status: 'Completed' }]);
}, 120_000);

describe('without the allow for the input bucket in the endpoint policy the deployment of a job fails, names it, and leaves nothing:', () => {
  const endpointWithout = (...actions: string[]): Change => (template) => withdraw(only(template, 'AWS::EC2::VPCEndpoint').PolicyDocument, actions, 'Photos');

  test.each([
    { action: 's3:GetObject', change: endpointWithout('s3:GetObject'), stackName: 'Unread', object: '/selfies/sample1.jpg' },
    { action: 's3:ListBucket', change: endpointWithout('s3:GetObject', 's3:ListBucket'), stackName: 'Unlisted', object: '' },
  ])('$action', async ({ action, change, stackName, object }) => {
    expect(await sample.deploy(DATA_STACK, sample.changed(DATA_STACK, DATA_STACK, change))).toMatchObject({ failed: false });
    const { failed, output } = await sample.deploy(JOB_STACK, sample.changed(JOB_STACK, stackName));
    expect(failed).toBe(true);
    const { PhotosBucketName: bucket, VpcEndpointId: endpoint } = sample.cloud.outputs(DATA_STACK);
    const failures = sample.failuresOf(stackName);
    expect(failures.map(({ type }) => type)).toEqual(['Custom::SecureTransformJob']);
    for (const text of [unwrapped(failures[0].reason), output]) {
      expect(text).toContain(`is not authorized to perform: ${action} on resource: "arn:aws:s3:::${bucket}${object}" because no VPC endpoint policy allows the ${action} action`);
      expect(text).toMatch(new RegExp(`Cause: the policy of ${endpoint} has no statement that lets \\S+ ${action} there\\. Change: the endpoint: allowRead`));
    }
    expect(sample.statusOf(stackName)).toBe('ROLLBACK_COMPLETE');
    expect(sample.leftOf(stackName).filter((type) => type !== 'AWS::KMS::Key')).toEqual([]);
  }, 120_000);
});

test('destroy removes the stacks, and results and their keys stay', async () => {
  expect(await sample.cli(['destroy', '--all', '--force', '--app', sample.assembly])).toMatchObject({ failed: false });
  for (const stack of [JOB_STACK, DATA_STACK]) {
    expect(sample.statusOf(stack)).toBe('DELETE_COMPLETE');
    expect(sample.leftOf(stack).filter((type) => !RETAINED.includes(type))).toEqual([]);
  }
  expect(sample.jobs().filter(({ status }) => status === 'InProgress')).toEqual([]);
}, 120_000);

test('the token of an answer URL is in no log, history, audit line, stack event or word of the CLI', () => {
  const { tokens, searched, found } = answerTokens(sample.folder);
  expect(tokens.length).toBeGreaterThan(4);
  expect(searched).toEqual(expect.arrayContaining(['logs', 'states-history', 'audit', 'stack-events', 'cdk-'].map((name) => expect.stringContaining(name))));
  expect(found).toEqual([QUEUE]);
});
