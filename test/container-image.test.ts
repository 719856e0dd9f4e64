import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { BuiltInAlgorithm, ContainerImage } from '../lib';
import { DLC_ACCOUNTS, OBJECT_DETECTION_ACCOUNTS } from '../lib/private/registry-accounts';
import { about, detector, DIGEST, ENV, network, roleStatements, warnings } from './_helpers/construct-world';

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

function modelWith(image: (stack: Stack) => ContainerImage, env: { account?: string; region?: string } = ENV) {
  const made = network({ env });
  detector(made.stack, made, { containers: [{ image: image(made.stack) }] });
  return { stack: made.stack, template: () => Template.fromStack(made.stack) };
}

const uriOf = (template: Template) => Object.values(template.findResources('AWS::SageMaker::Model'))[0].Properties.PrimaryContainer.Image;

test('an ECR image by digest grants pull of its repository alone and leaves no warning', () => {
  const { stack, template } = modelWith((scope) => ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(scope, 'Repository', 'detector'), DIGEST));
  const statements = roleStatements(template());
  expect(about(statements, PULL[0])).toEqual({ Effect: 'Allow', Action: PULL, Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ecr:us-east-1:111122223333:repository/detector']] } });
  expect(about(statements, 'ecr:GetAuthorizationToken').Resource).toBe('*');
  expect(JSON.stringify(uriOf(template()))).toContain(`/detector@${DIGEST}`);
  expect(warnings(stack)).toEqual([]);
});

test.each<[string, () => ContainerImage | ((scope: Stack) => ContainerImage)]>([
  ['an ECR image', () => (scope: Stack) => ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(scope, 'Repository', 'detector'), 'v1')],
  ['an image URI', () => ContainerImage.fromImageUri('111122223333.dkr.ecr.us-east-1.amazonaws.com/detector:v1')],
  ['a Deep Learning Container', () => ContainerImage.fromDlc('pytorch-inference', 'v1')],
])('%s by tag leaves a warning', (_, image) => {
  const made = image();
  expect(warnings(modelWith((scope) => (typeof made === 'function' ? made(scope) : made)).stack).join()).toContain('image-by-tag');
});

test('an image URI grants pull in the account of its registry', () => {
  const { template } = modelWith(() => ContainerImage.fromImageUri(`444455556666.dkr.ecr.us-east-1.amazonaws.com/team/detector@${DIGEST}`));
  expect(JSON.stringify(about(roleStatements(template()), PULL[0]).Resource)).toContain(':ecr:us-east-1:444455556666:repository/team/detector');
});

describe('images that AWS keeps', () => {
  test('a built-in algorithm comes from, and is pulled from, the account of the region', () => {
    const { template } = modelWith(() => ContainerImage.builtIn(BuiltInAlgorithm.OBJECT_DETECTION), { ...ENV, region: 'eu-west-1' });
    expect(uriOf(template())).toEqual({ 'Fn::Join': ['', ['685385470294.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/object-detection:1']] });
    expect(JSON.stringify(about(roleStatements(template()), PULL[0]).Resource)).toContain(':ecr:eu-west-1:685385470294:repository/object-detection');
  });

  test('without a known region the account is looked up at deploy', () => {
    const { template } = modelWith(() => ContainerImage.builtIn(BuiltInAlgorithm.OBJECT_DETECTION), {});
    const lookup = { 'Fn::FindInMap': ['objectdetectionRegistry', { Ref: 'AWS::Region' }, 'account'] };
    expect(uriOf(template())['Fn::Join'][1][0]).toEqual(lookup);
    template().hasMapping('objectdetectionRegistry', { 'us-east-1': { account: '811284229777' } });
  });

  test.each([['ap-southeast-7'], ['mx-central-1'], ['eusc-de-east-1']])('a built-in algorithm in %s, where AWS has none, is an error', (region) => {
    expect(() => modelWith(() => ContainerImage.builtIn(BuiltInAlgorithm.OBJECT_DETECTION), { ...ENV, region })).toThrow(new RegExp(`'object-detection' in other regions only, got: ${region}`));
  });

  test('a Deep Learning Container of an account of the user\'s choice needs no table', () => {
    const { template } = modelWith(() => ContainerImage.fromDlc('pytorch-inference', DIGEST, '444455556666'), { ...ENV, region: 'eusc-de-east-1' });
    expect(JSON.stringify(uriOf(template()))).toContain('444455556666.dkr.ecr.eusc-de-east-1.');
  });

  test('the account tables hold 37 and 42 regions with 12-digit accounts', () => {
    for (const [table, size] of [[OBJECT_DETECTION_ACCOUNTS, 37], [DLC_ACCOUNTS, 42]] as const) {
      expect(Object.keys(table)).toHaveLength(size);
      for (const account of Object.values(table)) expect(account).toMatch(/^\d{12}$/);
    }
    expect([OBJECT_DETECTION_ACCOUNTS['us-gov-west-1'], DLC_ACCOUNTS['us-west-2'], DLC_ACCOUNTS['cn-north-1']]).toEqual(['226302683700', '763104351884', '727897471807']);
  });
});

describe('refuses', () => {
  test.each([
    ['Docker Hub', 'docker.io/library/python:3', /must be in ECR[^]*ImageConfig/],
    ['public ECR', 'public.ecr.aws/docker/library/python:3', /must be in ECR/],
    ['a URI of another region', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/detector:1', /must be in the region of the stack, 'us-east-1', got: eu-west-1/],
  ])('%s', (_, uri, says) => {
    expect(() => modelWith(() => ContainerImage.fromImageUri(uri))).toThrow(says);
  });

  test('a URI that is not known at synth', () => {
    expect(() => modelWith((scope) => ContainerImage.fromImageUri(`${scope.stackName}.example/${scope.stackId}`))).toThrow(/must be known at synth/);
  });

  test('a repository of another region', () => {
    const other = new Stack(new App(), 'Other', { env: { ...ENV, region: 'eu-west-1' } });
    expect(() => modelWith(() => ContainerImage.fromEcrRepository(new ecr.Repository(other, 'Repository'), DIGEST))).toThrow(/must be in the region of the stack/);
  });
});
