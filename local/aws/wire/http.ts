import { Readable } from 'node:stream';
import { Caller } from '../../access/model';

/** A verified request at a service's door. */
export interface WireRequest {
  readonly requestId: string;
  readonly method: string;
  /** Undecoded path, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it arrived, `aws-chunked` framing already taken off. Read it once. */
  readonly body: Readable;
  readonly caller: Caller;
  /** Access key id of the caller, for GetCallerIdentity and the audit log; undefined when unsigned. */
  readonly accessKeyId?: string;
}

export interface WireResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

/** A service on the wire. The front door finds it by the name in the request's credential scope. */
export interface ServiceDoor {
  /** SigV4 signing name: `s3`, `sts`, `cloudformation`, `sagemaker`, `states`, `logs`, `events`, `lambda`, `ec2`, `kms`, `iam`, `ssm`. */
  readonly signingName: string;
  /** Names of the operations that are served; any other is refused by name. */
  readonly operations?: readonly string[];
  handle(request: WireRequest): Promise<WireResponse>;
}

/** What an operation learns beside its input. */
export interface OperationContext {
  readonly caller: Caller;
  readonly requestId: string;
  readonly accessKeyId?: string;
}

/** An operation of a service with a JSON or Query door: plain input, plain output, `AwsError` when refused. */
export type Operation = (input: any, context: OperationContext) => Promise<unknown> | unknown;
export type Operations = Readonly<Record<string, Operation>>;
