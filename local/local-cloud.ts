import { randomBytes, timingSafeEqual } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { seedStack } from './aws/cloudformation/seeded-stack';
import { seedBootstrap } from './aws/bootstrap/seed-bootstrap';
import { readBuffer } from './aws/wire/body';
import { FrontDoor } from './aws/wire/front-door';
import { compose, Composition } from './compose';
import { Connection } from './connection';
import { CustomResourceAnswers } from './deploy/custom-resource-answers';
import { serviceDoors } from './doors';
import { readContainersFile } from './engine/container/containers-file';
import { serviceCaller } from './functions/service-caller';
import { forgetRunning, noteRunning, readRunning } from './running';
import { AuditRecord, CloudEvent, CloudIdentity } from './services';
import { systemClock } from './system-clock';
import { Table } from './store/table';

export interface LocalCloudOptions {
  /** Loopback port. Default: a free one. */
  readonly port?: number;
  /** Private folder that keeps everything over a restart. Default: a temporary one, removed at the end. */
  readonly folder?: string;
  /** JSON file that says which command or URL stands for which image. Default: no image can be run. */
  readonly containersFile?: string;
  readonly region?: string;
  readonly accountId?: string;
  /** Part of their time that waits of state machines and asynchronous retries last. Default: a tenth. */
  readonly waitScale?: number;
  readonly onEvent?: (event: CloudEvent) => void;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A running cloud. */
export interface LocalCloud {
  readonly connection: Connection;
  /** Outputs of a deployed stack by their keys. */
  outputs(stackName: string): Readonly<Record<string, string>>;
  /** Access decisions, newest last. */
  audit(filter?: { readonly denied?: boolean }): AuditRecord[];
  /** Credentials as a service gets them when it assumes a role that trusts it: to show what a job may do. */
  sessionOf(roleArn: string, service: string): SessionCredentials;
  close(): Promise<void>;
}

const ACCOUNT = '111122223333';

export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { region = 'us-east-1', accountId = ACCOUNT, waitScale = 0.1, onEvent } = options;
  const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'local-cloud-'));
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readRunning(folder)) throw new Error(`a local cloud runs already with the state folder ${folder}; stop it, or give another --state`);
  const identity: CloudIdentity = { partition: 'aws', region, accountId, urlSuffix: 'amazonaws.com' };
  const clock = systemClock();
  const developer = developerKey(folder);
  let endpoint = '';
  const cloud = compose({
    folder, identity, clock, waitScale, developer,
    endpoint: () => endpoint,
    containers: options.containersFile ? readContainersFile(options.containersFile) : {},
    report: (event) => onEvent?.({ ...event, time: clock.now() }),
  });
  seed(cloud);
  const door = new FrontDoor({ doors: serviceDoors(cloud), credentials: cloud.sts, endpointVpc: (id) => cloud.ec2.network.vpcEndpoints.find(id)?.vpcId, now: () => clock.now() });
  const server = createServer((request, response) => {
    route(request, response, cloud, door, developer.secretAccessKey).catch((error: Error) => response.destroy(error));
  });
  const port = await listen(server, options.port ?? 0);
  endpoint = `http://127.0.0.1:${port}`;
  const connection: Connection = { endpoint, region, accountId, ...developer };
  noteRunning(folder, connection);
  // What an earlier process left under way goes on, now that its functions can reach the port.
  cloud.states.resume();
  cloud.lambda.resume();
  return {
    connection,
    outputs: (stackName) => outputsOf(cloud, stackName),
    audit: (filter) => cloud.audit.read(filter),
    sessionOf: (roleArn, service) => {
      const context = { 'aws:SourceAccount': accountId, 'aws:SourceArn': `arn:aws:sagemaker:${region}:${accountId}:*` };
      const { accessKeyId, secretAccessKey, sessionToken } = cloud.sts.assumeRole({ caller: serviceCaller(service), roleArn, sessionName: 'demonstration', context });
      return { accessKeyId, secretAccessKey, sessionToken };
    },
    async close() {
      forgetRunning(folder);
      await closeAll(cloud);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (!options.folder) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function seed(cloud: Composition): void {
  seedBootstrap({
    identity: cloud.identity,
    iam: cloud.iam,
    s3: { hasBucket: (name) => Boolean(cloud.s3.buckets.find(name)), createBucket: (name, policy) => cloud.s3.buckets.create(name, { policy }) },
    ssm: cloud.ssm,
    seedStack: (stack) => seedStack(cloud.cloudFormation, stack),
  });
}

function outputsOf(cloud: Composition, stackName: string): Record<string, string> {
  const stack = cloud.cloudFormation.store.find(stackName);
  if (!stack) throw new Error(`there is no stack ${stackName}`);
  return Object.fromEntries((stack.deployed?.outputs ?? []).map(({ key, value }) => [key, value]));
}

/** Answers of custom resources and the cloud's own paths come without a signature; everything else goes through the front door. */
async function route(request: IncomingMessage, response: ServerResponse, cloud: Composition, door: FrontDoor, secret: string): Promise<void> {
  const [target, query = ''] = (request.url ?? '/').split('?');
  if (CustomResourceAnswers.HOST.test(request.headers.host ?? '')) {
    const { status } = await cloud.answers.receive({ path: target, query: new URLSearchParams(query), body: await readBuffer(request) });
    response.writeHead(status).end();
  } else if (target === '/_local/audit') {
    if (!isBearer(request, secret)) response.writeHead(401).end('the secret access key is asked for as bearer token');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(cloud.audit.read({ denied: new URLSearchParams(query).has('denied') || undefined })));
  } else if (target === '/_local/health') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'running', emulated: true }));
  } else await door.handle(request, response);
}

function isBearer(request: IncomingMessage, secret: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${secret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Made once a state folder, so that clients stay valid over a restart. Nobody else on the machine can guess it. */
function developerKey(folder: string): { accessKeyId: string; secretAccessKey: string } {
  const table = Table.open<{ accessKeyId: string; secretAccessKey: string }>(folder, 'developer');
  const made = table.get('key') ?? { accessKeyId: `AKIA${randomBytes(10).toString('hex').slice(0, 16).toUpperCase()}`, secretAccessKey: randomBytes(30).toString('base64url') };
  if (!table.has('key')) table.put('key', made);
  table.close();
  return made;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Those that have processes or work under way first, stores last. */
async function closeAll(cloud: Composition): Promise<void> {
  await cloud.sageMaker.close();
  cloud.states.close();
  cloud.lambda.close();
  for (const part of [cloud.cloudFormation, cloud.events, cloud.sns, cloud.sqs, cloud.logs, cloud.s3, cloud.kms, cloud.ec2, cloud.sts, cloud.iam, cloud.audit]) part.close();
}
