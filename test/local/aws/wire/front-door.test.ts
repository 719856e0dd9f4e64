import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeTransformJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsError } from '../../../../local/aws/wire/aws-error';
import { readText } from '../../../../local/aws/wire/body';
import { FrontDoor } from '../../../../local/aws/wire/front-door';
import { OperationContext, ServiceDoor, WireRequest } from '../../../../local/aws/wire/http';
import { jsonDoor } from '../../../../local/aws/wire/json-door';
import { queryDoor } from '../../../../local/aws/wire/query-door';
import { Credentials } from '../../../../local/services';

const developer: Credentials = {
  accessKeyId: 'AKIDEVELOPER',
  secretAccessKey: 'secret',
  principal: { kind: 'user', accountId: '111122223333', userName: 'developer', arn: 'arn:aws:iam::111122223333:user/developer', userId: 'AIDA1', tags: {} },
};
const session: Credentials = { ...developer, accessKeyId: 'ASIASESSION', sessionToken: 'token', expiration: Date.now() + 60_000 };
const expired: Credentials = { ...session, accessKeyId: 'ASIAEXPIRED', expiration: Date.now() - 1 };

let server: Server;
let endpoint: string;
const seen: WireRequest[] = [];
const bodies: string[] = [];

const sts = queryDoor({
  signingName: 'sts', version: '2011-06-15', xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/', style: 'query',
  operations: {
    GetCallerIdentity: (_input, { caller }: OperationContext) => ({ Arn: (caller.principal as { arn: string }).arn, Account: '<111122223333>', UserId: 'x' }),
    AssumeRole: () => {
      throw new AwsError('AccessDenied', 'not for you & me', 403);
    },
  },
});
const sagemaker = jsonDoor({
  signingName: 'sagemaker', targetPrefix: 'SageMaker', version: '1.1',
  operations: {
    DescribeTransformJob: (input) => {
      if (input.TransformJobName === 'defect') throw new TypeError('boom');
      if (input.TransformJobName === 'secret') throw new AwsError('AccessDenied', 'not for you & me', 403);
      throw new AwsError('ValidationException', `no ${input.TransformJobName}`);
    },
  },
});
const ec2 = queryDoor({
  signingName: 'ec2', version: '2016-11-15', xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', style: 'ec2',
  operations: {
    DescribeVpcs: () => {
      throw new AwsError('AccessDenied', 'not for you & me', 403);
    },
  },
});
const s3: ServiceDoor = {
  signingName: 's3',
  async handle(request) {
    seen.push(request);
    bodies.push(await readText(request.body));
    return { status: 200, headers: { etag: '"1"' } };
  },
};

beforeAll(async () => {
  const credentials = new Map([developer, session, expired].map((one) => [one.accessKeyId, one]));
  const door = new FrontDoor({ doors: [sts, sagemaker, ec2, s3], credentials: { find: (id) => credentials.get(id) }, endpointVpc: (id) => (id === 'vpce-1' ? 'vpc-1' : undefined), now: Date.now });
  server = createServer((request, response) => void door.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const config = (credentials: Partial<Credentials> = developer) => ({
  endpoint, region: 'us-east-1', maxAttempts: 1,
  credentials: { accessKeyId: credentials.accessKeyId!, secretAccessKey: credentials.secretAccessKey!, sessionToken: credentials.sessionToken },
});

describe('the front door with real clients', () => {
  test('knows the caller by the signature and writes text safely into XML', async () => {
    await expect(new STSClient(config()).send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Arn: developer.principal.kind === 'user' && developer.principal.arn, Account: '<111122223333>' });
    await expect(new STSClient(config(session)).send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ UserId: 'x' });
  });

  test.each<[string, Partial<Credentials>, string]>([
    ['a wrong secret', { ...developer, secretAccessKey: 'other' }, 'SignatureDoesNotMatch'],
    ['an unknown key', { ...developer, accessKeyId: 'AKIUNKNOWN' }, 'UnrecognizedClientException'],
    ['a session without its token', { ...session, sessionToken: undefined }, 'InvalidClientTokenId'],
    ['an expired session', expired, 'ExpiredToken'],
  ])('refuses %s', async (_, credentials, code) => {
    await expect(new STSClient(config(credentials)).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: code });
    await expect(new SageMakerClient(config(credentials)).send(new DescribeTransformJobCommand({ TransformJobName: 'a' }))).rejects.toMatchObject({ name: code });
  });

  test('hands an error over with code, message and status', async () => {
    await expect(new STSClient(config()).send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/r', RoleSessionName: 's' }))).rejects.toMatchObject({ name: 'AccessDenied', message: 'not for you & me', $metadata: { httpStatusCode: 403 } });
    await expect(new SageMakerClient(config()).send(new DescribeTransformJobCommand({ TransformJobName: 'a' }))).rejects.toMatchObject({ name: 'ValidationException', message: 'no a' });
  });

  test('hands a refusal over by the name that clients of the protocol know', async () => {
    await expect(new SageMakerClient(config()).send(new DescribeTransformJobCommand({ TransformJobName: 'secret' }))).rejects.toMatchObject({ name: 'AccessDeniedException', message: 'not for you & me', $metadata: { httpStatusCode: 400 } });
    await expect(new EC2Client(config()).send(new DescribeVpcsCommand({}))).rejects.toMatchObject({ name: 'UnauthorizedOperation', message: 'not for you & me', $metadata: { httpStatusCode: 403 } });
  });

  test('shows a defect of its own as one, never as an answer of the service', async () => {
    await expect(new SageMakerClient(config()).send(new DescribeTransformJobCommand({ TransformJobName: 'defect' }))).rejects.toMatchObject({ name: 'InternalFailure', message: expect.stringContaining('defect of the local cloud: TypeError: boom') });
  });

  test.each([['plain', 'WHEN_REQUIRED'], ['aws-chunked with a trailing checksum', 'WHEN_SUPPORTED']] as const)('passes an object through, sent %s', async (_, requestChecksumCalculation) => {
    const body = 'photo'.repeat(50_000);
    await new S3Client({ ...config(), forcePathStyle: true, requestChecksumCalculation }).send(new PutObjectCommand({ Bucket: 'b', Key: 'a key/ü+=&(1)', Body: body }));
    expect(bodies.at(-1)).toBe(body);
    expect(decodeURIComponent(seen.at(-1)!.path)).toBe('/b/a key/ü+=&(1)');
  });

  test('takes an unsigned request to the object store as anonymous', async () => {
    await fetch(`${endpoint}/b/k`);
    expect(seen.at(-1)!.caller).toMatchObject({ principal: { kind: 'anonymous' }, network: { kind: 'internet' }, secureTransport: true });
  });

  test('believes a caller that says where it stands, if there is such an endpoint', async () => {
    await fetch(`${endpoint}/b/k`, { headers: { 'x-local-vpc-endpoint': 'vpce-1', 'x-local-transport': 'http' } });
    expect(seen.at(-1)!.caller).toMatchObject({ network: { kind: 'endpoint', vpcEndpointId: 'vpce-1', vpcId: 'vpc-1' }, secureTransport: false });
    const refused = await fetch(`${endpoint}/b/k`, { headers: { 'x-local-vpc-endpoint': 'vpce-2' } });
    expect(await refused.text()).toContain('InvalidVpcEndpointId.NotFound');
  });
});
