import { TransformJobSpec } from '../spec/transform-job-spec';

/**
 * What the launcher needs of the world, one API call a method. Errors carry AWS's error code in `name`; the
 * service's own classes never cross this line, because the errors that matter here are not modelled by them.
 */
export interface LauncherPorts {
  readonly sagemaker: SageMakerPort;
  readonly ec2: Ec2Port;
  readonly kms: KmsPort;
  readonly states: StatesPort;
  readonly answers: AnswerPort;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SageMakerPort {
  createTransformJob(request: TransformJobSpec & { readonly TransformJobName: string }): Promise<{ readonly jobArn: string }>;
  describeTransformJob(name: string): Promise<JobDescription>;
  stopTransformJob(name: string): Promise<void>;
  listTags(arn: string): Promise<Readonly<Record<string, string>>>;
  describeModel(name: string): Promise<ModelDescription>;
}

/** The part of DescribeTransformJob that is read. Times are epoch milliseconds. */
export interface JobDescription {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly failureReason?: string;
  readonly modelName: string;
  readonly outputUri: string;
  readonly createdAt: number;
  readonly endedAt?: number;
}

export interface ModelDescription {
  readonly vpc?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  readonly networkIsolation: boolean;
  readonly roleArn?: string;
}

/** Every call takes ids as filters: what is not there is missing from the answer, it is no error. */
export interface Ec2Port {
  subnets(ids: readonly string[]): Promise<readonly SubnetDescription[]>;
  routeTables(vpcId: string): Promise<readonly RouteTableDescription[]>;
  endpoint(id: string): Promise<EndpointDescription | undefined>;
  securityGroups(ids: readonly string[]): Promise<readonly SecurityGroupDescription[]>;
  /** Keys of the VPC's DHCP option set; undefined when none is associated or to be seen. */
  dhcpOptionKeys(vpcId: string): Promise<readonly string[] | undefined>;
  networkInterfaces(securityGroupIds: readonly string[]): Promise<readonly string[]>;
  prefixListId(name: string): Promise<string | undefined>;
}

export interface SubnetDescription {
  readonly id: string;
  readonly vpcId: string;
  readonly freeAddresses: number;
}
export interface RouteTableDescription {
  readonly id: string;
  readonly main: boolean;
  readonly subnetIds: readonly string[];
  /** Targets of the active routes: `vpce-…`, `nat-…`, `igw-…`, `local`. */
  readonly targets: readonly string[];
}
export interface EndpointDescription {
  readonly state: string;
  readonly type: string;
  readonly vpcId: string;
}
export interface SecurityGroupDescription {
  readonly id: string;
  readonly vpcId: string;
  readonly egress: readonly EgressRule[];
}
export interface EgressRule {
  /** `tcp`, or `-1` for everything. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrs: readonly string[];
  readonly prefixListIds: readonly string[];
}

export interface KmsPort {
  /** Ciphertext in base64. */
  encrypt(keyArn: string, plaintext: string, context: Readonly<Record<string, string>>): Promise<string>;
  decrypt(keyArn: string, ciphertext: string, context: Readonly<Record<string, string>>): Promise<string>;
  describeKey(keyId: string): Promise<KeyDescription>;
}
export interface KeyDescription {
  readonly arn: string;
  readonly state: string;
  readonly usage: string;
  readonly spec: string;
}

export interface StatesPort {
  /** `already`: an execution of that name was started before, which is what a repeated event looks like. */
  startExecution(stateMachineArn: string, name: string, input: string): Promise<'started' | 'already'>;
}

export interface AnswerPort {
  /** One PUT to the presigned URL; rejects unless the answer was taken. */
  put(url: string, body: string): Promise<void>;
}

/** Time is handed in, so that tests need no sleeps. */
export interface Clock {
  now(): number;
  /** Resolves after the time, or at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** One structured line. Never given an event or an answer URL. */
export type Log = (level: 'info' | 'warn' | 'error', event: string, fields?: Readonly<Record<string, unknown>>) => void;
