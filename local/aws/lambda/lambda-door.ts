import { randomUUID } from 'node:crypto';
import { requireAccess } from '../../functions/require-access';
import { Authority } from '../../services';
import { AwsError, notEmulated } from '../wire/aws-error';
import { readText } from '../wire/body';
import { ServiceDoor, WireRequest, WireResponse } from '../wire/http';
import { asAwsError } from '../wire/json-door';
import { configurationOf, FunctionRecord } from './function-record';
import { LambdaService } from './lambda-service';

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly name: string;
  readonly serve?: (door: LambdaDoor, request: WireRequest, functionName: string) => Promise<WireResponse> | WireResponse;
}

const FUNCTIONS = '/2015-03-31/functions';
const one = (tail = ''): RegExp => new RegExp(`^${FUNCTIONS}/([^/]+)${tail}/?$`);

/** The REST operations; those without `serve` are known and refused by name. */
const ROUTES: readonly Route[] = [
  { name: 'Invoke', method: 'POST', path: one('/invocations'), serve: (door, request, name) => door.invoke(request, name) },
  { name: 'GetFunctionConfiguration', method: 'GET', path: one('/configuration'), serve: (door, request, name) => door.getFunctionConfiguration(request, name) },
  { name: 'GetFunction', method: 'GET', path: one(), serve: (door, request, name) => door.getFunction(request, name) },
  { name: 'ListFunctions', method: 'GET', path: new RegExp(`^${FUNCTIONS}/?$`), serve: (door, request) => door.listFunctions(request) },
  { name: 'CreateFunction', method: 'POST', path: new RegExp(`^${FUNCTIONS}/?$`) },
  { name: 'DeleteFunction', method: 'DELETE', path: one() },
  { name: 'UpdateFunctionCode', method: 'PUT', path: one('/code') },
  { name: 'UpdateFunctionConfiguration', method: 'PUT', path: one('/configuration') },
  { name: 'AddPermission', method: 'POST', path: one('/policy') },
  { name: 'GetPolicy', method: 'GET', path: one('/policy') },
  { name: 'InvokeAsync', method: 'POST', path: /^\/2014-11-13\/functions\/([^/]+)\/invoke-async\/?$/ },
];

const SYNCHRONOUS_LIMIT = 6_291_456;
const ASYNCHRONOUS_LIMIT = 1_048_576;
const LOG_TAIL = 4096;

/** Lambda on the wire (REST-JSON). CloudFormation makes the functions here; callers run and read them. */
export function lambdaDoor(lambda: LambdaService, authority: Authority): ServiceDoor {
  const door = new LambdaDoor(lambda, authority);
  return { signingName: 'lambda', operations: ROUTES.filter(({ serve }) => serve).map(({ name }) => name), handle: (request) => door.handle(request) };
}

class LambdaDoor {
  constructor(private readonly lambda: LambdaService, private readonly authority: Authority) {}

  async handle(request: WireRequest): Promise<WireResponse> {
    try {
      const route = ROUTES.find(({ method, path }) => method === request.method && path.test(request.path));
      if (!route?.serve) throw notEmulated(`lambda:${route?.name ?? `${request.method} ${request.path}`}${route ? ': functions are made by CloudFormation' : ''}`);
      return await route.serve(this, request, decodeURIComponent(route.path.exec(request.path)![1] ?? ''));
    } catch (error) {
      const { code, message, status, fields } = asAwsError(error);
      return json(request, status, { Type: status < 500 ? 'User' : 'Service', message, Message: message, ...fields }, { 'x-amzn-errortype': code });
    }
  }

  async invoke(request: WireRequest, functionName: string): Promise<WireResponse> {
    const record = this.lambda.store.find(functionName, request.query.get('Qualifier') ?? undefined);
    this.require(request, 'lambda:InvokeFunction', record);
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
    const payload = checkPayload(await readText(request.body), type === 'Event' ? ASYNCHRONOUS_LIMIT : SYNCHRONOUS_LIMIT);
    switch (type) {
      case 'DryRun': return { status: 204, headers: answerHeaders(request) };
      case 'Event': return { status: 202, headers: answerHeaders(request, this.lambda.enqueue(record, payload)) };
      case 'RequestResponse': return this.invokeNow(request, record, payload);
      default: throw new AwsError('InvalidParameterValueException', `InvocationType must be RequestResponse, Event or DryRun, got ${type}`);
    }
  }

  getFunctionConfiguration(request: WireRequest, functionName: string): WireResponse {
    const record = this.lambda.store.find(functionName, request.query.get('Qualifier') ?? undefined);
    this.require(request, 'lambda:GetFunctionConfiguration', record);
    return json(request, 200, configurationOf(record));
  }

  getFunction(request: WireRequest, functionName: string): WireResponse {
    const record = this.lambda.store.find(functionName, request.query.get('Qualifier') ?? undefined);
    this.require(request, 'lambda:GetFunction', record);
    const { reservedConcurrency: reserved, tags } = record.settings;
    // Code.Location (a presigned link to the archive) is left out: there is none.
    return json(request, 200, {
      Configuration: configurationOf(record),
      Code: { RepositoryType: 'S3' },
      Tags: tags,
      ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    });
  }

  listFunctions(request: WireRequest): WireResponse {
    requireAccess(this.authority, { caller: request.caller, action: 'lambda:ListFunctions', resource: '*' }, 403);
    const all = this.lambda.store.all().sort((left, right) => (left.functionName < right.functionName ? -1 : 1));
    const from = Number(request.query.get('Marker') ?? 0);
    const to = from + Math.min(Number(request.query.get('MaxItems') ?? 50), 50);
    return json(request, 200, { Functions: all.slice(from, to).map(configurationOf), ...(to < all.length ? { NextMarker: String(to) } : {}) });
  }

  private async invokeNow(request: WireRequest, record: FunctionRecord, payload: string): Promise<WireResponse> {
    const invocation = await this.lambda.run(record, payload);
    return {
      status: 200,
      headers: {
        ...answerHeaders(request, invocation.requestId),
        'content-type': 'application/json',
        'x-amz-executed-version': invocation.executedVersion,
        ...(invocation.functionError === undefined ? {} : { 'x-amz-function-error': invocation.functionError }),
        ...(request.headers['x-amz-log-type'] === 'Tail' ? { 'x-amz-log-result': Buffer.from(invocation.log).subarray(-LOG_TAIL).toString('base64') } : {}),
      },
      body: invocation.payload,
    };
  }

  private require(request: WireRequest, action: string, record: FunctionRecord): void {
    requireAccess(this.authority, {
      caller: request.caller,
      action,
      resource: record.functionArn,
      resourcePolicy: this.lambda.policyOf(record.functionName),
      requestParameters: { functionName: record.functionName },
    }, 403);
  }
}

/** An empty body stands for an empty object. */
function checkPayload(text: string, limit: number): string {
  const size = Buffer.byteLength(text);
  if (size > limit) throw new AwsError('RequestTooLargeException', `${size} byte payload is too large for the InvocationType (limit ${limit} bytes)`, 413);
  if (!text) return '{}';
  try {
    JSON.parse(text);
  } catch (error) {
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${(error as Error).message}`);
  }
  return text;
}

function answerHeaders(request: WireRequest, requestId = request.requestId ?? randomUUID()): Record<string, string> {
  return { 'x-amzn-requestid': requestId };
}

function json(request: WireRequest, status: number, body: unknown, headers: Record<string, string> = {}): WireResponse {
  return { status, headers: { ...answerHeaders(request), 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
