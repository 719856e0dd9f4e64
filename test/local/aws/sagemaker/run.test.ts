import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { SageMakerService } from '../../../../local/aws/sagemaker/sagemaker-service';
import { AwsError } from '../../../../local/aws/wire/aws-error';
import { Answer, TestContainer } from '../../engine/_container';
import { tarball, tarEntry } from '../../engine/_tar';
import { cloud, Conditions, IMAGE, model, PHOTOS, ROLE, transformJob, VPC } from './_cloud';

const ENDPOINT = { kind: 'endpoint', vpcEndpointId: 'vpce-1', vpcId: 'vpc-1' };
const closers: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Wanted {
  conditions?: Conditions;
  answer?: Answer;
  model?: object;
  job?: Record<string, unknown>;
}

/** A service with a model whose image is mapped to a container in this process. */
async function ready({ conditions = {}, answer = ({ body }) => ({ body: `seen ${body}` }), model: members }: Wanted = {}) {
  const container = await TestContainer.start(answer);
  const around = cloud({ objects: PHOTOS, containers: { '*/team/model:*': { url: container.url } }, ...conditions });
  const service = around.make();
  closers.push(() => container.stop(), () => service.close());
  await service.createModel(model(members));
  around.s3Calls.length = 0;
  around.asked.length = 0;
  around.assumed.length = 0;
  return { ...around, container, service };
}

async function run(wanted: Wanted = {}) {
  const around = await ready(wanted);
  around.service.createTransformJob(transformJob(wanted.job));
  await around.service.jobs.ended('Label-1');
  return { ...around, job: around.service.transformJob('Label-1') };
}

test('a job reads, transforms and stores, all as the role and through the endpoint', async () => {
  const { job, objects, s3Calls, assumed } = await run();
  expect(job).toMatchObject({ status: 'Completed', startTime: expect.any(Number), endTime: expect.any(Number) });
  expect(job.failureReason).toBeUndefined();
  expect(['a', 'b', 'c'].map((name) => objects.get(`labels/out/${name}.jpg.out`))).toEqual(['seen A', 'seen B', 'seen C']);
  for (const { caller } of s3Calls) {
    expect(caller).toEqual({ principal: { kind: 'role', accountId: '111122223333', roleName: 'job', roleArn: ROLE, roleId: 'AROA', sessionName: 'SageMaker', tags: {} }, network: ENDPOINT, secureTransport: true });
  }
  expect(s3Calls.filter(({ action }) => action === 's3:PutObject').map(({ encryption }) => encryption)).toEqual([undefined, undefined, undefined]);
  expect(assumed.map(({ context }) => context)).toEqual(Array(2).fill({ 'aws:SourceArn': 'arn:aws:sagemaker:eu-central-1:111122223333:transform-job/label-1', 'aws:SourceAccount': '111122223333' }));
});

test('results are stored under the key of the output', async () => {
  const { s3Calls } = await run({ job: { TransformOutput: { S3OutputPath: 's3://labels/out', KmsKeyId: 'alias/results' } } });
  expect(s3Calls.find(({ action }) => action === 's3:PutObject')?.encryption).toEqual({ algorithm: 'aws:kms', kmsKeyId: 'alias/results' });
});

test('states are told as events, with times in milliseconds, and as reports', async () => {
  const { events, reports, job } = await run({ job: { Tags: [{ Key: 'team', Value: 'vision' }], Environment: { A: '1' }, MaxPayloadInMB: 0 } });
  expect(events).toHaveLength(2);
  expect(events[1]).toEqual({
    source: 'aws.sagemaker',
    detailType: 'SageMaker Transform Job State Change',
    resources: [job.arn],
    detail: {
      TransformJobName: 'Label-1', TransformJobArn: job.arn, TransformJobStatus: 'Completed', ModelName: 'Detector', MaxPayloadInMB: 0,
      Environment: { A: '1' },
      TransformInput: expect.objectContaining({ SplitType: 'None' }),
      TransformOutput: expect.objectContaining({ AssembleWith: 'None' }),
      DataProcessing: expect.anything(),
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      CreationTime: job.creationTime, TransformStartTime: job.startTime, TransformEndTime: job.endTime,
      Tags: { team: 'vision' },
    },
  });
  const told = reports.map(({ type, detail }) => (type === 'job-status' ? `${type} ${String(detail.TransformJobStatus)}` : type));
  expect(told[0]).toBe('job-status InProgress');
  expect(told.at(-1)).toBe('job-status Completed');
  expect(told.filter((type) => type === 'object-done')).toHaveLength(3);
  expect(told.filter((type) => type === 'invocation')).toHaveLength(3);
  expect(reports.find(({ type }) => type === 'object-done')).toEqual({ source: 'sagemaker', type: 'object-done', detail: { TransformJobName: 'Label-1', key: 'in/a.jpg', output: 'out/a.jpg.out', invocations: 1 } });
});

test('logs go to the streams of the instance in the shared group', async () => {
  const { logs } = await run();
  const [name, lines] = Object.entries(logs)[0];
  expect(name).toMatch(/^\/aws\/sagemaker\/TransformJobs:Label-1\/i-[0-9a-f]{17}-\d{10}\/data-log$/);
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}:\[sagemaker logs\]: MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD$/);
});

test('a role that may not write logs leaves the job without them, and the job goes on', async () => {
  const { logs, job, reports } = await run({ conditions: { denied: (action) => action === 'logs:PutLogEvents' } });
  expect(job.status).toBe('Completed');
  expect(logs).toEqual({});
  expect(reports.map(({ type }) => type)).toContain('logs-denied');
});

test('rules 71, 72: one bad object of three fails the job; the others are stored', async () => {
  const { job, objects, logs } = await run({ answer: ({ body }) => (String(body) === 'B' ? { status: 415, body: 'no image' } : { body }) });
  expect(job).toMatchObject({ status: 'Failed', failureReason: 'ClientError: See job logs for more information' });
  expect([...objects.keys()].filter((key) => key.startsWith('labels/'))).toEqual(['labels/out/a.jpg.out', 'labels/out/c.jpg.out']);
  expect(Object.values(logs)[0].map((line) => line.replace(/^[^[]*/, ''))).toEqual(expect.arrayContaining(['[sagemaker logs]: photos/in/b.jpg: ClientError: 415', '[sagemaker logs]: photos/in/b.jpg: no image']));
});

describe('denials', () => {
  const s3Says = (action: string, resource: string) => `User: the role is not authorized to perform: ${action} on resource: "${resource}" with an explicit deny in a resource-based policy (explicit deny in resource policy "bucket", statement OnlyOurEndpoint)`;
  const CASES: ReadonlyArray<{ name: string; wanted: Wanted; reason: string | RegExp }> = [
    { name: 'reading an object', wanted: { conditions: { denied: (action, resource) => action === 's3:GetObject' && resource.endsWith('b.jpg') } }, reason: `ClientError: Data download failed:${s3Says('s3:GetObject', 'arn:aws:s3:::photos/in/b.jpg')}` },
    { name: 'storing a result', wanted: { conditions: { denied: (action) => action === 's3:PutObject' } }, reason: /^ClientError: Artifact upload failed:User: .*s3:PutObject on resource: "arn:aws:s3:::labels\/out\/.*statement OnlyOurEndpoint\)$/ },
    { name: 'pulling the image', wanted: { conditions: { denied: (action) => action === 'ecr:BatchGetImage' } }, reason: `The role '${ROLE}' does not have BatchGetImage permission for the image: '${IMAGE}'.` },
    { name: 'a registry token', wanted: { conditions: { denied: (action) => action === 'ecr:GetAuthorizationToken' } }, reason: /does not have BatchGetImage permission/ },
    { name: 'network interfaces', wanted: { conditions: { interfaceError: new AwsError('UnauthorizedOperation', 'ec2:CreateNetworkInterface') } }, reason: 'InternalServerError: We encountered an internal error. Please try again.' },
    { name: 'addresses', wanted: { conditions: { interfaceError: new AwsError('InsufficientFreeAddressesInSubnet', 'no free addresses') } }, reason: 'ClientError: no free addresses' },
    { name: 'no way to S3', wanted: { conditions: { endpoint: false } }, reason: /^ClientError: Data download failed:Please ensure that the subnet's route table has a route/ },
    { name: 'no egress to S3', wanted: { conditions: { egress: false } }, reason: /^ClientError: Data download failed:Please ensure/ },
    { name: 'the volume key', wanted: { conditions: { grantError: 'kms:CreateGrant is denied' }, job: { TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeKmsKeyId: 'k-1' } } }, reason: 'ClientError: the volumes cannot be encrypted with k-1: kms:CreateGrant is denied' },
    { name: 'an image without an entry', wanted: { conditions: { containers: {} } }, reason: /^ClientError: the local cloud runs no containers.*'111122223333\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/team\/model:1'.*"\*\/model\*": \{ "command"/ },
  ];

  test.each(CASES)('$name: the job fails with its reason', async ({ wanted, reason }) => {
    const { job } = await run(wanted);
    expect(job.status).toBe('Failed');
    if (typeof reason === 'string') expect(job.failureReason).toBe(reason);
    else expect(job.failureReason).toMatch(reason);
    expect(job.failureReason!.length).toBeLessThanOrEqual(1024);
  });

  test('a role that lost its trust after the job was created', async () => {
    let lost = false;
    const around = await ready({ conditions: { untrusted: () => lost } });
    around.service.createTransformJob(transformJob());
    lost = true;
    await around.service.jobs.ended('Label-1');
    expect(around.service.transformJob('Label-1').failureReason).toMatch(/^Could not assume role/);
  });

  test('a long denial is cut to what FailureReason holds', async () => {
    const { job } = await run({ conditions: { objects: { [`photos/in/${'x'.repeat(1200)}`]: '1' }, denied: (action) => action === 's3:GetObject' } });
    expect(job.failureReason).toHaveLength(1024);
  });

  test('a NAT route is a way to S3, which a bucket sees as coming from the internet', async () => {
    const { job, s3Calls } = await run({ conditions: { endpoint: false, internetRoute: true } });
    expect(job.status).toBe('Completed');
    expect(s3Calls.at(-1)?.caller.network.kind).toBe('internet');
  });

  test('a model without a VpcConfig takes no interfaces and reads from outside', async () => {
    const { job, s3Calls, interfaces } = await run({ model: { VpcConfig: undefined } });
    expect(job.status).toBe('Completed');
    expect(interfaces.made).toEqual([]);
    expect(s3Calls.at(-1)?.caller.network).toEqual({ kind: 'internet', sourceIp: 'AWS Internal' });
  });
});

test('the image is asked for in its registry, whose own policy lets everybody pull when it is of another account', async () => {
  const { asked } = await run({ conditions: {}, model: { PrimaryContainer: { Image: '763104351884.dkr.ecr.us-east-1.amazonaws.com/team/model:2' } } });
  const pull = asked.filter(({ action }) => action.startsWith('ecr:'));
  expect(pull.map(({ action, resource, resourceAccount }) => `${action} ${resource} ${resourceAccount}`)).toEqual([
    'ecr:GetAuthorizationToken * undefined',
    ...['BatchCheckLayerAvailability', 'GetDownloadUrlForLayer', 'BatchGetImage'].map((action) => `ecr:${action} arn:aws:ecr:us-east-1:763104351884:repository/team/model 763104351884`),
  ]);
  expect(pull[1].resourcePolicy?.[0].document.Statement).toMatchObject({ Effect: 'Allow', Principal: '*' });
  const own = (await run()).asked.find(({ action }) => action === 'ecr:BatchGetImage');
  expect(own?.resourcePolicy).toBeUndefined();
});

test('two interfaces for each instance are made as the role in one of the subnets, and released after the end', async () => {
  const { interfaces, service } = await run({ job: { TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 2 } } });
  expect(interfaces.made).toEqual([{ caller: expect.objectContaining({ principal: expect.objectContaining({ roleArn: ROLE }), network: { kind: 'internet', sourceIp: 'AWS Internal' } }), subnetId: expect.stringMatching(/^subnet-[12]$/), securityGroupIds: VPC.SecurityGroupIds, count: 4, description: 'transform job Label-1' }]);
  for (let turn = 0; turn < 5 && interfaces.live.size > 0; turn += 1) await new Promise(setImmediate);
  expect(interfaces.live.size).toBe(0);
  expect(service.transformJob('Label-1').networkInterfaceIds).toBeUndefined();
});

test('the volume key is granted for an AWS resource, as the role', async () => {
  const { grants, job } = await run({ job: { TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeKmsKeyId: 'k-1' } } });
  expect(job.status).toBe('Completed');
  expect(grants).toEqual([expect.objectContaining({ keyId: 'k-1', isForAwsResource: true, caller: expect.objectContaining({ principal: expect.objectContaining({ roleArn: ROLE }) }) })]);
});

describe('the artifact', () => {
  const DATA = { PrimaryContainer: { Image: IMAGE, ModelDataUrl: 's3://artifacts/model.tar.gz', Environment: { MODEL: 'm', BOTH: 'model' } } };
  const archive = gzipSync(tarball(tarEntry('weights.txt', 'w1')));
  const objects = { 'photos/in/a': 'A', 'artifacts/model.tar.gz': archive };
  const server = path.join(__dirname, '_artifact-server.mjs');
  const containers = { '*/team/model:*': { command: [process.execPath, server] } };

  test('is unpacked for the process, which gets the environments of model and job', async () => {
    const { job, objects: stored, logs } = await run({ model: DATA, job: { Environment: { BOTH: 'job' }, MaxPayloadInMB: 3 }, conditions: { objects, containers } });
    expect(job.failureReason).toBeUndefined();
    expect(stored.get('labels/out/a.out')).toBe('A w1 m job true 3 undefined');
    expect(Object.entries(logs).find(([name]) => !name.endsWith('data-log'))?.[1]).toEqual(['ready']);
  });

  test.each([
    { what: 'cannot be read any more', conditions: { objects, denied: (action: string, resource: string) => action === 's3:GetObject' && resource.includes('artifacts') }, reason: /^Failed to download model data from URL "s3:\/\/artifacts\/model\.tar\.gz"\. .*statement OnlyOurEndpoint\)$/ },
    { what: 'is no archive', conditions: { objects: { ...objects, 'artifacts/model.tar.gz': 'plain' } }, reason: /^ClientError: Failed to extract model data archive .*incorrect header check/ },
  ])('that $what fails the job', async ({ conditions, reason }) => {
    // The model is made before the denial begins, so that only the job meets it.
    const later: { denied?: Conditions['denied'] } = {};
    const around = await ready({ model: DATA, conditions: { containers, ...conditions, denied: (...call) => later.denied?.(...call) ?? false } });
    around.service.createTransformJob(transformJob());
    later.denied = conditions.denied;
    await around.service.jobs.ended('Label-1');
    expect(around.service.transformJob('Label-1').failureReason).toMatch(reason);
  });
});

test('in a pipeline the answer of one container is the input of the next, with its content type', async () => {
  const first = await TestContainer.start(({ body }) => ({ body: `1(${body})`, headers: { 'content-type': 'text/one' } }));
  const second = await TestContainer.start(({ body }) => ({ body: `2(${body})` }));
  closers.push(() => first.stop(), () => second.stop());
  const { job, objects } = await run({
    model: { PrimaryContainer: undefined, Containers: [{ Image: 'one' }, { Image: 'two' }] },
    conditions: { objects: { 'photos/in/a': 'A' }, containers: { one: { url: first.url }, two: { url: second.url } } },
    job: { TransformInput: { ...transformJob().TransformInput, ContentType: 'text/plain' } },
  });
  expect(job.status).toBe('Completed');
  expect(objects.get('labels/out/a.out')).toBe('2(1(A))');
  expect([first, second].map(({ received }) => received[0].headers['content-type'])).toEqual(['text/plain', 'text/one']);
});

describe('StopTransformJob', () => {
  test('stops a running job, which stores nothing more; a second stop is refused', async () => {
    const around = await ready({ answer: () => 'hang' });
    const { service, container, events, objects } = around;
    service.createTransformJob(transformJob());
    while (container.received.length === 0) await new Promise(setImmediate);
    service.jobs.stop('Label-1');
    expect(service.transformJob('Label-1').status).toBe('Stopping');
    expect(() => service.jobs.stop('Label-1')).toThrow('The request was rejected because the transform job is in status Stopping.');
    await service.jobs.ended('Label-1');
    expect(service.transformJob('Label-1')).toMatchObject({ status: 'Stopped', endTime: expect.any(Number) });
    expect(() => service.jobs.stop('Label-1')).toThrow('The request was rejected because the transform job is in status Stopped.');
    expect(events.map(({ detail }) => detail.TransformJobStatus)).toEqual(['InProgress', 'Stopping', 'Stopped']);
    expect([...objects.keys()].filter((key) => key.startsWith('labels/'))).toEqual([]);
  });

  test('stops a job before its instances are there', async () => {
    const { service, container } = await ready();
    service.createTransformJob(transformJob());
    service.jobs.stop('Label-1');
    await service.jobs.ended('Label-1');
    expect(service.transformJob('Label-1').status).toBe('Stopped');
    expect(container.received).toEqual([]);
  });
});

describe('a restart', () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sagemaker-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const restart = async (around: { make: () => SageMakerService; service: SageMakerService }) => {
    await around.service.close();
    const service = around.make();
    closers.push(() => service.close());
    return service;
  };

  test.each([
    { before: 'InProgress', after: { status: 'Failed', failureReason: expect.stringMatching(/^InternalServerError: .*local cloud ended while the job was running/) } },
    { before: 'Stopping', after: { status: 'Stopped' } },
  ])('ends a job that was $before, tells it and releases its interfaces', async ({ before, after }) => {
    const around = await ready({ conditions: { folder }, answer: () => 'hang' });
    around.service.createTransformJob(transformJob());
    while (around.container.received.length === 0) await new Promise(setImmediate);
    expect(around.interfaces.live.size).toBe(2);
    if (before === 'Stopping') around.service.jobs.stop('Label-1');
    const service = await restart(around);
    expect(service.transformJob('Label-1')).toMatchObject(after);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(around.events.at(-1)?.detail.TransformJobStatus).toBe(after.status);
    expect(around.interfaces.live.size).toBe(0);
  });

  test('keeps models, ended jobs, their names and tags', async () => {
    const around = await ready({ conditions: { folder } });
    around.service.createTransformJob(transformJob({ Tags: [{ Key: 'a', Value: '1' }] }));
    await around.service.jobs.ended('Label-1');
    const job = around.service.transformJob('Label-1');
    const service = await restart(around);
    expect(service.transformJob('Label-1')).toMatchObject({ status: 'Completed', endTime: job.endTime });
    expect(service.tags.list(job.arn)).toEqual([{ Key: 'a', Value: '1' }]);
    expect(() => service.createTransformJob(transformJob())).toThrow(/must be unique/);
    service.createTransformJob(transformJob({ TransformJobName: 'Label-2' }));
  });
});

test('a defect is told as one to who watches, and is an internal error of the service', async () => {
  const { job, reports } = await run({ conditions: { interfaceError: new TypeError('x is undefined') } });
  expect(job).toMatchObject({ status: 'Failed', failureReason: 'InternalServerError: We encountered an internal error. Please try again.' });
  expect(reports.find(({ type }) => type === 'job-failure-explained')?.detail.explanation).toMatch(/^defect of the local cloud: TypeError: x is undefined/);
});
