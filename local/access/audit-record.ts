import { AccessCall, AuditRecord } from '../services';
import { Caller, Decision } from './model';
import { accountOf, callerArn } from './principal-arn';

/** CloudTrail's `userIdentity.type` of each kind of principal. */
const IDENTITY_TYPES = { role: 'AssumedRole', user: 'IAMUser', service: 'AWSService', anonymous: 'Anonymous' } as const;

/** The line of the audit log for a decision. */
export function auditRecord(call: AccessCall, decision: Decision, awsRegion: string, now: number, error?: { readonly code: string; readonly message: string }): AuditRecord {
  const { caller, action, resource, requestParameters } = call;
  const [service, operation] = action.split(':');
  const { principal, network, viaService } = caller;
  return {
    eventTime: new Date(now).toISOString(),
    eventSource: `${service}.amazonaws.com`,
    eventName: call.eventName ?? operation,
    awsRegion,
    userIdentity: { type: IDENTITY_TYPES[principal.kind], arn: callerArn(principal), accountId: accountOf(principal) },
    sourceIPAddress: sourceAddress(caller),
    vpcEndpointId: network.kind === 'endpoint' && viaService === undefined ? network.vpcEndpointId : undefined,
    invokedBy: viaService ?? (principal.kind === 'service' ? principal.service : undefined),
    requestParameters,
    resource,
    errorCode: error?.code,
    errorMessage: error?.message,
    decision,
  };
}

/** A service's own name stands where its address would. */
function sourceAddress({ principal, network, viaService }: Caller): string | undefined {
  if (viaService !== undefined) return viaService;
  if (principal.kind === 'service') return principal.service;
  return network.kind === 'internet' ? network.sourceIp : network.vpcSourceIp;
}
