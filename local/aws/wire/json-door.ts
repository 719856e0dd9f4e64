import { AwsError, notEmulated } from './aws-error';
import { readText } from './body';
import { Operations, ServiceDoor, WireResponse } from './http';

export interface JsonDoorOptions {
  readonly signingName: string;
  /** What stands before the dot of `X-Amz-Target`. */
  readonly targetPrefix: string;
  readonly version: '1.0' | '1.1';
  readonly operations: Operations;
}

/** A service that speaks AWS JSON: the operation is in a header, input and output are JSON documents. */
export function jsonDoor({ signingName, targetPrefix, version, operations }: JsonDoorOptions): ServiceDoor {
  const respond = (status: number, body: unknown, requestId: string): WireResponse => ({
    status,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId },
    body: JSON.stringify(body ?? {}),
  });
  return {
    signingName,
    operations: Object.keys(operations),
    async handle(request) {
      try {
        const [prefix, name] = (request.headers['x-amz-target'] ?? '').split('.');
        if (prefix !== targetPrefix || !name) throw new AwsError('UnknownOperationException', `X-Amz-Target must be ${targetPrefix}.<Operation>, got: ${request.headers['x-amz-target'] ?? 'nothing'}`);
        const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
        if (!operation) throw notEmulated(`${signingName}:${name}`);
        return respond(200, await operation(parse(await readText(request.body)), request), request.requestId);
      } catch (error) {
        const { code, message, status, fields } = inJsonWords(asAwsError(error));
        return respond(status, { __type: code, message, Message: message, ...fields }, request.requestId);
      }
    },
  };
}

function parse(text: string): unknown {
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError('SerializationException', (error as Error).message);
  }
}

/** JSON services call a refusal AccessDeniedException and answer 400, unless the service itself chose other words. */
function inJsonWords(error: AwsError): AwsError {
  return error.code === 'AccessDenied' ? new AwsError('AccessDeniedException', error.message, 400, error.fields) : error;
}

/** Our own defects leave as InternalFailure with their stack, so that nobody takes them for an answer of AWS. */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('InternalFailure', `defect of the local cloud: ${cause}`, 500);
}
