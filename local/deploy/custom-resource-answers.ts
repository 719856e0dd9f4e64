import { randomBytes } from 'node:crypto';
import { CloudIdentity, Report } from '../services';

/** A request at the response URL, as the front door hands it over. */
export interface AnswerRequest {
  /** Undecoded path, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer | string;
}

export interface Expectation {
  readonly responseUrl: string;
  /** The first body that arrives. */
  readonly answer: Promise<Buffer>;
  /** From now on answers come too late. */
  forget(): void;
}

interface Pending {
  readonly token: string;
  open: boolean;
  readonly accept: (body: Buffer) => void;
  readonly about: { readonly stackId: string; readonly logicalId: string; readonly requestId: string };
}

/** The place where functions PUT their answers. Only the first one counts; what comes later is told, not lost. */
export class CustomResourceAnswers {
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly services: { readonly identity: CloudIdentity; readonly report: Report }) {}

  /** Host names of the response URLs. */
  static readonly HOST = /^cloudformation-custom-resource-response-[a-z0-9]+\.s3[.-][a-z0-9-]+\.amazonaws\.com(\.cn)?(:\d+)?$/;

  expect(requestId: string, { stackId, logicalId }: { readonly stackId: string; readonly logicalId: string }): Expectation {
    const { region, urlSuffix } = this.services.identity;
    const token = randomBytes(24).toString('base64url');
    const path = `/${encodeURIComponent(`${stackId}|${logicalId}|${requestId}`)}`;
    let accept!: (body: Buffer) => void;
    const answer = new Promise<Buffer>((settle) => { accept = settle; });
    const entry: Pending = { token, open: true, accept, about: { stackId, logicalId, requestId } };
    this.pending.set(requestId, entry);
    return {
      responseUrl: `https://cloudformation-custom-resource-response-${region.replaceAll('-', '')}.s3.${region}.${urlSuffix}${path}?X-Local-Token=${token}`,
      answer,
      forget: () => { entry.open = false; },
    };
  }

  /** Like the presigned URL of the service: whoever has it may put, whatever comes of it. */
  async receive({ path, query, body }: AnswerRequest): Promise<{ status: number }> {
    const entry = this.pending.get(requestIdOf(path));
    if (!entry || query.get('X-Local-Token') !== entry.token) return { status: 403 };
    if (entry.open) {
      entry.open = false;
      entry.accept(Buffer.from(body));
    } else {
      this.services.report({ source: 'cloudformation', type: 'custom-resource-answer-ignored', detail: { ...entry.about, bytes: Buffer.byteLength(body) } });
    }
    return { status: 200 };
  }
}

function requestIdOf(path: string): string {
  try {
    return decodeURIComponent(path).split('|').at(-1) ?? '';
  } catch {
    return '';
  }
}
