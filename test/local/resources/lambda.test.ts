import { strToU8, zipSync } from 'fflate';
import { evaluate } from '../../../local/access/evaluate';
import { serviceCaller } from '../../../local/functions/service-caller';
import { ResourceHandler } from '../../../local/resources/handler';
import { lambdaResources } from '../../../local/resources/lambda';
import { LambdaWorld, ROLE } from '../aws/lambda/_lambda-world';
import { CONTEXT, handlerOf } from '../functions/_resource-context';
import { AwsError } from '../../../local/aws/wire/aws-error';

const world = new LambdaWorld();
const handlers = lambdaResources(world.lambda);
afterAll(() => world.lambda.close());

const FUNCTION = { FunctionName: 'f', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: ROLE, Code: { ZipFile: 'exports.handler = async () => 1' } };
const of = (type: string): ResourceHandler => handlerOf(handlers, `AWS::Lambda::${type}`);
const ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:f';

test('a function is made from an archive, changed in place and deleted', async () => {
  world.objects.set('assets/a.zip', Buffer.from(zipSync({ 'index.js': strToU8('exports.handler = async () => "zip"') })));
  const { FunctionName: _, ...unnamed } = { ...FUNCTION, Code: { S3Bucket: 'assets', S3Key: 'a.zip' } };
  expect(await of('Function').create(unnamed, CONTEXT)).toEqual({ physicalId: 'Demo-Thing-ABC', attributes: { Arn: 'arn:aws:lambda:eu-central-1:111122223333:function:Demo-Thing-ABC' } });
  expect((await world.answer('Demo-Thing-ABC')).value).toBe('zip');
  await of('Function').update!('Demo-Thing-ABC', { ...unnamed, Code: { ZipFile: 'exports.handler = async () => "inline"' } }, unnamed, CONTEXT);
  expect((await world.answer('Demo-Thing-ABC')).value).toBe('inline');
  await of('Function').delete('Demo-Thing-ABC', unnamed, CONTEXT);
  await expect(world.lambda.invoke('Demo-Thing-ABC', '{}')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  await of('Function').delete('Demo-Thing-ABC', unnamed, CONTEXT);
});

test.each<[string, object, string]>([
  ['a runtime of another language', { Runtime: 'python3.12' }, 'only nodejs runtimes'],
  ['layers', { Layers: ['arn'] }, 'AWS::Lambda::Function with Layers'],
  ['a VPC', { VpcConfig: { SubnetIds: ['subnet-1'] } }, 'AWS::Lambda::Function with VpcConfig'],
  ['an image', { PackageType: 'Image' }, 'PackageType Image'],
  ['code from elsewhere', { Code: { ImageUri: 'x' } }, 'Code {ImageUri}'],
  ['a timeout out of range', { Timeout: 901 }, 'Timeout must be a whole number from 1 to 900, got 901'],
  ['a memory size out of range', { MemorySize: '64' }, 'MemorySize must be a whole number from 128 to 10240'],
  ['a reserved variable', { Environment: { Variables: { AWS_REGION: 'x' } } }, 'Reserved keys used in this request: AWS_REGION'],
  ['an environment of more than 4 KB', { Environment: { Variables: { A: 'x'.repeat(4096) } } }, 'exceeded the 4KB limit'],
  ['a role that is no ARN', { Role: 'FunctionRole' }, 'Role must be the ARN of a role, got "FunctionRole"'],
])('a function with %s is refused', async (_, change, message) => {
  await expect(of('Function').create({ ...FUNCTION, ...change }, CONTEXT)).rejects.toThrow(message);
});

test('a function whose role does not trust Lambda is refused', async () => {
  const closed = new LambdaWorld({ sts: { assumeRole: () => { throw new AwsError('AccessDenied', 'no trust', 403); } } });
  await expect(handlerOf(lambdaResources(closed.lambda), 'AWS::Lambda::Function').create(FUNCTION, CONTEXT)).rejects.toMatchObject({
    code: 'InvalidParameterValueException', message: expect.stringContaining('The role defined for the function cannot be assumed by Lambda.'),
  });
  closed.lambda.close();
});

test('an archive that names a file outside of itself is refused', async () => {
  world.objects.set('assets/evil.zip', Buffer.from(zipSync({ '../../evil.js': strToU8('x') })));
  await expect(of('Function').create({ ...FUNCTION, FunctionName: 'evil', Code: { S3Bucket: 'assets', S3Key: 'evil.zip' } }, CONTEXT)).rejects.toThrow('outside of itself: ../../evil.js');
});

test('what is not an archive is refused', async () => {
  world.objects.set('assets/text.zip', Buffer.from('text'));
  await expect(of('Function').create({ ...FUNCTION, FunctionName: 'text', Code: { S3Bucket: 'assets', S3Key: 'text.zip' } }, CONTEXT)).rejects.toThrow('Could not unzip uploaded file');
});

describe('beside a function', () => {
  beforeAll(() => of('Function').create(FUNCTION, CONTEXT));

  test('a permission lets its service in, for its source only, until it is deleted', async () => {
    const properties = { FunctionName: ARN, Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:eu-central-1:111122223333:rule/r' };
    const { physicalId } = await of('Permission').create(properties, CONTEXT);
    const allowed = (service: string, sourceArn: string): boolean => evaluate(
      { caller: serviceCaller(service), action: 'lambda:InvokeFunction', resource: ARN, resourceAccount: '111122223333', region: 'eu-central-1', context: { 'aws:SourceArn': sourceArn } },
      { identity: [], resource: world.lambda.policyOf('f') },
    ).allowed;
    expect(allowed('events.amazonaws.com', properties.SourceArn)).toBe(true);
    expect(allowed('events.amazonaws.com', `${properties.SourceArn}x`)).toBe(false);
    expect(allowed('sns.amazonaws.com', properties.SourceArn)).toBe(false);
    await of('Permission').delete(physicalId, properties, CONTEXT);
    expect(world.lambda.policyOf('f')).toEqual([]);
  });

  test('a version keeps its code, and an alias follows its version', async () => {
    const first = await of('Version').create({ FunctionName: 'f' }, CONTEXT);
    expect(first).toEqual({ physicalId: `${ARN}:1`, attributes: { Version: '1', FunctionArn: `${ARN}:1` } });
    const alias = await of('Alias').create({ FunctionName: ARN, FunctionVersion: '1', Name: 'live' }, CONTEXT);
    await of('Function').update!('f', { ...FUNCTION, Code: { ZipFile: 'exports.handler = async () => 2' } }, FUNCTION, CONTEXT);
    expect([(await world.answer('f')).value, (await world.answer('f:1')).value, (await world.answer(alias.physicalId)).value]).toEqual([2, 1, 1]);
    await of('Version').create({ FunctionName: 'f' }, CONTEXT);
    await of('Alias').update!(alias.physicalId, { FunctionName: 'f', FunctionVersion: '2', Name: 'live' }, {}, CONTEXT);
    expect((await world.answer('f:live')).value).toBe(2);
    await expect(async () => of('Version').create({ FunctionName: 'f', CodeSha256: 'other' }, CONTEXT)).rejects.toThrow('is different from current CodeSHA256');
    await of('Alias').delete(alias.physicalId, {}, CONTEXT);
    await expect(world.lambda.invoke('f:live', '{}')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  test('an asynchronous failure goes to the dead letter queue and the destination, as the role', async () => {
    const [queue, topic] = ['arn:aws:sqs:eu-central-1:111122223333:dead', 'arn:aws:sns:eu-central-1:111122223333:failed'];
    await of('Function').update!('f', { ...FUNCTION, Code: { ZipFile: 'exports.handler = async () => { throw new Error("no") }' }, DeadLetterConfig: { TargetArn: queue } }, FUNCTION, CONTEXT);
    const config = { FunctionName: 'f', Qualifier: '$LATEST', MaximumRetryAttempts: '0', DestinationConfig: { OnFailure: { Destination: topic } } };
    const { physicalId } = await of('EventInvokeConfig').create(config, CONTEXT);
    world.lambda.invokeAsync('f', '{"order":1}');
    while (world.delivered.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(world.delivered).toEqual([
      { arn: queue, role: ROLE, body: { order: 1 } },
      { arn: topic, role: ROLE, body: expect.objectContaining({ requestPayload: { order: 1 }, requestContext: expect.objectContaining({ condition: 'RetriesExhausted', approximateInvokeCount: 1 }), responsePayload: expect.objectContaining({ errorMessage: 'no' }) }) },
    ]);
    await of('EventInvokeConfig').delete(physicalId, config, CONTEXT);
    expect(world.lambda.store.asyncSettingsOf('f')).toEqual({});
  });

  test('a layer is refused by name', () => {
    expect(() => of('LayerVersion').create({}, CONTEXT)).toThrow('the local cloud does not emulate AWS::Lambda::LayerVersion');
  });
});
