import { Readable } from 'node:stream';
import { AccessRequest, Caller, Decision, NamedPolicy, PolicyDocument, Principal } from './access/model';

/** Where the emulated account is. */
export interface CloudIdentity {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly urlSuffix: string;
}

/** Time is handed in, so that tests need no sleeps. */
export interface Clock {
  now(): number;
  /** Resolves after the time, or at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** What the running cloud tells whoever watches: the core reports, `bin/` prints. */
export interface CloudEvent {
  readonly time: number;
  /** `cloudformation`, `sagemaker`, `lambda`, … */
  readonly source: string;
  /** `resource-status`, `job-status`, `object-done`, `invocation`, … */
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
export type Report = (event: Omit<CloudEvent, 'time'>) => void;

// ---------------------------------------------------------------- access

/** A request for a decision. Identity, boundary and endpoint policies are found by the authority itself. */
export interface AccessCall extends Omit<AccessRequest, 'region' | 'resourceAccount'> {
  /** Default: the cloud's account. */
  readonly resourceAccount?: string;
  /** Policies on the resource: bucket policy, key policy, trust policy. */
  readonly resourcePolicy?: readonly NamedPolicy[];
  /** CloudTrail's name of the call; default: the action without its prefix. */
  readonly eventName?: string;
  /** What the audit log shows beside the decision: bucket, key, … */
  readonly requestParameters?: Readonly<Record<string, unknown>>;
}

export interface Authority {
  /** Decides and writes the audit log. */
  decide(call: AccessCall): Decision;
  /** Like `decide`, but throws `AccessDenied` (or the error made by `refuse`) when the answer is no. */
  require(call: AccessCall, refuse?: (decision: Decision) => Error): Decision;
}

/** One line of the audit log, in CloudTrail's shape plus the deciding statement. */
export interface AuditRecord {
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly userIdentity: { readonly type: string; readonly arn: string; readonly accountId?: string };
  readonly sourceIPAddress?: string;
  readonly vpcEndpointId?: string;
  readonly invokedBy?: string;
  readonly requestParameters?: Readonly<Record<string, unknown>>;
  readonly resource: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** Not CloudTrail's: why. */
  readonly decision: Decision;
}

export interface AuditLog {
  write(record: AuditRecord): void;
  /** Newest last. */
  read(filter?: { readonly denied?: boolean; readonly since?: number; readonly limit?: number }): AuditRecord[];
}

// ---------------------------------------------------------------- identities

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Epoch milliseconds. */
  readonly expiration?: number;
  readonly principal: Principal;
}

export interface CredentialStore {
  find(accessKeyId: string): Credentials | undefined;
}

export interface Sts {
  /** Checks the role's trust policy for the caller (a service principal for services) and makes session credentials. */
  assumeRole(request: {
    readonly caller: Caller;
    readonly roleArn: string;
    readonly sessionName: string;
    readonly durationSeconds?: number;
    /** `aws:SourceArn`, `aws:SourceAccount`, `sts:ExternalId`, … */
    readonly context?: Readonly<Record<string, string>>;
  }): Credentials;
}

export interface RoleRecord {
  readonly roleName: string;
  readonly roleArn: string;
  readonly roleId: string;
  readonly path: string;
  readonly trust: PolicyDocument;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Iam {
  role(nameOrArn: string): RoleRecord | undefined;
  /** Inline and attached policies of a user or role. */
  identityPolicies(principal: Principal): NamedPolicy[];
  boundary(principal: Principal): NamedPolicy[] | undefined;
  /** Throws AccessDenied unless the caller may pass the role to the service. */
  requirePassRole(caller: Caller, roleArn: string, service: string): void;
}

// ---------------------------------------------------------------- keys

export interface KmsCall {
  readonly caller: Caller;
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

export interface Kms {
  /** Key ARN of a key id, key ARN, alias name or alias ARN; throws NotFoundException. */
  resolve(keyId: string): string;
  /** The AWS managed key of a service, `alias/aws/s3`, made when first asked for. */
  awsManagedKey(service: string): string;
  generateDataKey(request: KmsCall & { readonly keyId: string; readonly withoutPlaintext?: boolean }): { plaintext: Buffer; ciphertext: Buffer; keyArn: string };
  encrypt(request: KmsCall & { readonly keyId: string; readonly plaintext: Buffer }): { ciphertext: Buffer; keyArn: string };
  decrypt(request: KmsCall & { readonly ciphertext: Buffer }): { plaintext: Buffer; keyArn: string };
  createGrant(request: KmsCall & {
    readonly keyId: string;
    readonly granteePrincipal: string;
    readonly operations: readonly string[];
    /** True when a service asks for it with the caller's credentials: `kms:GrantIsForAWSResource`. */
    readonly isForAwsResource?: boolean;
  }): { grantId: string };
  describe(keyId: string): { keyArn: string; keyId: string; enabled: boolean; keyState: string; keySpec: string; keyUsage: string; manager: 'CUSTOMER' | 'AWS' };
}

// ---------------------------------------------------------------- objects

export interface ObjectSummary {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: number;
}

export interface StoredObject extends ObjectSummary {
  readonly body: Readable;
  readonly contentType?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface S3 {
  listObjects(caller: Caller, request: { readonly bucket: string; readonly prefix?: string; readonly startAfter?: string; readonly maxKeys?: number }): { objects: ObjectSummary[]; nextStartAfter?: string };
  headObject(caller: Caller, request: { readonly bucket: string; readonly key: string }): Promise<ObjectSummary>;
  getObject(caller: Caller, request: { readonly bucket: string; readonly key: string }): Promise<StoredObject>;
  putObject(caller: Caller, request: {
    readonly bucket: string;
    readonly key: string;
    readonly body: Readable | Buffer;
    readonly contentType?: string;
    readonly metadata?: Readonly<Record<string, string>>;
    /** Absent: the bucket's default encryption. */
    readonly encryption?: { readonly algorithm: 'AES256' | 'aws:kms'; readonly kmsKeyId?: string };
  }): Promise<{ etag: string; size: number }>;
}

// ---------------------------------------------------------------- network

export interface SubnetFacts {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly freeAddresses: number;
}

export interface Ec2 {
  subnet(subnetId: string): SubnetFacts | undefined;
  /** The gateway endpoint for the service (`s3`) on the subnet's route table (or the main one), if any. */
  gatewayEndpointOf(subnetId: string, service: string): { vpcEndpointId: string; vpcId: string } | undefined;
  /** Whether a route table of the subnet leads to the internet (NAT or internet gateway). */
  hasInternetRoute(subnetId: string): boolean;
  /** Whether the groups let TCP 443 out to the service's prefix list or to everywhere. */
  allowsEgressTo(securityGroupIds: readonly string[], service: string): boolean;
  endpointPolicies(vpcEndpointId: string): NamedPolicy[];
  /** Managed prefix list of the region: `pl-…` for `com.amazonaws.<region>.s3`. */
  prefixListId(service: string): string;
  /** Makes network interfaces for a job as the caller (role); they take one address each. */
  createNetworkInterfaces(request: { readonly caller: Caller; readonly subnetId: string; readonly securityGroupIds: readonly string[]; readonly count: number; readonly description: string }): string[];
  deleteNetworkInterfaces(ids: readonly string[]): void;
}

// ---------------------------------------------------------------- compute and messages

export interface Logs {
  /** Makes group and stream when they are missing, as agents of the service do. */
  write(group: string, stream: string, messages: readonly string[]): void;
}

export interface Events {
  publish(event: { readonly source: string; readonly detailType: string; readonly resources: readonly string[]; readonly detail: Readonly<Record<string, unknown>> }): void;
}

export interface InvocationResult {
  /** JSON text that the handler gave, or the error object. */
  readonly payload: string;
  /** `Handled`, `Unhandled`: the function failed. */
  readonly functionError?: string;
}

export interface Lambda {
  /** Name, ARN or qualified ARN. */
  invoke(functionNameOrArn: string, payload: string): Promise<InvocationResult>;
  /** Queued and retried twice with the same payload and request id, as asynchronous invocations are. */
  invokeAsync(functionNameOrArn: string, payload: string): void;
}

/** What the parts of the local cloud may ask of each other. Each is handed in; none is imported. */
export interface Services {
  readonly identity: CloudIdentity;
  /** Private folder for state; absent: memory only. */
  readonly folder?: string;
  readonly clock: Clock;
  readonly report: Report;
  readonly audit: AuditLog;
  readonly authority: Authority;
  readonly credentials: CredentialStore;
  readonly sts: Sts;
  readonly iam: Iam;
  readonly kms: Kms;
  readonly s3: S3;
  readonly ec2: Ec2;
  readonly logs: Logs;
  readonly events: Events;
  readonly lambda: Lambda;
}
