import { App, CfnParameter, Duration, Lazy, Size, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AssembleWith, BatchStrategy, BuiltInAlgorithm, CompressionType, ContainerImage, JoinSource, SecureTransformJobOptions, SplitType, TransformInput, TransformOutput } from '../lib';
import { TransformJobSpec } from '../lib/spec/transform-job-spec';
import { about, countResources, detector, ENV, labelling, labelOptions, network, roleStatements, warnings } from './_helpers/construct-world';

/** The JSON property with its references named, so that it can be read. */
function json<T>(template: Template, property: string): T {
  const [job] = Object.values(template.findResources('Custom::SecureTransformJob'));
  const value = job.Properties[property];
  const parts: unknown[] = typeof value === 'string' ? [value] : value['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : `<${[Object.values(part as object)[0]].flat().join('.')}>`)).join('')) as T;
}

describe('a job with its defaults', () => {
  const { stack, job, model, labels, photos, s3Endpoint } = labelling();
  s3Endpoint.restrictBucket(photos);
  let template: Template;
  beforeAll(() => void (template = Template.fromStack(stack)));

  test('asks for one EBS instance, with keys by their ARNs', () => {
    expect(json(template, 'Request')).toEqual({
      ModelName: expect.stringMatching(/^<Model[0-9A-F]{8}\.ModelName>$/),
      TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: expect.stringMatching(/^s3:\/\/<Photos\w+>\/selfies\/$/) } }, ContentType: 'image/jpeg' },
      TransformOutput: { S3OutputPath: expect.stringMatching(/^s3:\/\/<Labels\w+>\/selfies\/$/), KmsKeyId: expect.stringMatching(/^<Key\w+\.Arn>$/) },
      TransformResources: { InstanceType: 'ml.c5.xlarge', InstanceCount: 1, VolumeKmsKeyId: expect.stringMatching(/^<ModelVolumeKey\w+\.Arn>$/) },
    });
  });

  test('waits half an hour at most, stops after a day, checks first, and gives a deletion all of the hour', () => {
    template.hasResourceProperties('Custom::SecureTransformJob', { WaitForCompletion: true, CompletionTimeoutSeconds: 1800, MaxRuntimeSeconds: 86400, Preflight: true, ServiceTimeout: '3600', Trigger: Match.absent() });
  });

  test('tells the launcher of its surroundings, also of a restriction that came later', () => {
    expect(json(template, 'Surroundings')).toEqual({
      constructPath: 'Data/Label', roleArn: expect.stringMatching(/^<ModelRole/), vpcId: expect.stringMatching(/^<Vpc/), subnetIds: [expect.anything(), expect.anything()],
      securityGroupIds: [expect.stringMatching(/^<ModelSecurityGroup/)], vpcEndpointId: expect.stringMatching(/^<S3/), networkIsolation: true, bucketsRestricted: true,
    });
  });

  test('comes after model, policies, way to S3 and launcher, and so goes before them', () => {
    const [{ DependsOn: after }] = Object.values(template.findResources('Custom::SecureTransformJob'));
    for (const each of [/^Model[0-9A-F]{8}$/, /^ModelPolicy/, /^ModelRole/, /^PhotosPolicy/, /^S3[0-9A-F]{6}/, /^ModelSecurityGroupToS3/, /RouteTableAssociation/, /^TransformJobLauncherFunction/, /^TransformJobLauncherPolicy/, /StateMachine/]) {
      expect(after).toEqual(expect.arrayContaining([expect.stringMatching(each)]));
    }
  });

  test('lets the role write below the prefix and use the keys, each under its condition', () => {
    const statements = roleStatements(template);
    expect(about(statements, 's3:PutObject')).toEqual({ Effect: 'Allow', Action: ['s3:AbortMultipartUpload', 's3:PutObject'], Resource: { 'Fn::Join': ['', [stack.resolve(labels.bucketArn), '/selfies/*']] } });
    expect(about(statements, 'kms:GenerateDataKey').Condition).toEqual({ StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } } });
    expect(about(statements, 'kms:CreateGrant').Condition).toEqual({ Bool: { 'kms:GrantIsForAWSResource': 'true' } });
    expect(about(statements, 's3:ListBucket').Condition).toEqual({ StringLike: { 's3:prefix': ['selfies/', 'selfies/*'] } });
    expect(JSON.stringify(about(statements, 'logs:PutLogEvents').Resource)).toMatch(/log-group:\/aws\/sagemaker\/TransformJobs:log-stream:data-label-[0-9a-f]{8}-\*/);
    for (const { Action } of statements) for (const action of [Action].flat()) expect(action).not.toMatch(/\*|Delete(?!NetworkInterface)|PutObjectAcl/);
  });

  test('makes a volume key that rotates, stays, and gives no grants to others', () => {
    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        Description: 'Volumes of transform jobs', EnableKeyRotation: true,
        KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'DenyGrantsToOthers', Effect: 'Deny', Action: 'kms:CreateGrant', Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } } })]) },
      },
    });
  });

  test('says what it is: name, ARN, results, console, logs', () => {
    const att = (name: string) => ({ 'Fn::GetAtt': [expect.stringMatching(/^Label/), name] });
    expect(stack.resolve([job.transformJobName, job.transformJobArn, job.outputUri])).toEqual([att('TransformJobName'), att('TransformJobArn'), att('OutputUri')]);
    expect(JSON.stringify(stack.resolve(job.consoleUrl))).toContain('#transform-jobs/');
    expect(JSON.stringify(stack.resolve(job.logsUrl))).toContain('logStream:group=/aws/sagemaker/TransformJobs;prefix=');
  });

  test('has one function and one state machine of ours, and leaves no warning', () => {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    expect(warnings(stack)).toEqual([]);
    expect(model.requiredStatements.length).toBeGreaterThan(0);
  });
});

test('one more job in the stack adds one resource', () => {
  const made = labelling();
  const resources = () => made.stack.node.findAll().filter((construct) => Stack.isStack(construct) === false && 'cfnResourceType' in construct).length;
  const before = resources();
  made.model.addTransformJob('Again', labelOptions(made, { trigger: 'again' }));
  expect(resources() - before).toBe(1);
});

test('every property finds its member of the request', () => {
  const key = (stack: Stack, id: string) => kms.Key.fromKeyArn(stack, id, `arn:aws:kms:us-east-1:111122223333:key/${id}`);
  const keys = new Stack(new App(), 'Keys', { env: ENV });
  const made = network({ env: ENV });
  const job = detector(made.stack, made).addTransformJob('Label', {
    input: TransformInput.fromPrefix(made.photos, 'rows/', { contentType: 'text/csv', splitType: SplitType.LINE, compressionType: CompressionType.GZIP }),
    output: TransformOutput.toPrefix(made.labels, 'scores', { accept: 'text/csv', assembleWith: AssembleWith.LINE, encryptionKey: key(keys, 'output') }),
    instanceType: new ec2.InstanceType('ml.m5.large'), instanceCount: 2, volumeEncryptionKey: key(keys, 'volume'), amiVersion: 'al2-ami-sagemaker-batch-gpu-535',
    batchStrategy: BatchStrategy.MULTI_RECORD, maxPayload: Size.mebibytes(20), maxConcurrentTransforms: 0,
    modelClientOptions: { invocationsTimeout: Duration.minutes(2), invocationsMaxRetries: 0 },
    environment: { MODE: 'fast' }, tags: { team: 'vision' },
    dataProcessing: { inputFilter: '$[1:]', joinSource: JoinSource.INPUT, outputFilter: '$[0,-1]' },
    dataCapture: { destination: { bucket: made.artifacts, prefix: 'captured/' }, generateInferenceId: true },
    experiment: { experimentName: 'labels', trialName: 'first', trialComponentDisplayName: 'detector', runName: 'run' },
    transformJobNamePrefix: 'scores', waitForCompletion: false, completionTimeout: Duration.minutes(55), maxRuntime: Duration.hours(2), trigger: '2', preflight: false,
  });
  const template = Template.fromStack(made.stack);
  expect(json<TransformJobSpec>(template, 'Request')).toEqual({
    ModelName: expect.any(String), MaxConcurrentTransforms: 0, MaxPayloadInMB: 20, BatchStrategy: 'MultiRecord', Environment: { MODE: 'fast' }, Tags: [{ Key: 'team', Value: 'vision' }],
    ModelClientConfig: { InvocationsTimeoutInSeconds: 120, InvocationsMaxRetries: 0 },
    TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: expect.stringMatching(/\/rows\/$/) } }, ContentType: 'text/csv', SplitType: 'Line', CompressionType: 'Gzip' },
    TransformOutput: { S3OutputPath: expect.stringMatching(/\/scores$/), Accept: 'text/csv', AssembleWith: 'Line', KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/output' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeKmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/volume', TransformAmiVersion: 'al2-ami-sagemaker-batch-gpu-535' },
    DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' },
    DataCaptureConfig: { DestinationS3Uri: expect.stringMatching(/^s3:\/\/<Artifacts\w+>\/captured\/$/), KmsKeyId: expect.any(String), GenerateInferenceId: true },
    ExperimentConfig: { ExperimentName: 'labels', TrialName: 'first', TrialComponentDisplayName: 'detector', RunName: 'run' },
  });
  template.hasResourceProperties('Custom::SecureTransformJob', { JobNamePrefix: 'scores', WaitForCompletion: false, CompletionTimeoutSeconds: 3300, MaxRuntimeSeconds: 7200, Trigger: '2', Preflight: false });
  expect(countResources(made.stack, 'AWS::KMS::Key')).toBe(2); // the network's own and the launcher's
  expect(JSON.stringify(about(roleStatements(template), 's3:PutObject').Resource)).toContain('/captured/*');
  expect(warnings(job).join()).toMatch(/many-instances[^]*data-capture/);
  expect(made.stack.resolve(job.consoleUrl)['Fn::Join'][1][0]).toBe('https://us-east-1.console.aws.amazon.com/sagemaker/home?region=us-east-1#transform-jobs/');
});

describe('keys', () => {
  test('a bucket without a key of its own gets results under a key that the model\'s jobs share', () => {
    const made = network();
    const plain = new s3.Bucket(made.stack, 'Plain');
    const model = detector(made.stack, made);
    ['One', 'Two'].forEach((id) => model.addTransformJob(id, labelOptions({ ...made, labels: plain })));
    expect(countResources(model, 'AWS::KMS::Key')).toBe(2);
    const template = Template.fromStack(made.stack);
    template.hasResourceProperties('AWS::KMS::Key', {
      Description: 'Results of transform jobs',
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'DenyUseOutsideS3', Effect: 'Deny', Condition: { StringNotEquals: { 'kms:ViaService': Match.anyValue() } } })]) },
    });
  });

  test('types with local storage get no volume key', () => {
    const { model } = labelling({ instanceType: new ec2.InstanceType('g5.xlarge') });
    expect(countResources(model, 'AWS::KMS::Key')).toBe(0);
    expect(JSON.stringify(model.requiredStatements)).not.toContain('CreateGrant');
  });

  test('one key for both purposes leaves a warning', () => {
    const made = network();
    const job = detector(made.stack, made).addTransformJob('Label', labelOptions(made, { volumeEncryptionKey: made.key }));
    expect(warnings(job).join()).toContain('one-key');
  });

  test('an alias is refused', () => {
    const made = network();
    const alias = new kms.Alias(made.stack, 'Alias', { aliasName: 'alias/data', targetKey: made.key });
    expect(() => detector(made.stack, made).addTransformJob('Label', { ...labelOptions(made), volumeEncryptionKey: alias, output: TransformOutput.toPrefix(made.labels, 'x', { encryptionKey: alias }) }))
      .toThrow(/'output.encryptionKey' must be a key, not an alias[^]*'volumeEncryptionKey' must be a key/);
  });

  test.each([['after', false], ['before', true]])('another key than that of a bucket restricted %s the job is refused at synth', (_, first) => {
    const made = network();
    if (first) made.s3Endpoint.restrictBucket(made.labels);
    detector(made.stack, made).addTransformJob('Label', labelOptions(made, { output: TransformOutput.toPrefix(made.labels, 'x', { encryptionKey: new kms.Key(made.stack, 'Other') }) }));
    if (!first) made.s3Endpoint.restrictBucket(made.labels);
    expect(() => made.app.synth()).toThrow(/'output.encryptionKey' must be the bucket's own key/);
  });
});

describe('reading results', () => {
  test('lets the grantee list, read and decrypt below the prefix only', () => {
    const made = labelling();
    const reader = new iam.Role(made.stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
    made.job.grantReadOutput(reader);
    const [policy] = Object.entries(Template.fromStack(made.stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith('Reader'));
    const statements = policy[1].Properties.PolicyDocument.Statement;
    expect(about(statements, 's3:GetObject').Resource).toEqual({ 'Fn::Join': ['', [made.stack.resolve(made.labels.bucketArn), '/selfies/*']] });
    expect(about(statements, 's3:ListBucket').Condition).toEqual({ StringLike: { 's3:prefix': ['selfies/', 'selfies/*'] } });
    expect(about(statements, 'kms:Decrypt').Condition).toHaveProperty('StringEquals');
  });
});

describe('manifests', () => {
  test('let the role read the manifest and what it may name, in any bucket', () => {
    const made = network();
    const model = detector(made.stack, made);
    model.addTransformJob('Label', labelOptions(made, { input: TransformInput.fromManifest(made.artifacts, 'lists/today.json', [{ bucket: made.photos, prefix: 'selfies/' }], { contentType: 'image/jpeg' }) }));
    const template = Template.fromStack(made.stack);
    const read = JSON.stringify(about(roleStatements(template), 's3:GetObject').Resource);
    expect(read).toContain('/lists/today.json');
    expect(read).toContain('/selfies/*');
    expect(json<TransformJobSpec>(template, 'Request').TransformInput.DataSource.S3DataSource).toEqual({ S3DataType: 'ManifestFile', S3Uri: expect.stringMatching(/\/lists\/today\.json$/) });
  });
});

describe('values that are known at deploy only', () => {
  test('are skipped at synth and carried as they are', () => {
    const made = network();
    const count = new CfnParameter(made.stack, 'Count', { type: 'Number' });
    const prefix = new CfnParameter(made.stack, 'Prefix');
    const job = labelOptions(made, {
      instanceCount: count.valueAsNumber,
      maxConcurrentTransforms: Token.asNumber(count.value),
      maxPayload: Size.mebibytes(Lazy.number({ produce: () => 20 })),
      input: TransformInput.fromPrefix(made.photos, prefix.valueAsString),
    });
    detector(made.stack, made).addTransformJob('Label', job);
    const [{ Properties: { Request } }] = Object.values(Template.fromStack(made.stack).findResources('Custom::SecureTransformJob'));
    const text = JSON.stringify(Request);
    expect(text).toContain('{"Ref":"Count"}');
    expect(text).toContain('{"Ref":"Prefix"}');
    expect(text).toContain('\\"MaxPayloadInMB\\":20');
  });
});

describe('refuses, with the path of the construct, the property, the limit and the mend,', () => {
  test.each<[string, Partial<SecureTransformJobOptions> | ((made: ReturnType<typeof network>) => Partial<SecureTransformJobOptions>), RegExp]>([
    ['8 concurrent transforms of 20 MiB', { maxConcurrentTransforms: 8, maxPayload: Size.mebibytes(20) }, /Data\/Model\/Label[^]*'maxConcurrentTransforms'[^]*100 MiB[^]*8 × 20 MiB = 160 MiB[^]*lower maxConcurrentTransforms to 5/],
    ['a volume key on a type with local storage', (made) => ({ instanceType: new ec2.InstanceType('g5.xlarge'), volumeEncryptionKey: made.key }), /'volumeEncryptionKey' is refused by the service for 'ml.g5.xlarge'[^]*leave volumeEncryptionKey out/],
    ['an output inside the input prefix, although the bucket\'s name is not known', (made) => ({ output: TransformOutput.toPrefix(made.photos, 'selfies/labels/') }), /'output' must not lie under the input prefix 's3:\/\/<Data.Photos.Resource>\/selfies\/'/],
    ['an output equal to the input', (made) => ({ output: TransformOutput.toPrefix(made.photos, 'selfies') }), /'output' must not lie under/],
    ['a wildcard in the input prefix', (made) => ({ input: TransformInput.fromPrefix(made.photos, '*/in/') }), /'input' must not hold '\*'/],
    ['a policy variable in the output prefix', (made) => ({ output: TransformOutput.toPrefix(made.labels, '${aws:username}/') }), /'output' must not hold/],
    ['a leading slash', (made) => ({ input: TransformInput.fromPrefix(made.photos, '/selfies/') }), /'input' must not start with a slash/],
    ['a manifest of nowhere', (made) => ({ input: TransformInput.fromManifest(made.photos, 'list.json', []) }), /'input.dataPrefixes' must say where/],
    ['a wait of 56 minutes', { completionTimeout: Duration.minutes(56) }, /'completionTimeout' must be 1 minute to 55 minutes, got: 56 minutes; for longer jobs set waitForCompletion to false/],
    ['a wait of 59 seconds', { completionTimeout: Duration.seconds(59) }, /'completionTimeout'/],
    ['a run of 366 days', { maxRuntime: Duration.days(366) }, /'maxRuntime' must be 1 minute to 365 days/],
    ['a name prefix with capitals', { transformJobNamePrefix: 'My_Labels' }, /'transformJobNamePrefix' must have lower-case letters[^]*for example 'my-labels'/],
    ['a capture under a wildcard', (made) => ({ dataCapture: { destination: { bucket: made.labels, prefix: 'a*' } } }), /'dataCapture.destination' must not hold/],
  ])('%s', (_, options, says) => {
    const made = network();
    expect(() => detector(made.stack, made).addTransformJob('Label', labelOptions(made, typeof options === 'function' ? options(made) : options))).toThrow(says);
  });

  test('unlimited payload with a built-in algorithm, and nothing with an own image', () => {
    const unlimited = { maxPayload: Size.mebibytes(0) };
    const made = network({ env: ENV });
    const builtIn = detector(made.stack, made, { containers: [{ image: ContainerImage.builtIn(BuiltInAlgorithm.OBJECT_DETECTION) }] });
    expect(() => builtIn.addTransformJob('Label', labelOptions(made, unlimited))).toThrow(/'maxPayload' must be 1 MiB or more for built-in algorithms/);
    expect(() => labelling(unlimited)).not.toThrow();
  });

  test('everything that is wrong, at once', () => {
    expect(() => labelling({ instanceCount: 0, maxPayload: Size.mebibytes(101), completionTimeout: Duration.hours(2), transformJobNamePrefix: '-' }))
      .toThrow(/^Data\/Label: 4 rules are broken\n {2}- 'maxPayload'[^]*\n {2}- 'instanceCount'[^]*\n {2}- 'transformJobNamePrefix'[^]*\n {2}- 'completionTimeout'/);
  });
});

describe('warns of', () => {
  test.each<[string, Partial<SecureTransformJobOptions> | ((made: ReturnType<typeof network>) => Partial<SecureTransformJobOptions>), RegExp]>([
    ['an instance type that is not in the list', { instanceType: new ec2.InstanceType('m9x.large') }, /unknown-instance-type|'ml.m9x.large' is not in the list/],
    ['an input prefix without a slash at its end', (made) => ({ input: TransformInput.fromPrefix(made.photos, 'selfies') }), /also matches keys such as 'selfies-old/],
    ['a whole bucket as input', (made) => ({ input: TransformInput.fromPrefix(made.photos, '') }), /the input is the whole bucket/],
    ['several instances', { instanceCount: 3 }, /with fewer than 3 objects/],
  ])('%s', (_, options, says) => {
    const made = network();
    const job = detector(made.stack, made).addTransformJob('Label', labelOptions(made, typeof options === 'function' ? options(made) : options));
    expect(warnings(job).join()).toMatch(says);
  });
});
