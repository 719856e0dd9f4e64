import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { JOB_PROPERTY } from '../../lib/spec/custom-resource';
import { CustomResourceEvent, WatchEvent } from '../../lib/launcher/event';
import { event, properties } from './requests';

const ROOT = path.join(__dirname, '..', '..');
const BUNDLE = path.join(ROOT, 'dist', 'launcher-bundle');
const bundled = () => spawnSync(process.execPath, [path.join(ROOT, 'bin', 'bundle-launcher.mjs')], { encoding: 'utf8' });

beforeAll(() => expect(bundled()).toMatchObject({ status: 0 }), 60_000);

test('the bundle is written once and left alone while its sources are the same', () => {
  const written = statSync(path.join(BUNDLE, 'index.js')).mtimeMs;
  expect(bundled().stderr).toMatch(/^launcher bundle is up to date: index\.js \d+ KiB, sdk-ec2\.js \d+ KiB\n$/);
  expect(statSync(path.join(BUNDLE, 'index.js')).mtimeMs).toBe(written);
});

test('the bundle without the EC2 client is smaller than 1 MB', () => {
  expect(statSync(path.join(BUNDLE, 'index.js')).size).toBeLessThan(1_000_000);
});

/** A service that answers the SDK's calls and takes CloudFormation's answer, on the loopback address. */
describe('the bundle at work', () => {
  interface Wire { readonly operation: string; readonly body: string }
  const wire: Wire[] = [];
  let server: Server;
  let handler: (event: CustomResourceEvent | WatchEvent) => Promise<WatchEvent | undefined>;
  const before = { ...process.env };

  const REPLIES: Record<string, (input: Record<string, unknown>) => { status?: number; body: unknown }> = {
    'SageMaker.DescribeTransformJob': ({ TransformJobName: name }) => created
      ? { body: { TransformJobName: name, TransformJobArn: `arn:aws:sagemaker:us-east-1:111122223333:transform-job/${name}`, TransformJobStatus: 'Completed', ModelName: 'detector', CreationTime: 1_700_000_000, TransformOutput: { S3OutputPath: 's3://labels/selfies/' } } }
      : { status: 400, body: { __type: 'ValidationException', message: `Could not find requested job with name: ${name}.` } },
    'SageMaker.CreateTransformJob': ({ TransformJobName: name }) => {
      created = true;
      return { body: { TransformJobArn: `arn:aws:sagemaker:us-east-1:111122223333:transform-job/${name}` } };
    },
    'TrentService.Encrypt': ({ Plaintext }) => ({ body: { CiphertextBlob: Buffer.from(`sealed:${Plaintext}`).toString('base64') } }),
    'TrentService.Decrypt': ({ CiphertextBlob }) => ({ body: { Plaintext: Buffer.from(String(CiphertextBlob), 'base64').toString().slice('sealed:'.length) } }),
    'AWSStepFunctions.StartExecution': () => ({ body: { executionArn: 'arn', startDate: 1 } }),
  };
  let created = false;

  function reply(call: IncomingMessage, body: string, response: ServerResponse): void {
    const target = String(call.headers['x-amz-target'] ?? '');
    const operation = call.method === 'PUT' ? 'answer' : target || String(new URLSearchParams(body).get('Action'));
    wire.push({ operation, body });
    if (operation === 'DescribeManagedPrefixLists') {
      response.setHeader('content-type', 'text/xml').end('<R xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><prefixListSet><item><prefixListId>pl-1</prefixListId><prefixListName>com.amazonaws.us-east-1.s3</prefixListName></item></prefixListSet></R>');
      return;
    }
    const { status = 200, body: output } = REPLIES[target]?.(JSON.parse(body || '{}') as Record<string, unknown>) ?? { body: '' };
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(output === '' ? '' : JSON.stringify(output));
  }

  beforeAll(async () => {
    server = createServer((call, response) => {
      const parts: Buffer[] = [];
      call.on('data', (part: Buffer) => parts.push(part)).on('end', () => reply(call, Buffer.concat(parts).toString(), response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, { AWS_ENDPOINT_URL: origin(), AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'dummy', ANSWER_KEY_ARN: 'arn:aws:kms:us-east-1:111122223333:key/answers' });
    jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
    ({ handler } = require(path.join(BUNDLE, 'index.js')) as { handler: typeof handler });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    process.env = before;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const operations = () => wire.splice(0).map(({ operation }) => operation);

  test('creates a job, hands it to the state machine, and answers in a later step', async () => {
    const ResponseURL = `${origin()}/answer?X-Amz-Signature=5ecre7`;
    expect(await handler(event({ ResponseURL, ResourceProperties: properties({ [JOB_PROPERTY.preflight]: 'false' }) }))).toBeUndefined();
    const start = JSON.parse(wire.at(-1)!.body) as { input: string };
    expect(start.input).not.toContain('5ecre7');
    expect(operations()).toEqual(['SageMaker.DescribeTransformJob', 'SageMaker.CreateTransformJob', 'TrentService.Encrypt', 'AWSStepFunctions.StartExecution']);

    const step = await handler(JSON.parse(start.input) as WatchEvent);
    expect(step).toMatchObject({ watch: { done: true, answered: true } });
    expect(JSON.parse(wire.at(-1)!.body)).toMatchObject({ Status: 'SUCCESS', Data: { TransformJobStatus: 'Completed' } });
    expect(operations()).toEqual(['SageMaker.DescribeTransformJob', 'TrentService.Decrypt', 'answer']);
  });

  test('loads the EC2 client from its own file when it is needed', async () => {
    await handler(event({ ResponseURL: `${origin()}/answer`, ResourceType: 'Custom::S3PrefixList' }));
    expect(JSON.parse(wire.at(-1)!.body)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'pl-1' });
    expect(operations()).toEqual(['DescribeManagedPrefixLists', 'answer']);
  });
});
