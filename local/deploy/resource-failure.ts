import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws/wire/aws-error';
import { isCustomResource } from './template';

/** Thrown by a handler whose failed creation or update left a physical thing behind (or may have), which has to be deleted. */
export class ResourceFailure extends Error {
  constructor(message: string, readonly physicalId?: string) {
    super(message);
    this.name = 'ResourceFailure';
  }
}

const HANDLER_ERROR_CODES: readonly (readonly [RegExp, string])[] = [
  [/AccessDenied|UnauthorizedOperation/, 'AccessDenied'],
  [/AlreadyExists|AlreadyOwned|EntityAlreadyExists|ResourceInUse|Duplicate/, 'AlreadyExists'],
  [/NotFound|NoSuch/, 'NotFound'],
  [/Validation|Invalid|Malformed/, 'InvalidRequest'],
  [/Throttl|RequestLimitExceeded/, 'Throttling'],
  [/LimitExceeded/, 'ServiceLimitExceeded'],
];

/** The words that the event carries. */
export function failureReason(type: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (isCustomResource(type) || error instanceof ResourceFailure) return message;
  const code = error instanceof AwsError ? (HANDLER_ERROR_CODES.find(([pattern]) => pattern.test(error.code))?.[1] ?? 'GeneralServiceException') : 'InternalFailure';
  return `Resource handler returned message: "${message}" (RequestToken: ${randomUUID()}, HandlerErrorCode: ${code})`;
}
