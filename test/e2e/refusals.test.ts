import { JOB_STACK } from '../../bin/demo/sample';
import { answerTokens, QUEUE } from './answer-tokens';
import { Change, only, withdraw } from './changed-assembly';
import { Container, startContainer } from './container';
import { CliRun, SampleCloud, unwrapped } from './sample-cloud';

/** One thing is taken from the sample; what is left is deployed as a stack of its own, all of them at the same time. */
const CASES: ReadonlyArray<{ readonly what: string; readonly stackName: string; readonly change: Change; readonly fails: string; readonly says: readonly RegExp[] }> = [
  {
    what: "a role without s3:PutObject",
    stackName: 'WithoutPutObject',
    change: (template) => withdraw(only(template, 'AWS::IAM::ManagedPolicy').PolicyDocument, ['s3:PutObject']),
    fails: 'Custom::SecureTransformJob',
    says: [
      /assumed-role\/WithoutPutObject-ModelRole\S+ is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::\S+\/selfies\/sample1\.jpg\.out" because no identity-based policy allows the s3:PutObject action/,
      /Cause: no policy of arn:aws:iam::111122223333:role\/WithoutPutObject-ModelRole\S+ allows s3:PutObject there\. Change: the model's `role`/,
    ],
  },
  {
    what: 'a model without VpcConfig',
    stackName: 'WithoutVpcConfig',
    change: (template) => void delete only(template, 'AWS::SageMaker::Model').VpcConfig,
    fails: 'AWS::SageMaker::Model',
    says: [
      /Could not access model data at s3:\/\/\S+\/detector\/model\.tar\.gz/,
      /s3:GetObject on resource: \S+ with an explicit deny in a resource-based policy \(explicit deny in resource policy "bucket \S+", statement DenyReadOutsideEndpoint \[StringNotEquals aws:SourceVpce \(absent\) vs "vpce-/,
    ],
  },
  {
    what: 'a prefix without photos',
    stackName: 'WithoutPhotos',
    change: (_, text) => text.replaceAll('/selfies/\\"}}', '/selfies/nobody/\\"}}'),
    fails: 'Custom::SecureTransformJob',
    says: [/No S3 objects found under S3 URL "s3:\/\/\S+\/selfies\/nobody\/" given in input data source\./, /Likely: \(1\) no object is there yet: upload the input before the job is deployed/, /Change: `input`, and upload first/],
  },
  {
    what: 'an image that no container stands for',
    stackName: 'WithoutContainer',
    change: (_, text) => text.replaceAll('object-detection', 'unheard-of'),
    fails: 'Custom::SecureTransformJob',
    says: [/knows no command for the image '\S+\/unheard-of@sha256:0+'/, /Add an entry to the containers file: "\*\/unheard-of\*": \{ "command": \["node", "server\.mjs"\] \}/],
  },
];

let sample: SampleCloud;
let quick: Container;
let slow: Container;
const deployments = new Map<string, Promise<CliRun>>();

beforeAll(async () => {
  [quick, slow] = [await startContainer('{}'), await startContainer()];
  sample = await SampleCloud.open({ '*/object-detection@*': { url: quick.url }, '*/slow-detection@*': { url: slow.url } });
  await sample.provideData();
  for (const { stackName, change } of CASES) deployments.set(stackName, sample.deploy(JOB_STACK, sample.changed(JOB_STACK, stackName, change)));
}, 120_000);

afterAll(async () => {
  await sample?.close();
  await Promise.all([...deployments.values(), quick?.close(), slow?.close()]);
});

test('destroying the stack while its job runs stops the job', async () => {
  const assembly = sample.changed(JOB_STACK, 'Slow', (template, text) => {
    only(template, 'Custom::SecureTransformJob').WaitForCompletion = false;
    expect(text).toContain('object-detection@');
    return JSON.stringify(template).replaceAll('object-detection', 'slow-detection');
  });
  expect(await sample.deploy(JOB_STACK, assembly)).toMatchObject({ failed: false });
  const job = sample.cloud.outputs('Slow').TransformJobName;
  await slow.asked;
  expect(sample.jobs()).toContainEqual({ name: job, status: 'InProgress' });
  expect(await sample.destroy(JOB_STACK, assembly)).toMatchObject({ failed: false });
  expect(sample.jobs()).toContainEqual({ name: job, status: 'Stopped' });
  expect(sample.statusOf('Slow')).toBe('DELETE_COMPLETE');
}, 120_000);

describe('fails the deployment with a reason that names it, and nothing is left:', () => {
  test.each(CASES)('$what', async ({ stackName, fails, says }) => {
    const { failed, output } = await deployments.get(stackName)!;
    expect(failed).toBe(true);
    const failures = sample.failuresOf(stackName);
    expect(failures.map(({ type }) => type)).toEqual([fails]);
    for (const text of says) {
      expect(unwrapped(failures[0].reason)).toMatch(text);
      expect(output).toMatch(text);
    }
    expect(sample.statusOf(stackName)).toBe('ROLLBACK_COMPLETE');
    // Keys are retained by the sample's own wish.
    expect(sample.leftOf(stackName).filter((type) => type !== 'AWS::KMS::Key')).toEqual([]);
  }, 120_000);
});

test('the answer URLs of all these stacks are written nowhere but in the queue of the function', async () => {
  await Promise.all(deployments.values());
  const { tokens, found } = answerTokens(sample.folder);
  expect(tokens.length).toBeGreaterThan(CASES.length);
  expect(found).toEqual([QUEUE]);
}, 120_000);
