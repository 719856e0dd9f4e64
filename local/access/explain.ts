import { AccessRequest, DecidingStatement, NamedPolicy, PolicyLayer } from './model';
import { callerArn } from './principal-arn';

const LAYER_NAMES: Readonly<Record<PolicyLayer, string>> = {
  identity: 'identity policy',
  resource: 'resource policy',
  endpoint: 'endpoint policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
};

/** `explicit deny in resource policy "bucket photos", statement DenyOutsideEndpoint [StringNotEquals aws:SourceVpce (absent) vs "vpce-…"]`. */
export function explainDeny(statement: DecidingStatement): string {
  return `explicit deny in ${place(statement)}${met(statement)}`;
}

/** `allowed by identity policy "JobRole/Data", statement #0 and endpoint policy "vpce-0a1", statement OnlyOurBucket`. */
export function explainAllow(statements: readonly DecidingStatement[]): string {
  return `allowed by ${statements.map(place).join(' and ')}`;
}

/** Which layer has no allow for which action on which resource by which principal, and which statement came close. */
export function explainMissing({ layer, request, policies, nearMiss, delegation }: {
  readonly layer: PolicyLayer;
  readonly request: AccessRequest;
  readonly policies: readonly NamedPolicy[];
  readonly nearMiss?: DecidingStatement;
  readonly delegation?: DecidingStatement;
}): string {
  const looked = policies.length > 0 ? ` (${policies.map(({ name }) => `"${name}"`).join(', ')})` : ' (there is none)';
  const sentence = `no ${LAYER_NAMES[layer]}${looked} allows ${requestInWords(request)}`;
  const close = nearMiss ? `; ${place(nearMiss)} would, but for${met(nearMiss)}` : '';
  const left = delegation ? `; ${place(delegation)} leaves it to the account's identity policies` : '';
  return sentence + close + left;
}

/** `s3:GetObject on "arn:aws:s3:::photos/a.jpg" by arn:aws:sts::…`. */
export function requestInWords({ action, resource, caller }: Pick<AccessRequest, 'caller' | 'action' | 'resource'>): string {
  return `${action} on "${resource}" by ${callerArn(caller.principal)}`;
}

function place({ layer, policy, sid, index }: DecidingStatement): string {
  return `${LAYER_NAMES[layer]} "${policy}", statement ${sid ?? `#${index}`}`;
}

function met({ because }: DecidingStatement): string {
  return because ? ` [${because}]` : '';
}
