import { Outcome, RequestIdentity } from './answer';
import { CustomResourceEvent } from './event';

/** What the function did with a request: it has an answer, or the watch will give it. */
export type Handled = { readonly physicalId: string; readonly outcome: Outcome } | 'watched';

export function succeeded(physicalId: string, data?: Readonly<Record<string, string>>): Handled {
  return { physicalId, outcome: { status: 'SUCCESS', data } };
}

export function failed(physicalId: string, reason: string): Handled {
  return { physicalId, outcome: { status: 'FAILED', reason } };
}

/**
 * The physical id of a request that came to nothing: the old one on Update, so that nothing is replaced, and on
 * Create one that the following Delete recognises as nothing. Never empty, or CloudFormation masks the reason.
 */
export function untouchedId(event: CustomResourceEvent): string {
  return event.PhysicalResourceId || `not-created-${event.RequestId}`;
}

export function identityOf(event: CustomResourceEvent, physicalId: string): RequestIdentity {
  return { stackId: event.StackId, requestId: event.RequestId, logicalId: event.LogicalResourceId, physicalId };
}
