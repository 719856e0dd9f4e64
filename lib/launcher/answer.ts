import { AnswerPort, Clock, Log } from './ports';
import { serviceError } from './service-error';

/** Which request is answered; everything but the URL. */
export interface RequestIdentity {
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

export type Outcome =
  | { readonly status: 'SUCCESS'; readonly data?: Readonly<Record<string, string>> }
  | { readonly status: 'FAILED'; readonly reason: string };

/** CloudFormation refuses a longer answer, and then waits an hour for a shorter one. */
export const ANSWER_BYTES = 4096;

/** The answer's body; the reason is cut so that the whole fits. */
export function answerBody(request: RequestIdentity, outcome: Outcome): string {
  const write = (reason: string | undefined, data?: Readonly<Record<string, string>>) =>
    JSON.stringify({ Status: outcome.status, Reason: reason, PhysicalResourceId: request.physicalId, StackId: request.stackId, RequestId: request.requestId, LogicalResourceId: request.logicalId, Data: data });
  if (outcome.status === 'SUCCESS') {
    const body = write(undefined, outcome.data);
    if (Buffer.byteLength(body) <= ANSWER_BYTES) return body;
    throw new Error(`the answer must have at most ${ANSWER_BYTES} bytes, has ${Buffer.byteLength(body)}`);
  }
  let reason = outcome.reason;
  for (let body = write(reason); ; body = write(reason)) {
    const excess = Buffer.byteLength(body) - ANSWER_BYTES;
    if (excess <= 0) return body;
    if (reason.length <= 1) throw new Error(`the answer must have at most ${ANSWER_BYTES} bytes, has ${Buffer.byteLength(body)}`);
    // A character takes one to six bytes here, so this takes away too little at times, and never too much of plain text.
    reason = `${reason.slice(0, Math.max(0, reason.length - Math.max(2, Math.ceil(excess / 6) + 1)))}…`;
  }
}

const PAUSES = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Delivers the answer. The URL is a bearer credential: whatever the port throws is replaced by an error that
 * carries its name only, because texts of HTTP errors tend to quote the URL.
 */
export async function deliver(ports: { readonly answers: AnswerPort; readonly clock: Clock; readonly log: Log }, url: string, request: RequestIdentity, outcome: Outcome): Promise<void> {
  const body = answerBody(request, outcome);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await ports.answers.put(url, body);
      ports.log('info', 'answered', { status: outcome.status, requestId: request.requestId, physicalId: request.physicalId });
      return;
    } catch (thrown) {
      const { name } = serviceError(thrown);
      ports.log('warn', 'answer-not-taken', { error: name, attempt: attempt + 1, requestId: request.requestId });
      if (attempt >= PAUSES.length) throw new Error(`CloudFormation did not take the answer in ${attempt + 1} attempts, last: ${name}`);
      await ports.clock.sleep(PAUSES[attempt]);
    }
  }
}
