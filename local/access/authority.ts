import { AwsError } from '../aws/wire/aws-error';
import { AccessCall, AuditLog, Authority, Clock, CloudIdentity, Iam } from '../services';
import { evaluate } from './evaluate';
import { AccessRequest, Caller, Decision, NamedPolicy, PolicySet } from './model';
import { callerArn } from './principal-arn';
import { auditRecord } from './audit-record';
import { RefusedBy, refusalClause } from './refusal';

export interface AuthorityProps {
  readonly iam: Pick<Iam, 'identityPolicies' | 'boundary'>;
  readonly endpointPolicies: (vpcEndpointId: string) => readonly NamedPolicy[];
  readonly audit: Pick<AuditLog, 'write'>;
  readonly identity: CloudIdentity;
  readonly clock: Pick<Clock, 'now'>;
}

/** Finds the policies that apply to a call, decides, and writes every decision to the audit log. */
export function createAuthority({ iam, endpointPolicies, audit, identity, clock }: AuthorityProps): Authority {
  const decide = (call: AccessCall): Decision => {
    const now = clock.now();
    const decision = evaluate(requestOf(call, identity, now), policiesOf(call, iam, endpointPolicies));
    audit.write(auditRecord(call, decision, identity.region, now, decision.allowed ? undefined : accessDenied(call, decision)));
    return decision;
  };
  return {
    decide,
    require(call, refuse = (decision) => accessDenied(call, decision)) {
      const decision = decide(call);
      if (!decision.allowed) throw refuse(decision);
      return decision;
    },
  };
}

/** AWS's wording, and behind it the statement that decided. */
export function accessDenied(call: Pick<AccessCall, 'caller' | 'action' | 'resource'>, decision: RefusedBy): AwsError {
  const who = callerArn(call.caller.principal);
  return new AwsError('AccessDenied', `User: ${who} is not authorized to perform: ${call.action} on resource: "${call.resource}" ${refusalClause(call, decision)}`, 403);
}

function requestOf({ resourceAccount, context, ...call }: AccessCall, identity: CloudIdentity, now: number): AccessRequest {
  return {
    caller: call.caller,
    action: call.action,
    resource: call.resource,
    resourcePolicyMustAllow: call.resourcePolicyMustAllow,
    resourceAccount: resourceAccount ?? identity.accountId,
    region: identity.region,
    context: { 'aws:CurrentTime': new Date(now).toISOString(), 'aws:EpochTime': String(Math.floor(now / 1000)), ...context },
  };
}

function policiesOf({ caller, resourcePolicy }: AccessCall, iam: AuthorityProps['iam'], endpointPolicies: AuthorityProps['endpointPolicies']): PolicySet {
  return {
    identity: iam.identityPolicies(caller.principal),
    resource: resourcePolicy,
    boundary: iam.boundary(caller.principal),
    endpoint: throughEndpoint(caller, endpointPolicies),
  };
}

/** A service that calls on the caller's behalf does so from its own network, not through the caller's endpoint. */
function throughEndpoint({ network, viaService }: Caller, endpointPolicies: AuthorityProps['endpointPolicies']): readonly NamedPolicy[] | undefined {
  return network.kind === 'endpoint' && viaService === undefined ? endpointPolicies(network.vpcEndpointId) : undefined;
}
