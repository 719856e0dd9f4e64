import { requestInWords } from './explain';
import { AccessRequest, Decision, PolicyLayer } from './model';

/** What AWS calls the kinds of policies in its messages. */
const KINDS: Readonly<Record<PolicyLayer, string>> = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  endpoint: 'VPC endpoint policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
};

/** What a refusal says of the decision; one that no policy made has an explanation only. */
export type RefusedBy = Pick<Decision, 'explanation'> & Partial<Pick<Decision, 'missing' | 'statements'>>;

/**
 * The end of AWS's sentence "User … is not authorized to perform …", which names the kind of policy, and in parentheses
 * what AWS does not tell: which policy it was, and which statement.
 */
export function refusalClause(request: Pick<AccessRequest, 'caller' | 'action' | 'resource'>, { explanation, missing, statements }: RefusedBy): string {
  const denying = statements?.find(({ effect }) => effect === 'Deny');
  if (denying) return `with an explicit deny in ${withArticle(KINDS[denying.layer])} (${explanation})`;
  // The sentence has said already who wants what.
  if (missing) return `because no ${KINDS[missing]} allows the ${request.action} action (${explanation.replace(requestInWords(request), 'it')})`;
  return `because ${explanation}`;
}

function withArticle(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
