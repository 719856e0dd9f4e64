import { explainAllow, explainDeny, explainMissing } from './explain';
import { askLayer, LayerVerdict, Question } from './layer';
import { AccessRequest, Decision, NamedPolicy, PolicyLayer, PolicySet } from './model';
import { accountOf } from './principal-arn';
import { requestContext } from './request-context';

const SILENT: LayerVerdict = {};

/** Layers that bind principals of an account; services and anonymous callers have none of them. */
const OF_PRINCIPAL: readonly PolicyLayer[] = ['scp', 'identity', 'boundary', 'session'];
const OF_RESOURCE: readonly PolicyLayer[] = ['rcp', 'resource', 'endpoint'];

/**
 * Decides a request the way AWS does: an explicit deny anywhere is final; then every layer that is there has to allow,
 * where within one account a resource policy can stand in for the identity policies.
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  const question: Question = { request, action: request.action.toLowerCase(), context: requestContext(request) };
  const account = accountOf(request.caller.principal);
  const layers = account === undefined ? OF_RESOURCE : [...OF_RESOURCE, ...OF_PRINCIPAL];
  const verdicts: Partial<Record<PolicyLayer, LayerVerdict>> = {};
  for (const layer of layers) {
    const verdict = policies[layer] ? askLayer(layer, policies[layer], question) : SILENT;
    if (verdict.deny) return { allowed: false, outcome: 'ExplicitDeny', statements: [verdict.deny], explanation: explainDeny(verdict.deny) };
    verdicts[layer] = verdict;
  }

  const required = requiredLayers(request, account, verdicts.resource ?? SILENT);
  for (const layer of required) {
    if (verdicts[layer]?.allow || !isPresent(layer, policies)) continue;
    return missing(layer, request, policies[layer] ?? [], verdicts);
  }
  const statements = layers.flatMap((layer) => (required.includes(layer) && verdicts[layer]?.allow?.statement) || []);
  return { allowed: true, outcome: 'Allowed', statements, explanation: explainAllow(statements) };
}

/** Which layers have to allow, in the order in which a missing one is reported. */
function requiredLayers(request: AccessRequest, account: string | undefined, { allow }: LayerVerdict): PolicyLayer[] {
  const ends: PolicyLayer[] = ['endpoint'];
  if (account === undefined) return ['resource', ...ends];
  if (account !== request.resourceAccount) return ['scp', 'resource', 'identity', 'boundary', 'session', ...ends];
  // A user, a session or `*` in the resource's policy is outside the reach of boundary and session policy; a role is not (IAM guide, "Principal").
  if (allow?.grant === 'direct') return ['scp', 'resource', ...ends];
  if (allow?.grant === 'role') return ['scp', 'resource', 'boundary', 'session', ...ends];
  const resourceFirst = request.resourcePolicyMustAllow ?? ownPolicyRules(request);
  return ['scp', ...(resourceFirst ? ['resource' as const] : []), 'identity', 'boundary', 'session', ...ends];
}

/** Trust policies and key policies have the last word on their roles and keys; without their consent no identity policy counts. */
function ownPolicyRules({ action, resource }: AccessRequest): boolean {
  const lower = action.toLowerCase();
  return lower === 'sts:assumerole' || (lower.startsWith('kms:') && /^arn:[^:]+:kms:[^:]*:[^:]*:key\//.test(resource));
}

/**
 * An absent boundary, session, endpoint or organisation policy restricts nothing; absent identity and resource policies allow nothing.
 * The organisation's RCPFullAWSAccess cannot be detached, so resource control policies only ever deny.
 */
function isPresent(layer: PolicyLayer, policies: PolicySet): boolean {
  return layer === 'identity' || layer === 'resource' || policies[layer] !== undefined;
}

function missing(layer: PolicyLayer, request: AccessRequest, asked: readonly NamedPolicy[], verdicts: Partial<Record<PolicyLayer, LayerVerdict>>): Decision {
  const delegation = layer === 'identity' && verdicts.resource?.allow?.grant === 'account' ? verdicts.resource.allow.statement : undefined;
  const explanation = explainMissing({ layer, request, policies: asked, nearMiss: verdicts[layer]?.nearMiss, delegation });
  return { allowed: false, outcome: 'ImplicitDeny', statements: [], missing: layer, explanation };
}
