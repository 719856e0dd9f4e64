import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { flag, text, whole } from '../../examples/object-detection/app-context';
import { BatchTransformDataStack, BatchTransformDataStackProps } from '../../examples/object-detection/data-stack';
import { BatchTransformJobStack, BatchTransformJobStackProps } from '../../examples/object-detection/job-stack';
import { context as cdkJsonContext } from '../../cdk.json';
import { countResources, warnings } from '../_helpers/construct-world';
import { maskAssets } from '../_helpers/masked-template';

type Props = BatchTransformDataStackProps & Omit<BatchTransformJobStackProps, 'data'>;

function sample(props: Props = {}, context: Record<string, unknown> = recommended) {
  const app = new App({ context });
  const data = new BatchTransformDataStack(app, 'BatchTransformData', props);
  return { data, job: new BatchTransformJobStack(app, 'BatchTransformJob', { ...props, data }) };
}

const IMAGE = `111122223333.dkr.ecr.us-east-1.amazonaws.com/object-detection@sha256:${'0'.repeat(64)}`;

describe.each([['the recommended feature flags', recommended], ['no feature flags', {}]])('the sample app with %s', (_, flags) => {
  const { data, job } = sample({ imageUri: IMAGE }, flags);
  let templates: { data: Template; job: Template };
  beforeAll(() => void (templates = { data: Template.fromStack(data), job: Template.fromStack(job) }));

  test('has two stacks, the second after the first', () => {
    expect(job.dependencies).toEqual([data]);
    expect(JSON.stringify(templates.data.toJSON().Resources)).not.toContain('ImportValue');
  });

  test('has one function and one state machine of ours, and no function of others', () => {
    templates.job.resourceCountIs('AWS::Lambda::Function', 1);
    templates.job.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    templates.data.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('has no way to the internet', () => {
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::EgressOnlyInternetGateway', 'AWS::EC2::Route']) templates.data.resourceCountIs(type, 0);
    templates.data.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
  });

  test('restricts its three buckets and keeps them', () => {
    templates.data.resourceCountIs('AWS::S3::Bucket', 3);
    for (const policy of Object.values(templates.data.findResources('AWS::S3::BucketPolicy'))) expect(JSON.stringify(policy)).toContain('DenyReadOutsideEndpoint');
    for (const bucket of Object.values(templates.data.findResources('AWS::S3::Bucket'))) expect(bucket.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('names everything that the upload and the reader of results need', () => {
    expect(Object.keys(templates.data.toJSON().Outputs).filter((name) => !name.startsWith('ExportsOutput'))).toEqual(['PhotosBucketName', 'ArtifactsBucketName', 'LabelsBucketName', 'DataKeyArn', 'ArtifactKey', 'OperatorRoleArn', 'VpcEndpointId']);
    expect(Object.keys(templates.job.toJSON().Outputs)).toEqual(['ExecutionRoleArn', 'ModelName', 'TransformJobName', 'TransformJobArn', 'OutputUri', 'ConsoleUrl', 'LogsUrl']);
  });
});

test('the templates are these', () => {
  const { data, job } = sample({ imageUri: IMAGE });
  expect(maskAssets({ data: Template.fromStack(data).toJSON(), job: Template.fromStack(job).toJSON() })).toMatchSnapshot();
});

describe('without an image', () => {
  test('the sample can still be synthesized, and says what is missing', () => {
    expect(warnings(sample().job).join()).toMatch(/sample-image[^]*imageUri|imageUri[^]*sample-image/);
  });

  test('a named image needs no such warning', () => {
    expect(warnings(sample({ imageUri: IMAGE }).job)).toEqual([]);
  });
});

describe('the operator', () => {
  test('is a role of the sample that writes photos and artifacts and reads labels', () => {
    const template = Template.fromStack(sample({ imageUri: IMAGE }).data);
    const statements = Object.values(template.findResources('AWS::IAM::ManagedPolicy'))[0].Properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[];
    const on = (action: string) => JSON.stringify(statements.filter(({ Action }) => [Action].flat().includes(action)));
    expect(on('s3:PutObject')).toMatch(/Photos/);
    expect(on('s3:PutObject')).toMatch(/Artifacts/);
    expect(on('s3:PutObject')).not.toContain('Labels');
    expect(on('s3:GetObject')).toMatch(/Labels/);
    expect(on('s3:GetObject')).not.toMatch(/Photos|Artifacts/);
  });

  test('may be a principal that exists', () => {
    const { data } = sample({ imageUri: IMAGE, operatorArn: 'arn:aws:iam::111122223333:user/developer' });
    expect(countResources(data, 'AWS::IAM::Role')).toBe(0);
    expect(JSON.stringify(Template.fromStack(data).findResources('AWS::S3::BucketPolicy'))).toContain('"arn:aws:iam::111122223333:user/developer"');
  });
});

describe('context', () => {
  const app = new App({ context: { instanceCount: '2', waitForCompletion: 'false', empty: '', bad: 'two' } });

  test('comes as text and is read as what it is', () => {
    expect([text(app, 'instanceCount'), whole(app, 'instanceCount'), flag(app, 'waitForCompletion'), text(app, 'empty'), text(app, 'absent'), whole(app, 'absent'), flag(app, 'absent')]).toEqual(['2', 2, false, undefined, undefined, undefined, undefined]);
  });

  test('that cannot be read is refused by name', () => {
    expect(() => whole(app, 'bad')).toThrow("context 'bad' must be a whole number, got: two");
    expect(() => flag(app, 'bad')).toThrow("context 'bad' must be true or false, got: two");
  });

  test('of cdk.json turns on the recommended feature flags', () => {
    expect(cdkJsonContext).toMatchObject(recommended);
  });
});
