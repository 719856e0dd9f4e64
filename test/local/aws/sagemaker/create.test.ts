import { gzipSync } from 'node:zlib';
import { describeTransformJob } from '../../../../local/aws/sagemaker/describe';
import { sageMakerOperations } from '../../../../local/aws/sagemaker/operations';
import { AwsError } from '../../../../local/aws/wire/aws-error';
import { cloud, Conditions, IMAGE, model, PHOTOS, ROLE, transformJob, USER, VPC } from './_cloud';

const MODEL_ARN = 'arn:aws:sagemaker:eu-central-1:111122223333:model/detector';
const JOB_ARN = 'arn:aws:sagemaker:eu-central-1:111122223333:transform-job/label-1';
const context = { caller: USER, requestId: 'r' };
const DATA = { Image: IMAGE, ModelDataUrl: 's3://artifacts/m/model.tar.gz' };
const ARTIFACT = { 'artifacts/m/model.tar.gz': gzipSync(Buffer.alloc(1024)) };

/** Operations of a service that is closed at the end of the test. */
function open(conditions: Conditions = {}) {
  const around = cloud({ objects: PHOTOS, ...conditions });
  const service = around.make();
  closers.push(() => service.close());
  return { ...around, service, call: async (name: string, input: object) => sageMakerOperations(service, around.authority)[name](input, context) as any };
}

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const refusal = async (work: Promise<unknown>) => work.then(() => undefined, (error: AwsError) => `${error.code} ${error.status} ${error.message}`);

describe('CreateModel', () => {
  test('answers the ARN in lower case, and DescribeModel the definition', async () => {
    const { call } = open();
    expect(await call('CreateModel', model())).toEqual({ ModelArn: MODEL_ARN });
    expect(await call('DescribeModel', { ModelName: 'Detector' })).toEqual({ ...model(), ModelArn: MODEL_ARN, CreationTime: expect.any(Number) });
    expect(await call('ListModels', {})).toEqual({ Models: [{ ModelName: 'Detector', ModelArn: MODEL_ARN, CreationTime: expect.any(Number) }] });
  });

  test('a used name is refused until its model is deleted', async () => {
    const { call } = open();
    await call('CreateModel', model());
    expect(await refusal(call('CreateModel', model()))).toBe(`ValidationException 400 Cannot create already existing model "${MODEL_ARN}".`);
    await call('DeleteModel', { ModelName: 'Detector' });
    await call('CreateModel', model());
  });

  test.each(['DescribeModel', 'DeleteModel'])('%s of an unknown model says which', async (operation) => {
    expect(await refusal(open().call(operation, { ModelName: 'None' }))).toBe('ValidationException 400 Could not find model "arn:aws:sagemaker:eu-central-1:111122223333:model/none".');
  });

  test.each([
    { what: 'no container', members: { PrimaryContainer: undefined }, faults: /1 validation error detected: .*'PrimaryContainer'/ },
    { what: 'both kinds of containers', members: { Containers: [{ Image: 'i' }] }, faults: /excluded when there are/ },
    { what: 'sixteen containers', members: { PrimaryContainer: undefined, Containers: Array(16).fill({ Image: 'i' }) }, faults: /'16 containers'/ },
    { what: 'a bad name and a bad role', members: { ModelName: 'a_b', ExecutionRoleArn: 'role' }, faults: /^2 validation errors detected: Value 'a_b' at 'ModelName'.*; Value 'role' at 'ExecutionRoleArn'/ },
    { what: 'an artifact that is no archive', members: { PrimaryContainer: { Image: 'i', ModelDataUrl: 's3://b/model/' } }, faults: /ModelDataUrl' failed to satisfy constraint: Member must point to one \.tar\.gz/ },
    { what: 'seventeen subnets', members: { VpcConfig: { ...VPC, Subnets: Array(17).fill('subnet-1') } }, faults: /VpcConfig\.Subnets/ },
    { what: 'six groups', members: { VpcConfig: { ...VPC, SecurityGroupIds: Array(6).fill('sg-1') } }, faults: /VpcConfig\.SecurityGroupIds/ },
    { what: 'an image with a blank', members: { PrimaryContainer: { Image: 'a b' } }, faults: /PrimaryContainer\.Image/ },
    { what: 'too many variables', members: { PrimaryContainer: { Image: 'i', Environment: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`A${n}`, ''])) } }, faults: /'101 entries'/ },
  ])('with $what it is a ValidationException', async ({ members, faults }) => {
    const error = await open().call('CreateModel', model(members)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ValidationException', message: expect.stringMatching(faults) });
  });

  test.each([
    { member: 'PrimaryContainer.ModelDataSource', members: { PrimaryContainer: { Image: 'i', ModelDataSource: {} } } },
    { member: 'PrimaryContainer.ModelPackageName', members: { PrimaryContainer: { ModelPackageName: 'p' } } },
    { member: 'PrimaryContainer.Mode MultiModel', members: { PrimaryContainer: { Image: 'i', Mode: 'MultiModel' } } },
    { member: 'ImageConfig.RepositoryAccessMode Vpc', members: { PrimaryContainer: { Image: 'i', ImageConfig: { RepositoryAccessMode: 'Vpc' } } } },
    { member: 'InferenceExecutionConfig.Mode Direct', members: { InferenceExecutionConfig: { Mode: 'Direct' } } },
    { member: 'Surprise', members: { Surprise: 1 } },
  ])('$member is refused by name', async ({ member, members }) => {
    expect(await refusal(open().call('CreateModel', model(members)))).toMatch(new RegExp(`^NotImplemented 501 .*${member}`));
  });

  test('the artifact is looked for as the role, for the literal source ARN, through the endpoint', async () => {
    const { call, s3Calls, assumed } = open({ objects: ARTIFACT });
    await call('CreateModel', model({ PrimaryContainer: DATA }));
    expect(assumed).toEqual([{ roleArn: ROLE, sessionName: 'SageMaker', caller: expect.objectContaining({ principal: { kind: 'service', service: 'sagemaker.amazonaws.com' } }), context: { 'aws:SourceArn': 'arn:aws:sagemaker:eu-central-1:111122223333:*', 'aws:SourceAccount': '111122223333' } }]);
    expect(s3Calls).toMatchObject([{ action: 's3:GetObject', resource: 'arn:aws:s3:::artifacts/m/model.tar.gz', caller: { principal: { kind: 'role' }, network: { kind: 'endpoint', vpcEndpointId: 'vpce-1', vpcId: 'vpc-1' }, secureTransport: true } }]);
  });

  test.each([
    { reads: 'from-service-network' as const, VpcConfig: VPC },
    { reads: 'through-endpoint' as const, VpcConfig: undefined },
  ])('with reads $reads and VpcConfig $VpcConfig it is looked for from outside', async ({ reads, VpcConfig }) => {
    const { call, s3Calls } = open({ objects: ARTIFACT, options: { controlPlaneReads: reads } });
    await call('CreateModel', model({ PrimaryContainer: DATA, VpcConfig }));
    expect(s3Calls[0].caller.network).toEqual({ kind: 'internet', sourceIp: 'AWS Internal' });
  });

  test.each([
    { why: 'the role may not read it', conditions: { objects: ARTIFACT, denied: (action: string) => action === 's3:GetObject' }, message: /^Could not access model data at s3:\/\/artifacts\/m\/model\.tar\.gz\. .*"s3:GetObject" permissions.*eu-central-1.* \(The local cloud adds: .*explicit deny in a resource-based policy/ },
    { why: 'the role cannot be assumed', conditions: { objects: ARTIFACT, untrusted: () => true }, message: /^Could not access model data at/ },
    { why: 'it is not there', conditions: { objects: {} }, message: /^Could not find model data at s3:\/\/artifacts\/m\/model\.tar\.gz\.$/ },
  ])('when $why, no model is made', async ({ conditions, message }) => {
    const { call, reports } = open(conditions);
    await expect(call('CreateModel', model({ PrimaryContainer: DATA }))).rejects.toMatchObject({ code: 'ValidationException', message: expect.stringMatching(message) });
    expect(await call('ListModels', {})).toEqual({ Models: [] });
    expect(reports).toMatchObject([{ type: 'model-refused', detail: { explanation: expect.any(String) } }]);
  });
});

describe('CreateTransformJob', () => {
  const ready = async (conditions: Conditions = {}) => {
    const around = open(conditions);
    await around.service.createModel(model());
    around.asked.length = 0;
    return around;
  };

  test('answers the ARN; DescribeTransformJob echoes the defaults (rule 8)', async () => {
    const { call } = await ready();
    expect(await call('CreateTransformJob', transformJob())).toEqual({ TransformJobArn: JOB_ARN });
    expect(JSON.parse(JSON.stringify(await call('DescribeTransformJob', { TransformJobName: 'Label-1' })))).toEqual({
      TransformJobName: 'Label-1',
      TransformJobArn: JOB_ARN,
      TransformJobStatus: 'InProgress',
      ModelName: 'Detector',
      TransformInput: { CompressionType: 'None', SplitType: 'None', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://photos/in/' } } },
      TransformOutput: { AssembleWith: 'None', KmsKeyId: '', S3OutputPath: 's3://labels/out' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None' },
      CreationTime: expect.any(Number),
    });
  });

  test('what was given is echoed as given', async () => {
    const { call } = await ready();
    const given = { MaxConcurrentTransforms: 0, BatchStrategy: 'SingleRecord', Environment: { A: '1' }, ModelClientConfig: { InvocationsMaxRetries: 0 }, TransformInput: { ...transformJob().TransformInput, ContentType: 'text/csv', SplitType: 'Line' } };
    await call('CreateTransformJob', transformJob(given));
    expect(await call('DescribeTransformJob', { TransformJobName: 'Label-1' })).toMatchObject({ ...given, TransformInput: { ...given.TransformInput, CompressionType: 'None' } });
  });

  test.each([
    { what: 'nothing at all', input: {}, message: /^\d+ validation errors detected: Value null at 'TransformJobName' failed to satisfy constraint: Member is required; Value null at 'ModelName'/ },
    { what: 'a bad name', input: transformJob({ TransformJobName: 'a_b' }), message: /^1 validation error detected: Value 'a_b' at 'TransformJobName' failed to satisfy constraint: Member must have the form/ },
    { what: 'two bad values', input: transformJob({ MaxPayloadInMB: 101, BatchStrategy: 'All' }), message: /^2 validation errors detected: Value '101' at 'MaxPayloadInMB'.*; Value 'All' at 'BatchStrategy'/ },
    { what: 'too much concurrency for its payload', input: transformJob({ MaxPayloadInMB: 50, MaxConcurrentTransforms: 3 }), message: /at most 100 MiB/ },
    { what: 'a volume key on local storage', input: transformJob({ TransformResources: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1, VolumeKmsKeyId: 'k' } }), message: /local NVMe disk/ },
    { what: 'a filter with an underscore', input: transformJob({ DataProcessing: { OutputFilter: '$.a_b' }, TransformOutput: { S3OutputPath: 's3://labels/out', Accept: 'application/json' } }), message: /Unexpected "_" in JsonPath/ },
  ])('with $what it is a ValidationException that lists all', async ({ input, message }) => {
    await expect((await ready()).call('CreateTransformJob', input)).rejects.toMatchObject({ code: 'ValidationException', status: 400, message: expect.stringMatching(message) });
  });

  test.each([
    { member: 'Surprise', members: { Surprise: 1 } },
    { member: 'TransformInput.Surprise', members: { TransformInput: { ...transformJob().TransformInput, Surprise: 1 } } },
  ])('$member is refused by name', async ({ member, members }) => {
    expect(await refusal((await ready()).call('CreateTransformJob', transformJob(members)))).toBe(`NotImplemented 501 the local cloud does not emulate the member ${member} of CreateTransformJob`);
  });

  test('data capture is refused by name; what has no effect on this machine is recorded', async () => {
    const { call } = await ready();
    expect(await refusal(call('CreateTransformJob', transformJob({ DataCaptureConfig: { DestinationS3Uri: 's3://labels/captured' } })))).toBe('NotImplemented 501 the local cloud does not emulate DataCaptureConfig of CreateTransformJob');
    const recorded = { ExperimentConfig: { ExperimentName: 'e' }, TransformResources: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1, TransformAmiVersion: 'al2-ami-sagemaker-batch-gpu-535' } };
    await call('CreateTransformJob', transformJob(recorded));
    expect(await call('DescribeTransformJob', { TransformJobName: 'Label-1' })).toMatchObject(recorded);
  });

  test('an unknown model is named', async () => {
    expect(await refusal((await ready()).call('CreateTransformJob', transformJob({ ModelName: 'Other' })))).toBe('ValidationException 400 Could not find model "arn:aws:sagemaker:eu-central-1:111122223333:model/other".');
  });

  test('a used name is never free again, in any case of letters', async () => {
    const { call, service } = await ready();
    await call('CreateTransformJob', transformJob());
    await service.jobs.ended('Label-1');
    for (const TransformJobName of ['Label-1', 'label-1']) {
      expect(await refusal(call('CreateTransformJob', transformJob({ TransformJobName })))).toMatch(/^ResourceInUse 400 Transform job names must be unique .*transform-job\/label-1/);
    }
  });

  test('quotas count the instances of jobs that have not ended', async () => {
    const { call, service } = await ready({ options: { quotas: { 'ml.m5.large': 2 } } });
    const of = (TransformJobName: string, InstanceCount: number) => transformJob({ TransformJobName, TransformResources: { InstanceType: 'ml.m5.large', InstanceCount } });
    expect(await refusal(call('CreateTransformJob', of('a', 3)))).toBe("ResourceLimitExceeded 400 The account-level service limit 'ml.m5.large for transform job usage' is 2 Instances, with current utilization of 0 Instances and a request delta of 3 Instances. Please use AWS Service Quotas to request an increase for this quota.");
    await call('CreateTransformJob', of('b', 2));
    expect(await refusal(call('CreateTransformJob', of('c', 1)))).toMatch(/current utilization of 2 Instances/);
    await service.jobs.ended('b');
    await call('CreateTransformJob', of('d', 1));
    await call('CreateTransformJob', transformJob({ TransformJobName: 'e', TransformResources: { InstanceType: 'ml.c5.xlarge', InstanceCount: 9 } }));
  });

  test('rule 14: no object under the prefix', async () => {
    const { call } = await ready({ objects: {} });
    expect(await refusal(call('CreateTransformJob', transformJob()))).toBe(
      `ValidationException 400 No S3 objects found under S3 URL "s3://photos/in/" given in input data source. Please ensure that the bucket exists in the selected region (eu-central-1), that objects exist under that S3 prefix, and that the role "${ROLE}" has "s3:ListBucket" permissions on bucket "photos".`,
    );
  });

  test('a listing that is denied says what S3 said; through the endpoint it is allowed', async () => {
    const outside = (action: string, _resource: string, caller: { network: { kind: string } }) => action === 's3:ListBucket' && caller.network.kind !== 'endpoint';
    const denied = await ready({ denied: outside, options: { controlPlaneReads: 'from-service-network' } });
    expect(await refusal(denied.call('CreateTransformJob', transformJob()))).toMatch(/^ValidationException 400 No S3 objects found .* Error message from S3: User: .* not authorized to perform: s3:ListBucket .*statement OnlyOurEndpoint\)$/);
    const allowed = await ready({ denied: outside });
    await allowed.call('CreateTransformJob', transformJob());
    expect(allowed.assumed.at(-1)?.context).toEqual({ 'aws:SourceArn': JOB_ARN, 'aws:SourceAccount': '111122223333' });
  });

  test('a model without a VpcConfig is refused where only the endpoint may read', async () => {
    const { call, service } = open({ denied: (action, _resource, caller) => action === 's3:ListBucket' && caller.network.kind !== 'endpoint' });
    await service.createModel(model({ VpcConfig: undefined }));
    expect(await refusal(call('CreateTransformJob', transformJob()))).toMatch(/No S3 objects found .*OnlyOurEndpoint/);
  });

  test('a role that cannot be assumed', async () => {
    const { call } = await ready({ untrusted: (_role, source) => source.includes('transform-job') });
    expect(await refusal(call('CreateTransformJob', transformJob()))).toBe(`ValidationException 400 Could not assume role ${ROLE}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`);
  });

  test('a manifest is looked for, not its entries', async () => {
    const input = { DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://photos/list.json' } } };
    expect(await refusal((await ready()).call('CreateTransformJob', transformJob({ TransformInput: input })))).toMatch(/No S3 objects found under S3 URL "s3:\/\/photos\/list\.json"/);
    const { call } = await ready({ objects: { 'photos/list.json': '[{"prefix":"s3://photos/in/"}]' } });
    await call('CreateTransformJob', transformJob({ TransformInput: input }));
  });
});

describe('who may call', () => {
  const key = 'arn:aws:kms:eu-central-1:111122223333:key/1';
  const Tags = [{ Key: 'team', Value: 'vision' }];
  const tagContext = { 'aws:RequestTag/team': 'vision', 'aws:TagKeys': ['team'] };

  test('CreateTransformJob is asked with the keys of guardrails, and AddTags when there are tags', async () => {
    const { call, asked, service } = open();
    await service.createModel(model());
    await call('CreateTransformJob', transformJob({ Tags, TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeKmsKeyId: key }, TransformOutput: { S3OutputPath: 's3://labels/out', KmsKeyId: 'alias/out' } }));
    expect(asked.slice(0, 2)).toEqual([
      { caller: USER, action: 'sagemaker:CreateTransformJob', resource: JOB_ARN, context: { 'sagemaker:ModelArn': MODEL_ARN, 'sagemaker:InstanceTypes': ['ml.m5.large'], 'sagemaker:VolumeKmsKeyArn': key, ...tagContext } },
      { caller: USER, action: 'sagemaker:AddTags', resource: JOB_ARN, context: { ...tagContext, 'sagemaker:TaggingAction': 'CreateTransformJob' } },
    ]);
  });

  test('CreateModel is asked with its network; without a VpcConfig the keys are absent', async () => {
    const { call, asked } = open();
    await call('CreateModel', model({ Tags }));
    await call('CreateModel', { ...model({ VpcConfig: undefined, EnableNetworkIsolation: undefined }), ModelName: 'open' });
    expect(asked.map(({ action, context: keys }) => ({ action, keys }))).toEqual([
      { action: 'sagemaker:CreateModel', keys: { 'sagemaker:NetworkIsolation': 'true', 'sagemaker:VpcSubnets': VPC.Subnets, 'sagemaker:VpcSecurityGroupIds': VPC.SecurityGroupIds, ...tagContext } },
      { action: 'sagemaker:AddTags', keys: { ...tagContext, 'sagemaker:TaggingAction': 'CreateModel' } },
      { action: 'sagemaker:CreateModel', keys: { 'sagemaker:NetworkIsolation': 'false' } },
    ]);
  });

  const CALLS: ReadonlyArray<readonly [string, object]> = [
    ['CreateModel', model({ ModelName: 'other' })],
    ['DescribeModel', { ModelName: 'Detector' }],
    ['ListModels', {}],
    ['DeleteModel', { ModelName: 'Detector' }],
    ['CreateTransformJob', transformJob({ TransformJobName: 'other' })],
    ['DescribeTransformJob', { TransformJobName: 'Label-1' }],
    ['ListTransformJobs', {}],
    ['StopTransformJob', { TransformJobName: 'Label-1' }],
    ['AddTags', { ResourceArn: JOB_ARN, Tags }],
    ['ListTags', { ResourceArn: JOB_ARN }],
    ['DeleteTags', { ResourceArn: JOB_ARN, TagKeys: ['team'] }],
  ];

  test.each(CALLS)('%s needs its action', async (operation, input) => {
    let denied = false;
    const { call, service } = open({ denied: (action) => denied && action === `sagemaker:${operation}` });
    await service.createModel(model());
    service.createTransformJob(transformJob());
    denied = true;
    expect(await refusal(call(operation, input))).toMatch(new RegExp(`^AccessDeniedException 400 User: .*user/dev is not authorized to perform: sagemaker:${operation} .*because nothing allows`));
    denied = false;
    await call(operation, input);
  });

  test.each([['CreateModel', model({ Tags })], ['CreateTransformJob', transformJob({ Tags })]] as const)('%s with tags needs AddTags', async (operation, input) => {
    const { call, service } = open({ denied: (action) => action === 'sagemaker:AddTags' });
    if (operation !== 'CreateModel') await service.createModel(model());
    expect(await refusal(call(operation, input))).toMatch(/^AccessDeniedException .*sagemaker:AddTags/);
    await call(operation, { ...input, Tags: [] });
  });

  test('CreateModel needs PassRole on the role', async () => {
    expect(await refusal(open({ denied: (action) => action === 'iam:PassRole' }).call('CreateModel', model()))).toMatch(/^AccessDeniedException 400 .*iam:PassRole/);
  });
});

describe('what is asked of unknown things', () => {
  test.each([
    { operation: 'DescribeTransformJob', input: { TransformJobName: 'x' }, error: 'ValidationException 400 Could not find requested job with name: x.' },
    { operation: 'StopTransformJob', input: { TransformJobName: 'x' }, error: 'ValidationException 400 Could not find job to update with name x.' },
    { operation: 'DescribeTransformJob', input: {}, error: "ValidationException 400 1 validation error detected: Value null at 'TransformJobName' failed to satisfy constraint: Member must not be null or empty" },
    { operation: 'ListTags', input: { ResourceArn: JOB_ARN }, error: /^ValidationException 400 Could not find the resource/ },
  ])('$operation of $input is a ValidationException', async ({ operation, input, error }) => {
    const said = await refusal(open().call(operation, input));
    if (typeof error === 'string') expect(said).toBe(error);
    else expect(said).toMatch(error);
  });
});

test('tags are added, listed and removed, on jobs and models', async () => {
  const { call, service } = open();
  await service.createModel(model({ Tags: [{ Key: 'a', Value: '1' }] }));
  expect(await call('AddTags', { ResourceArn: MODEL_ARN, Tags: [{ Key: 'b', Value: '2' }] })).toEqual({ Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] });
  await call('DeleteTags', { ResourceArn: MODEL_ARN.toUpperCase().replace('MODEL/DETECTOR', 'model/Detector'), TagKeys: ['a'] });
  expect(await call('ListTags', { ResourceArn: MODEL_ARN })).toEqual({ Tags: [{ Key: 'b', Value: '2' }] });
  await call('DeleteModel', { ModelName: 'Detector' });
  await service.createModel(model());
  expect(await call('ListTags', { ResourceArn: MODEL_ARN })).toEqual({ Tags: [] });
});

test('times on the wire are seconds', () => {
  const described = describeTransformJob({ creationTime: 1500, spec: transformJob() } as never);
  expect(described).toMatchObject({ CreationTime: 1.5 });
});
