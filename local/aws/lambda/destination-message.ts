import { AsyncInvocation, AsyncOutcome } from './async-queue';

/** The record that a destination gets about an asynchronous invocation. */
export function destinationMessage(invocation: AsyncInvocation, outcome: AsyncOutcome, condition: string, functionArn: string, now: number): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: invocation.requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: Math.max(1, invocation.attempts),
    },
    requestPayload: JSON.parse(invocation.payload),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(outcome.functionError ? { functionError: outcome.functionError } : {}) },
    responsePayload: JSON.parse(outcome.payload),
  });
}
