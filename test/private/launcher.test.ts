import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { App, CustomResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AllowedJob } from '../../lib/private/launcher-job-statements';
import { TransformJobLauncher } from '../../lib/private/launcher';
import { FIRST_INTERVAL } from '../../lib/launcher/watch-state';

const ROOT = path.join(__dirname, '..', '..');
beforeAll(() => void execFileSync(process.execPath, [path.join(ROOT, 'bin', 'bundle-launcher.mjs')]), 60_000);

const SAGEMAKER = 'arn:aws:sagemaker:us-east-1:111122223333';
const VOLUME = 'arn:aws:kms:us-east-1:111122223333:key/volume';
const OUTPUT = 'arn:aws:kms:us-east-1:111122223333:key/output';
const LABEL: AllowedJob = { namePrefix: 'Label_Photos', modelName: 'Detector', modelArn: `${SAGEMAKER}:model/detector`, instanceType: 'ml.c5.xlarge', volumeKeyArn: VOLUME, outputKeyArn: OUTPUT };
const PLAIN: AllowedJob = { namePrefix: 'plain', modelName: 'other', modelArn: `${SAGEMAKER}:model/other`, instanceType: 'ml.g5.xlarge' };

interface Statement { Action: string | string[]; Resource: unknown; Condition?: unknown; Effect: string }

function stackOf(use: (launcher: TransformJobLauncher, stack: Stack) => void = () => undefined) {
  const stack = new Stack(new App({ context: { '@aws-cdk/core:newStyleStackSynthesis': true } }), 'Labels', { env: { account: '111122223333', region: 'us-east-1' } });
  const launcher = TransformJobLauncher.of(stack);
  use(launcher, stack);
  const template = Template.fromStack(stack);
  const [policy] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => /LauncherPolicy/.test(id)).map(([, found]) => found);
  const statements = policy.Properties.PolicyDocument.Statement as Statement[];
  return { stack, launcher, template, statements, about: (action: string) => statements.filter((statement) => [statement.Action].flat().some((each) => each.startsWith(action))) };
}
const arnOf = (tail: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:sagemaker:us-east-1:111122223333:${tail}`]] });

test('a stack has one function and one state machine, however many jobs it has', () => {
  const one = stackOf((launcher) => launcher.allowJob(LABEL));
  const two = stackOf((launcher, stack) => {
    launcher.allowJob(LABEL);
    TransformJobLauncher.of(stack).allowJob(PLAIN);
    TransformJobLauncher.of(stack).allowPrefixListLookup();
  });
  for (const { template } of [one, two]) {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  }
  expect(Object.keys(two.template.toJSON().Resources)).toEqual(Object.keys(one.template.toJSON().Resources));
});

describe('creating a job', () => {
  test('is allowed for this name, model, keys and instance type only', () => {
    expect(stackOf((launcher) => launcher.allowJob(LABEL)).about('sagemaker:CreateTransformJob')).toEqual([{
      Action: 'sagemaker:CreateTransformJob',
      Effect: 'Allow',
      Resource: arnOf('transform-job/label-photos-*'),
      Condition: {
        StringEqualsIgnoreCase: { 'sagemaker:ModelArn': LABEL.modelArn },
        ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME, 'sagemaker:OutputKmsKeyArn': OUTPUT },
        'ForAllValues:StringEquals': { 'sagemaker:InstanceTypes': ['ml.c5.xlarge'] },
        Null: { 'sagemaker:InstanceTypes': 'false' },
      },
    }]);
  });

  test('without keys names no keys', () => {
    const [statement] = stackOf((launcher) => launcher.allowJob(PLAIN)).about('sagemaker:CreateTransformJob');
    expect(statement.Condition).not.toHaveProperty('ArnEquals');
  });

  test('is one statement a job, so that no job lends its conditions to another', () => {
    expect(stackOf((launcher) => { launcher.allowJob(LABEL); launcher.allowJob(PLAIN); }).about('sagemaker:CreateTransformJob')).toHaveLength(2);
  });
});

test('the other calls are one statement each that grows with the jobs', () => {
  const { about } = stackOf((launcher) => { launcher.allowJob(LABEL); launcher.allowJob(PLAIN); });
  expect(about('sagemaker:StopTransformJob')).toEqual([{
    Action: ['sagemaker:AddTags', 'sagemaker:DescribeTransformJob', 'sagemaker:ListTags', 'sagemaker:StopTransformJob'],
    Effect: 'Allow',
    Resource: [arnOf('transform-job/label-photos-*'), arnOf('transform-job/plain-*')],
  }]);
  expect(about('sagemaker:DescribeModel')).toEqual([{ Action: 'sagemaker:DescribeModel', Effect: 'Allow', Resource: [LABEL.modelArn, arnOf('model/Detector'), PLAIN.modelArn, arnOf('model/other')] }]);
  expect(about('kms:DescribeKey')).toEqual([{ Action: 'kms:DescribeKey', Effect: 'Allow', Resource: [VOLUME, OUTPUT] }]);
});

test('the launcher holds these actions and no others', () => {
  const { statements } = stackOf((launcher) => launcher.allowJob(LABEL));
  expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
    'ec2:DescribeDhcpOptions', 'ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcs',
    'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt',
    'logs:CreateLogStream', 'logs:PutLogEvents',
    'sagemaker:AddTags', 'sagemaker:CreateTransformJob', 'sagemaker:DescribeModel', 'sagemaker:DescribeTransformJob', 'sagemaker:ListTags', 'sagemaker:StopTransformJob',
    'states:StartExecution',
  ]);
  expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
});

test('only calls that look, and know no resource, are allowed on everything', () => {
  const { statements } = stackOf((launcher) => launcher.allowJob(LABEL));
  expect(statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)).toEqual(expect.arrayContaining([expect.stringMatching(/^ec2:Describe/)]));
  expect(statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action).every((action) => action.startsWith('ec2:Describe'))).toBe(true);
});

test('a stack that only looks up the prefix list may only do that', () => {
  const { statements } = stackOf((launcher) => launcher.allowPrefixListLookup());
  expect(statements.flatMap(({ Action }) => Action).filter((action) => /^(ec2|sagemaker)/.test(action))).toEqual(['ec2:DescribeManagedPrefixLists']);
});

test('nobody passes a role, no AWS managed policy is attached, and no role has a policy of its own making', () => {
  const { template } = stackOf((launcher) => launcher.allowJob(LABEL));
  const text = JSON.stringify(template.toJSON());
  for (const word of ['iam:PassRole', 'ManagedPolicyArns', 's3:', 'kms:CreateGrant', 'sagemaker:CreateModel']) expect(text.split(word)).toHaveLength(1);
  template.resourceCountIs('AWS::IAM::Role', 2);
  template.resourceCountIs('AWS::IAM::Policy', 2);
});

test('the answer URL can be sealed and opened with its encryption context only', () => {
  const { about } = stackOf();
  expect(about('kms:Encrypt')).toEqual([{ Action: ['kms:Encrypt', 'kms:Decrypt'], Effect: 'Allow', Resource: expect.anything(), Condition: { StringEquals: { 'kms:EncryptionContext:purpose': 'cloudformation-answer-url' } } }]);
});

describe('the state machine', () => {
  const machine = () => Object.values(stackOf().template.findResources('AWS::StepFunctions::StateMachine'))[0];
  const definition = () => {
    const [, parts] = machine().Properties.DefinitionString['Fn::Join'] as [string, unknown[]];
    return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'FUNCTION')).join('')) as { StartAt: string; States: Record<string, any> };
  };

  test('waits, takes a step and goes on until the watch is done', () => {
    const { StartAt, States } = definition();
    expect(StartAt).toBe('Wait');
    expect(States.Wait).toEqual({ Type: 'Wait', SecondsPath: '$.watch.waitSeconds', Next: 'Step' });
    expect(States.Step).toMatchObject({ Type: 'Task', Resource: 'FUNCTION', Next: 'Done?' });
    expect(States['Done?']).toEqual({ Type: 'Choice', Choices: [{ Variable: '$.watch.done', BooleanEquals: true, Next: 'End' }], Default: 'Wait' });
    expect(States.End).toEqual({ Type: 'Succeed' });
  });

  test('repeats a step that broke off for longer than a deployment can last', () => {
    const [{ ErrorEquals, IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts }] = definition().States.Step.Retry;
    expect(ErrorEquals).toEqual(['States.ALL']);
    expect(IntervalSeconds).toBe(FIRST_INTERVAL);
    let seconds = 0;
    for (let attempt = 0, pause = IntervalSeconds; attempt < MaxAttempts; attempt += 1, pause = Math.min(pause * BackoffRate, MaxDelaySeconds)) seconds += pause;
    expect(seconds).toBeGreaterThan(3_600 * 4);
  });

  test('logs its steps and never what is in them', () => {
    expect(machine().Properties.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
    expect(machine().Properties.StateMachineType).toBe('STANDARD');
  });
});

test('both logs are encrypted, kept for a year and named in the key policy; the key turns', () => {
  const { template } = stackOf();
  template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
  template.resourceCountIs('AWS::Logs::LogGroup', 2);
  template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  const [key] = Object.values(template.findResources('AWS::KMS::Key'));
  const [, logs] = key.Properties.KeyPolicy.Statement;
  const arns = logs.Condition.ArnEquals['kms:EncryptionContext:aws:logs:arn'] as unknown[];
  const names = Object.values(template.findResources('AWS::Logs::LogGroup')).map((group) => group.Properties.LogGroupName['Fn::Join'][1].at(-1));
  expect(arns).toHaveLength(2);
  for (const name of names) expect(JSON.stringify(arns)).toContain(`${name}"`);
});

test('the function waits for its role only, and a custom resource for everything', () => {
  const { template } = stackOf((launcher, stack) => {
    const resource = new CustomResource(stack, 'Job', { serviceToken: launcher.serviceToken, properties: { StateMachineArn: launcher.stateMachineArn } });
    resource.node.addDependency(launcher.ready);
  });
  const [handler] = Object.values(template.findResources('AWS::Lambda::Function'));
  expect(handler.DependsOn).toEqual([expect.stringMatching(/LauncherRole/)]);
  expect(handler.Properties).toMatchObject({ Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 300, MemorySize: 256 });
  const [resource] = Object.values(template.findResources('AWS::CloudFormation::CustomResource'));
  const needed = ['AWS::Lambda::Function', 'AWS::IAM::Policy', 'AWS::StepFunctions::StateMachine'].flatMap((type) => Object.keys(template.findResources(type)));
  expect(resource.DependsOn).toEqual(expect.arrayContaining(needed));
});
