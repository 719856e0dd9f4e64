import { Readable } from 'node:stream';
import { Caller } from '../../../../local/access/model';
import { ContainerMap } from '../../../../local/engine/container/containers-file';
import { SageMakerOptions } from '../../../../local/aws/sagemaker/options';
import { SageMakerService } from '../../../../local/aws/sagemaker/sagemaker-service';
import { AwsError } from '../../../../local/aws/wire/aws-error';
import { AccessCall, Authority, CloudEvent, Events } from '../../../../local/services';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/job`;
export const IMAGE = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/team/model:1`;
export const USER: Caller = {
  principal: { kind: 'user', accountId: ACCOUNT, userName: 'dev', arn: `arn:aws:iam::${ACCOUNT}:user/dev`, userId: 'AIDA', tags: {} },
  network: { kind: 'internet', sourceIp: '127.0.0.1' },
  secureTransport: true,
};

/** What a test may turn in the cloud around the service. */
export interface Conditions {
  folder?: string;
  containers?: ContainerMap;
  options?: Partial<SageMakerOptions>;
  objects?: Record<string, string | Buffer>;
  /** Actions that are denied, with the S3 resource or `*`. */
  denied?: (action: string, resource: string, caller: Caller) => boolean;
  /** Roles that cannot be assumed for a source ARN. */
  untrusted?: (roleArn: string, sourceArn: string) => boolean;
  endpoint?: boolean;
  egress?: boolean;
  internetRoute?: boolean;
  grantError?: string;
  interfaceError?: Error;
}

export interface Sent {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The other services as memory: they note what they are asked, and refuse what the test says. */
export function cloud(conditions: Conditions = {}) {
  const objects = new Map(Object.entries(conditions.objects ?? {}));
  const s3Calls: Array<{ action: string; resource: string; caller: Caller; encryption?: unknown }> = [];
  const asked: AccessCall[] = [];
  const assumed: Array<{ roleArn: string; sessionName: string; caller: Caller; context?: object }> = [];
  const grants: object[] = [];
  const interfaces = { made: [] as object[], live: new Set<string>() };
  const logs: Record<string, string[]> = {};
  const events: Array<Parameters<Events['publish']>[0]> = [];
  const reports: Array<Omit<CloudEvent, 'time'>> = [];
  const isDenied = (action: string, resource: string, caller: Caller) => conditions.denied?.(action, resource, caller) ?? false;
  const denial = (action: string, resource: string) => `User: the role is not authorized to perform: ${action} on resource: "${resource}" with an explicit deny in a resource-based policy (explicit deny in resource policy "bucket", statement OnlyOurEndpoint)`;
  const s3 = (action: string, resource: string, caller: Caller, encryption?: unknown) => {
    s3Calls.push({ action, resource, caller, encryption });
    if (isDenied(action, resource, caller)) throw new AwsError('AccessDenied', denial(action, resource), 403);
  };
  const authority: Authority = {
    decide(call) {
      asked.push(call);
      const allowed = !isDenied(call.action, call.resource, call.caller);
      return { allowed, outcome: allowed ? 'Allowed' : 'ImplicitDeny', statements: [], explanation: `nothing allows ${call.action}` };
    },
    require(call, refuse) {
      const decision = authority.decide(call);
      if (!decision.allowed) throw refuse!(decision);
      return decision;
    },
  };
  let time = 1_700_000_000_000;
  const found = (bucket: string, key: string) => {
    const content = objects.get(`${bucket}/${key}`);
    if (content === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    return { key, size: content.length, etag: 'e', lastModified: 0, content };
  };
  const make = () => new SageMakerService({
    folder: conditions.folder,
    identity: { partition: 'aws', region: REGION, accountId: ACCOUNT, urlSuffix: 'amazonaws.com' },
    clock: {
      now: () => (time += 1),
      sleep: (milliseconds, signal) => { time += milliseconds; return new Promise((resolve) => (signal?.aborted ? resolve() : setImmediate(resolve))); },
    },
    report: (event) => reports.push(event),
    authority,
    sts: {
      assumeRole({ caller, roleArn, sessionName, context }) {
        assumed.push({ caller, roleArn, sessionName, context });
        if (conditions.untrusted?.(roleArn, context!['aws:SourceArn'])) throw new AwsError('AccessDenied', 'not trusted', 403);
        return { accessKeyId: 'A', secretAccessKey: 's', principal: { kind: 'role', accountId: ACCOUNT, roleName: 'job', roleArn, roleId: 'AROA', sessionName, tags: {} } };
      },
    },
    iam: {
      role: () => undefined,
      identityPolicies: () => [],
      boundary: () => undefined,
      requirePassRole(caller, roleArn) {
        if (isDenied('iam:PassRole', roleArn, caller)) throw new AwsError('AccessDenied', `not authorized to perform: iam:PassRole on ${roleArn}`, 403);
      },
    },
    kms: {
      resolve: (keyId: string) => keyId,
      createGrant(request: object) {
        grants.push(request);
        if (conditions.grantError) throw new AwsError('AccessDeniedException', conditions.grantError);
        return { grantId: 'g' };
      },
    } as never,
    s3: {
      listObjects(caller, { bucket, prefix = '', startAfter = '', maxKeys = 2 }) {
        s3('s3:ListBucket', `arn:aws:s3:::${bucket}`, caller);
        const keys = [...objects.keys()].filter((name) => name.startsWith(`${bucket}/${prefix}`)).map((name) => name.slice(bucket.length + 1)).filter((key) => key > startAfter).sort();
        const page = keys.slice(0, maxKeys);
        return { objects: page.map((key) => found(bucket, key)), ...(keys.length > page.length && { nextStartAfter: page.at(-1) }) };
      },
      async headObject(caller, { bucket, key }) {
        s3('s3:GetObject', `arn:aws:s3:::${bucket}/${key}`, caller);
        return found(bucket, key);
      },
      async getObject(caller, { bucket, key }) {
        s3('s3:GetObject', `arn:aws:s3:::${bucket}/${key}`, caller);
        const object = found(bucket, key);
        return { ...object, body: Readable.from([Buffer.from(object.content)]), metadata: {} };
      },
      async putObject(caller, { bucket, key, body, encryption }) {
        s3('s3:PutObject', `arn:aws:s3:::${bucket}/${key}`, caller, encryption);
        const chunks: Buffer[] = [];
        for await (const chunk of body as Readable) chunks.push(chunk as Buffer);
        objects.set(`${bucket}/${key}`, Buffer.concat(chunks).toString());
        return { etag: 'e', size: 0 };
      },
    },
    ec2: {
      gatewayEndpointOf: () => (conditions.endpoint === false ? undefined : { vpcEndpointId: 'vpce-1', vpcId: 'vpc-1' }),
      hasInternetRoute: () => conditions.internetRoute ?? false,
      allowsEgressTo: () => conditions.egress ?? true,
      createNetworkInterfaces(request: { count: number }) {
        if (conditions.interfaceError) throw conditions.interfaceError;
        interfaces.made.push(request);
        const ids = Array.from({ length: request.count }, (_, n) => `eni-${interfaces.made.length}-${n}`);
        ids.forEach((id) => interfaces.live.add(id));
        return ids;
      },
      deleteNetworkInterfaces: (ids: string[]) => ids.forEach((id) => interfaces.live.delete(id)),
    } as never,
    logs: { write: (group, stream, messages) => void (logs[`${group}:${stream}`] ??= []).push(...messages) },
    events: { publish: (event) => void events.push(event) },
    containers: conditions.containers ?? {},
    // The test's clock runs faster than processes start.
    options: { ping: { interval: 100, timeout: 1e9 }, ...conditions.options },
  });
  return { make, authority, objects, s3Calls, asked, assumed, grants, interfaces, logs, events, reports };
}

export const VPC = { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] };

export function model(members: object = {}) {
  return { ModelName: 'Detector', ExecutionRoleArn: ROLE, PrimaryContainer: { Image: IMAGE }, VpcConfig: VPC, EnableNetworkIsolation: true, ...members };
}

export function transformJob(members: Record<string, unknown> = {}) {
  return {
    TransformJobName: 'Label-1',
    ModelName: 'Detector',
    TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://photos/in/' } } },
    TransformOutput: { S3OutputPath: 's3://labels/out' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    ...members,
  };
}

export const PHOTOS = { 'photos/in/a.jpg': 'A', 'photos/in/b.jpg': 'B', 'photos/in/c.jpg': 'C' };
