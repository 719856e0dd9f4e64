/** The words between CloudFormation and the function behind a custom resource. Pure. */

export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ServiceToken: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
}

export type CustomResourceVerdict =
  | { readonly success: true; readonly physicalId: string; readonly data: Readonly<Record<string, unknown>>; readonly noEcho: boolean }
  /** `physicalId`: what the answer named, if it named something usable. */
  | { readonly success: false; readonly reason: string; readonly physicalId?: string };

/** Longest answer, counted in bytes of the whole body. */
export const ANSWER_LIMIT = 4096;
const PHYSICAL_ID_LIMIT = 1024;

/** Every leaf becomes a string on its way to the function: `true` arrives as `"true"`, `5` as `"5"`. */
export function withStrings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withStrings);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withStrings(child)]));
  return String(value);
}

/** Seconds to wait for the answer. */
export function serviceTimeout(properties: Readonly<Record<string, unknown>>): number {
  if (properties.ServiceTimeout === undefined) return 3600;
  const seconds = Number(properties.ServiceTimeout);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600) throw new Error(`ServiceTimeout must be a whole number of seconds from 1 to 3600, got: ${String(properties.ServiceTimeout)}`);
  return seconds;
}

/** What the body at the response URL means. */
export function readAnswer(body: Buffer, request: Pick<CustomResourceRequest, 'StackId' | 'RequestId' | 'LogicalResourceId'>): CustomResourceVerdict {
  if (body.length > ANSWER_LIMIT) return { success: false, reason: `Response object is too long. (${body.length} bytes, the limit is ${ANSWER_LIMIT})` };
  let answer: Record<string, unknown>;
  try {
    answer = JSON.parse(body.toString('utf8'));
  } catch {
    return { success: false, reason: `Invalid response object: the body is not JSON. (RequestId: ${request.RequestId})` };
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return { success: false, reason: `Invalid response object: the body is not a JSON object. (RequestId: ${request.RequestId})` };
  const { Status, Reason, PhysicalResourceId, Data, NoEcho } = answer;
  const usable = typeof PhysicalResourceId === 'string' && PhysicalResourceId !== '' && Buffer.byteLength(PhysicalResourceId) <= PHYSICAL_ID_LIMIT;
  if (!usable) return { success: false, reason: 'Invalid PhysicalResourceId' };
  const physicalId = PhysicalResourceId;
  for (const name of ['StackId', 'RequestId', 'LogicalResourceId'] as const) {
    // The documentation demands the three verbatim; a function that leaves them out must not pass here and stumble there.
    if (answer[name] !== request[name]) return { success: false, physicalId, reason: `Invalid response object: ${name} must be ${request[name]}, got: ${String(answer[name])}` };
  }
  if (Status === 'FAILED') {
    return { success: false, physicalId, reason: `Received response status [FAILED] from custom resource. Message returned: ${typeof Reason === 'string' ? Reason : ''} (RequestId: ${request.RequestId})` };
  }
  if (Status !== 'SUCCESS') return { success: false, physicalId, reason: `Invalid response object: Status must be SUCCESS or FAILED, got: ${String(Status)}` };
  if (Data !== undefined && (typeof Data !== 'object' || Data === null || Array.isArray(Data))) return { success: false, physicalId, reason: 'Invalid response object: Data must be an object' };
  return { success: true, physicalId, data: (Data ?? {}) as Record<string, unknown>, noEcho: NoEcho === true || NoEcho === 'true' };
}

/** The service's words when nobody answers. */
export function noAnswer(requestId: string): string {
  return `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function so that CloudFormation can attach the updated version.`;
}
