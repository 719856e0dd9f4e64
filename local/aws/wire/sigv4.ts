import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from './aws-error';

/** What a signature is computed over. */
export interface SignedRequest {
  readonly method: string;
  /** Undecoded. */
  readonly path: string;
  /** Undecoded, without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The parts of an `Authorization` header, or of a presigned query. */
export interface Signature {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20261122T101112Z`. */
  readonly timestamp: string;
  readonly presigned: boolean;
  /** Seconds that a presigned address lives. */
  readonly expires?: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Finds the signature; undefined when the request carries none. */
export function readSignature(request: SignedRequest): Signature | undefined {
  const query = new URLSearchParams(request.query);
  if (query.get('X-Amz-Algorithm') === ALGORITHM) {
    return {
      ...readScope(query.get('X-Amz-Credential') ?? ''),
      signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
      signature: query.get('X-Amz-Signature') ?? '',
      timestamp: query.get('X-Amz-Date') ?? '',
      presigned: true,
      expires: Number(query.get('X-Amz-Expires') ?? 0),
    };
  }
  const authorization = request.headers.authorization;
  if (!authorization) return undefined;
  const match = /^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)$/.exec(authorization);
  if (!match) throw new AwsError('IncompleteSignature', `the Authorization header is not of the form ${ALGORITHM} Credential=…, SignedHeaders=…, Signature=…`, 403);
  return { ...readScope(match[1]), signedHeaders: match[2].split(';'), signature: match[3], timestamp: request.headers['x-amz-date'] ?? '', presigned: false };
}

function readScope(credential: string): Pick<Signature, 'accessKeyId' | 'date' | 'region' | 'service'> {
  const parts = credential.split('/');
  const [date, region, service, end] = parts.slice(-4);
  if (parts.length < 5 || end !== 'aws4_request') throw new AwsError('IncompleteSignature', 'the credential scope is not <key>/<date>/<region>/<service>/aws4_request', 403);
  return { accessKeyId: parts.slice(0, -4).join('/'), date, region, service };
}

/** Whether the request was signed with the secret. `payloadHash` is what the client signed for the body. */
export function isSignedWith(request: SignedRequest, signature: Signature, secret: string, payloadHash: string): boolean {
  const canonical = [
    request.method,
    canonicalPath(request.path, signature.service),
    canonicalQuery(request.query),
    ...signature.signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signature.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const scope = [signature.date, signature.region, signature.service, 'aws4_request'].join('/');
  const toSign = [ALGORITHM, signature.timestamp, scope, sha256(canonical)].join('\n');
  const expected = createHmac('sha256', signingKey(secret, signature)).update(toSign).digest();
  const given = Buffer.from(signature.signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function signingKey(secret: string, { date, region, service }: Pick<Signature, 'date' | 'region' | 'service'>): Buffer {
  return [date, region, service, 'aws4_request'].reduce<Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(`AWS4${secret}`));
}

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** S3 signs the path as it is sent; every other service signs it encoded once more. */
function canonicalPath(path: string, service: string): string {
  const encoded = service === 's3' ? path : path.split('/').map(encode).join('/');
  return encoded || '/';
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const [name, ...value] = pair.split('=');
      return [encode(decode(name)), encode(decode(value.join('=')))];
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function decode(text: string): string {
  return decodeURIComponent(text.replace(/\+/g, '%20'));
}

/** RFC 3986 as SigV4 wants it: everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
