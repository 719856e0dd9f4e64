import { AwsError, notEmulated } from '../wire/aws-error';
import { ServiceDoor, WireRequest, WireResponse } from '../wire/http';
import { bucketOperations } from './bucket-operations';
import { configurationOperations } from './configuration-operations';
import { listOperations } from './list-operations';
import { multipartOperations } from './multipart-operations';
import { objectOperations } from './object-operations';
import { operationOf } from './routes';
import { s3Error } from './s3-errors';
import { S3Operations, XML } from './s3-request';
import { requestTarget } from './s3-request-target';
import { S3Service } from './s3-service';
import { xmlDocument } from './xml';

/** S3 on the wire: REST with XML documents, in path style and in virtual-hosted style. */
export function s3Door(s3: S3Service): ServiceDoor {
  const operations: S3Operations = { ...bucketOperations(s3), ...configurationOperations(s3), ...objectOperations(s3), ...listOperations(s3), ...multipartOperations(s3) };

  const answer = async (wire: WireRequest): Promise<WireResponse> => {
    const { caller, headers, query, method } = wire;
    const target = requestTarget(headers.host, wire.path);
    requireOwner(s3.identity.accountId, headers);
    const name = operationOf(method, target, query, headers);
    const operation = operations[name];
    if (!operation) throw notEmulated(`s3:${name}`);
    return operation({ wire, caller, headers, query, ...target });
  };

  return {
    signingName: 's3',
    operations: Object.keys(operations),
    async handle(wire) {
      let response: WireResponse;
      try {
        response = await answer(wire);
      } catch (error) {
        response = refusal(wire, asS3Error(error, s3));
      }
      return { ...response, headers: { ...response.headers, 'x-amz-request-id': wire.requestId, 'x-amz-id-2': wire.requestId } };
    },
  };
}

/** The client may say in whose account it believes the bucket to be. */
function requireOwner(accountId: string, headers: Readonly<Record<string, string>>): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    if (headers[name] !== undefined && headers[name] !== accountId) throw s3Error.accessDenied();
  }
}

/** Our own defects are told to whoever watches; the client learns what S3 says then. */
function asS3Error(error: unknown, s3: S3Service): AwsError {
  if (error instanceof AwsError) return error;
  s3.report({ source: 's3', type: 'internal-error', detail: { error: error instanceof Error ? (error.stack ?? error.message) : String(error) } });
  return new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500);
}

function refusal(wire: WireRequest, error: AwsError): WireResponse {
  if (wire.method === 'HEAD') return { status: error.status };
  const { code: Code, message: Message, fields } = error;
  return { status: error.status, headers: XML, body: xmlDocument('Error', { Code, Message, ...fields, Resource: wire.path, RequestId: wire.requestId, HostId: wire.requestId }, false) };
}
