import { randomUUID } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Caller, NetworkPath } from '../../access/model';
import { CredentialStore } from '../../services';
import { AwsChunkedDecoder } from './aws-chunked';
import { AwsError, notEmulated } from './aws-error';
import { readBuffer } from './body';
import { ServiceDoor, WireRequest, WireResponse } from './http';
import { asAwsError } from './json-door';
import { isSignedWith, readSignature, sha256, Signature, SignedRequest, signingKey } from './sigv4';
import { xmlText } from './xml';

export interface FrontDoorOptions {
  readonly doors: readonly ServiceDoor[];
  readonly credentials: CredentialStore;
  /** VPC of a gateway endpoint, for callers that say they come through one; undefined: there is no such endpoint. */
  readonly endpointVpc: (vpcEndpointId: string) => string | undefined;
  readonly now: () => number;
}

/** Where a caller stands, said by itself: the loopback port has no subnets. Only for tests and demonstrations of the policies. */
export const NETWORK_HEADER = 'x-local-vpc-endpoint';
/** `http` makes the request count as sent without TLS. Everything else on the loopback port counts as TLS. */
export const TRANSPORT_HEADER = 'x-local-transport';

const SKEW_MILLISECONDS = 15 * 60 * 1000;
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** Checks the signature, finds out who calls and from where, and hands the request to the service of its credential scope. */
export class FrontDoor {
  private readonly doors: ReadonlyMap<string, ServiceDoor>;

  constructor(private readonly options: FrontDoorOptions) {
    this.doors = new Map(options.doors.map((door) => [door.signingName, door]));
  }

  async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    let response: WireResponse;
    try {
      response = await this.answer(incoming, requestId);
    } catch (error) {
      response = plainError(asAwsError(error), requestId, incoming.headers['content-type']);
    }
    await send(response, outgoing, incoming);
  }

  private async answer(incoming: IncomingMessage, requestId: string): Promise<WireResponse> {
    const [path, query = ''] = splitOnce(incoming.url ?? '/', '?');
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]));
    const signed: SignedRequest = { method: incoming.method ?? 'GET', path, query, headers };
    const signature = readSignature(signed);
    const service = signature?.service ?? 's3';
    const door = this.doors.get(service);
    if (!door) throw notEmulated(`the service ${service}`);
    const { principal, body } = signature ? await this.authenticate(signed, signature, incoming) : { principal: { kind: 'anonymous' } as const, body: incoming as Readable };
    const caller: Caller = { principal, network: this.network(headers), secureTransport: headers[TRANSPORT_HEADER] !== 'http', userAgent: headers['user-agent'] };
    const request: WireRequest = { requestId, method: signed.method, path, query: new URLSearchParams(query), headers, body, caller, accessKeyId: signature?.accessKeyId };
    return door.handle(request);
  }

  private async authenticate(request: SignedRequest, signature: Signature, incoming: IncomingMessage): Promise<{ principal: Caller['principal']; body: Readable }> {
    const credentials = this.options.credentials.find(signature.accessKeyId);
    if (!credentials) throw new AwsError(signature.service === 's3' ? 'InvalidAccessKeyId' : 'UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
    const token = request.headers['x-amz-security-token'] ?? new URLSearchParams(request.query).get('X-Amz-Security-Token') ?? undefined;
    if ((credentials.sessionToken ?? undefined) !== token) throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    const now = this.options.now();
    if (credentials.expiration !== undefined && credentials.expiration < now) throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
    checkTime(signature, now);

    const declared = request.headers['x-amz-content-sha256'];
    const buffered = signature.service !== 's3' ? await readBuffer(incoming) : undefined;
    const payloadHash = signature.presigned && signature.service === 's3' ? UNSIGNED : buffered ? sha256(buffered) : (declared ?? sha256(''));
    if (!isSignedWith(request, signature, credentials.secretAccessKey, payloadHash)) {
      throw new AwsError('SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.', 403);
    }
    const body = buffered ? Readable.from(buffered.length ? [buffered] : []) : objectBody(incoming, request.headers as Record<string, string>, signature, credentials.secretAccessKey);
    return { principal: credentials.principal, body };
  }

  private network(headers: Readonly<Record<string, string>>): NetworkPath {
    const vpcEndpointId = headers[NETWORK_HEADER];
    if (!vpcEndpointId) return { kind: 'internet', sourceIp: '127.0.0.1' };
    const vpcId = this.options.endpointVpc(vpcEndpointId);
    if (!vpcId) throw new AwsError('InvalidVpcEndpointId.NotFound', `the header ${NETWORK_HEADER} names ${vpcEndpointId}, which does not exist`);
    return { kind: 'endpoint', vpcEndpointId, vpcId };
  }
}

function checkTime(signature: Signature, now: number): void {
  const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signature.timestamp) ?? [];
  const signedAt = Date.UTC(Number(y), Number(m) - 1, Number(d), Number(h), Number(min), Number(s));
  if (signature.presigned && now > signedAt + (signature.expires ?? 0) * 1000) throw new AwsError('AccessDenied', 'Request has expired', 403);
  if (!signature.presigned && !(Math.abs(now - signedAt) <= SKEW_MILLISECONDS)) throw new AwsError('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 403);
}

/** The object inside the request: `aws-chunked` framing taken off, trailers put beside the headers. */
function objectBody(incoming: IncomingMessage, headers: Record<string, string>, signature: Signature, secret: string): Readable {
  const declared = headers['x-amz-content-sha256'] ?? '';
  if (!declared.startsWith('STREAMING-')) return incoming;
  const scope = [signature.date, signature.region, signature.service, 'aws4_request'].join('/');
  const signing = declared.startsWith('STREAMING-UNSIGNED') ? undefined : { key: signingKey(secret, signature), timestamp: signature.timestamp, scope, seed: signature.signature };
  const decoder = new AwsChunkedDecoder((name, value) => (headers[name] = value), signing);
  incoming.on('error', (error) => decoder.destroy(error));
  incoming.on('aborted', () => decoder.destroy(new AwsError('IncompleteBody', 'the client went away')));
  return incoming.pipe(decoder);
}

async function send(response: WireResponse, outgoing: ServerResponse, incoming: IncomingMessage): Promise<void> {
  const { body } = response;
  outgoing.writeHead(response.status, { ...response.headers, ...(typeof body === 'string' || Buffer.isBuffer(body) ? { 'content-length': String(Buffer.byteLength(body)) } : {}) });
  if (body instanceof Readable) {
    // A client that goes away, or an object that cannot be read to its end, both end in a cut connection: that is the protocol's only word for it.
    await pipeline(body, outgoing).catch(() => outgoing.destroy());
  } else outgoing.end(incoming.method === 'HEAD' ? undefined : body);
  if (!incoming.readableEnded) incoming.pipe(new PassThrough()).resume();
}

/** An error before the service's own door was reached, in the form of the protocol that the client speaks. */
function plainError(error: AwsError, requestId: string, contentType = ''): WireResponse {
  const { code, message, status } = error;
  if (contentType.includes('json')) return { status, headers: { 'content-type': contentType, 'x-amzn-requestid': requestId }, body: JSON.stringify({ __type: code, message, Message: message }) };
  if (contentType.includes('x-www-form-urlencoded')) {
    return { status, headers: { 'content-type': 'text/xml' }, body: `<ErrorResponse><Error><Type>${error.fault}</Type><Code>${xmlText(code)}</Code><Message>${xmlText(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>` };
  }
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${xmlText(error.code)}</Code><Message>${xmlText(error.message)}</Message><RequestId>${requestId}</RequestId></Error>`;
  return { status: error.status, headers: { 'content-type': 'application/xml', 'x-amzn-errortype': error.code }, body: xml };
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
