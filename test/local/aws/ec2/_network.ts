import { Readable } from 'node:stream';
import { EC2Client } from '@aws-sdk/client-ec2';
import { Caller, Decision } from '../../../../local/access/model';
import { EC2_WIRE, ec2Operations } from '../../../../local/aws/ec2/ec2-operations';
import { Ec2Service } from '../../../../local/aws/ec2/ec2-service';
import { queryDoor } from '../../../../local/aws/wire/query-door';
import { AccessCall, Authority, CloudIdentity } from '../../../../local/services';

export const IDENTITY: CloudIdentity = { partition: 'aws', region: 'us-east-1', accountId: '111122223333', urlSuffix: 'amazonaws.com' };
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

export const JOB_ROLE: Caller = {
  principal: { kind: 'role', accountId: IDENTITY.accountId, roleName: 'Job', roleArn: 'arn:aws:iam::111122223333:role/Job', roleId: 'AROAJOB', sessionName: 'SageMaker', tags: {} },
  network: { kind: 'internet', sourceIp: '127.0.0.1' },
  secureTransport: true,
};

/** Allows all but what the test forbids, and remembers what was asked. */
export class TestAuthority implements Authority {
  readonly asked: AccessCall[] = [];

  constructor(private readonly forbids: (call: AccessCall) => boolean = () => false) {}

  decide(call: AccessCall): Decision {
    this.asked.push(call);
    return this.forbids(call)
      ? { allowed: false, outcome: 'ImplicitDeny', statements: [], missing: 'identity', explanation: 'forbidden by the test' }
      : { allowed: true, outcome: 'Allowed', statements: [], explanation: 'allowed by the test' };
  }

  require(call: AccessCall, refuse?: (decision: Decision) => Error): Decision {
    const decision = this.decide(call);
    if (!decision.allowed) throw refuse?.(decision) ?? new Error('AccessDenied');
    return decision;
  }
}

export function newEc2(authority: Authority = new TestAuthority(), options: { folder?: string; region?: string } = {}): Ec2Service {
  const identity = { ...IDENTITY, region: options.region ?? IDENTITY.region };
  return new Ec2Service({ folder: options.folder, identity, clock: { now: () => NOW, sleep: () => Promise.reject(new Error('no sleeping')) }, authority: () => authority });
}

/** The real client; its requests go straight to the door. */
export function sdkClient(ec2: Ec2Service, authority: Authority = new TestAuthority()): EC2Client {
  const door = queryDoor({ ...EC2_WIRE, operations: ec2Operations(ec2, authority) });
  return new EC2Client({
    region: ec2.network.region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: { method: string; path: string; headers: Record<string, string>; body: string }) {
        const { status, headers, body } = await door.handle({
          requestId: 'r', method: request.method, path: request.path, query: new URLSearchParams(), headers: request.headers, body: Readable.from([Buffer.from(request.body)]), caller: JOB_ROLE,
        });
        return { response: { statusCode: status, headers: headers ?? {}, body: Readable.from([Buffer.from(body as string)]) } };
      },
    } as never,
  });
}

export function newVpc(ec2: Ec2Service, cidrBlock = '10.0.0.0/16'): string {
  return ec2.vpcs.create({ cidrBlock, enableDnsHostnames: true, tags: {} }).vpcId;
}

export function newSubnet(ec2: Ec2Service, vpcId: string, cidrBlock = '10.0.0.0/24'): string {
  return ec2.subnets.create({ vpcId, cidrBlock, availabilityZone: 'us-east-1a', tags: {} }).subnetId;
}

export function s3Endpoint(ec2: Ec2Service, vpcId: string, routeTableIds: readonly string[], policy?: unknown): string {
  return ec2.vpcEndpoints.create({ vpcId, serviceName: 'com.amazonaws.us-east-1.s3', routeTableIds, policy, tags: {} }).vpcEndpointId;
}

/** Code and message of the error that the action throws. */
export function refusal(action: () => unknown): { code?: string; message: string } {
  try {
    action();
  } catch (error) {
    return { code: (error as { code?: string }).code, message: (error as Error).message };
  }
  throw new Error('nothing was refused');
}
