import { SERVICE_MESSAGE } from '../spec/service-messages';

/** An error by its code and text, whoever threw it. SDK v3 has no classes for most of what SageMaker answers. */
export interface ServiceError {
  readonly name: string;
  readonly message: string;
}

export function serviceError(thrown: unknown): ServiceError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const { code } = thrown as { code?: unknown };
  return { name: thrown.name === 'Error' && typeof code === 'string' ? code : thrown.name, message: thrown.message };
}

const THROTTLED = new Set([
  'ThrottlingException', 'Throttling', 'ThrottledException', 'TooManyRequestsException', 'RequestLimitExceeded', 'RequestThrottled', 'RequestThrottledException', 'LimitExceededException',
]);
const TRANSIENT = new Set([
  'TimeoutError', 'RequestTimeout', 'RequestTimeoutException', 'NetworkingError', 'InternalFailure', 'InternalServerException', 'InternalServerError', 'InternalError',
  'ServiceUnavailable', 'ServiceUnavailableException', 'KMSInternalException', 'DependencyTimeoutException',
]);
const SOCKET = /\b(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN)\b|socket hang up/;

/** Asking again later is the cure: a rate, a lost connection, the service's own trouble. */
export function isTransient(error: ServiceError): boolean {
  return THROTTLED.has(error.name) || TRANSIENT.has(error.name) || (error.name !== 'ValidationException' && SERVICE_MESSAGE.rateExceeded.pattern.test(error.message)) || SOCKET.test(`${error.name} ${error.message}`);
}

/** The launcher itself may not. */
export function isDenied(error: ServiceError): boolean {
  return /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized|AuthorizationError)$/.test(error.name) || /is not authorized to perform/.test(error.message);
}

/** The service does not know the job. It says so with a ValidationException; the modelled class is not what comes. */
export function isJobUnknown(error: ServiceError): boolean {
  return error.name === 'ResourceNotFound' || SERVICE_MESSAGE.jobNotFound.pattern.test(error.message) || SERVICE_MESSAGE.stopUnknown.pattern.test(error.message);
}

/** Stop came too late: the job has ended already. */
export function isJobEnded(error: ServiceError): boolean {
  return SERVICE_MESSAGE.stopTerminal.pattern.test(error.message);
}

export function isNameTaken(error: ServiceError): boolean {
  return error.name === 'ResourceInUse' || SERVICE_MESSAGE.nameTaken.pattern.test(error.message);
}
