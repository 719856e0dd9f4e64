import { Decision, PolicyLayer } from './model';

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

/** What a refusal says of the decision; a refusal that no policy made has an explanation only. */
export type RefusedBy = Pick<Decision, 'explanation'> & Partial<Pick<Decision, 'missing' | 'statements'>>;

/**
 * The end of AWS's sentence "User … is not authorized to perform …", which names the kind of policy, and in parentheses
 * what AWS does not tell: which policy it was, and which statement.
 */
export function refusalClause(action: string, { explanation, missing, statements }: RefusedBy): string {
  const denying = statements?.find(({ effect }) => effect === 'Deny');
  if (denying) return `with an explicit deny in ${article(KINDS[denying.layer])} (${explanation})`;
  if (missing) return `because no ${KINDS[missing]} allows the ${action} action (${explanation})`;
  return `because ${explanation}`;
}

function article(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
