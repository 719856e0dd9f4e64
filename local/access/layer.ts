import { compilePolicy, CompiledStatement } from './compiled-policy';
import { malformedPolicy } from './malformed-policy';
import { AccessRequest, DecidingStatement, NamedPolicy, PolicyLayer } from './model';
import { Grant } from './principal-element';
import { RequestContext } from './request-context';

/** A request with all that statements are held against. */
export interface Question {
  readonly request: AccessRequest;
  /** In lower case: actions match without case. */
  readonly action: string;
  readonly context: RequestContext;
}

export interface LayerVerdict {
  readonly deny?: DecidingStatement;
  /** The strongest allow; `grant` tells how its Principal element meant the caller. */
  readonly allow?: { readonly statement: DecidingStatement; readonly grant: Grant };
  /** An Allow that failed by its conditions only. */
  readonly nearMiss?: DecidingStatement;
}

const STRENGTH: Readonly<Record<Grant, number>> = { account: 1, role: 2, direct: 3 };

/** What one layer of policies says. */
export function askLayer(layer: PolicyLayer, policies: readonly NamedPolicy[], question: Question): LayerVerdict {
  let allow: LayerVerdict['allow'];
  let nearMiss: DecidingStatement | undefined;
  for (const policy of policies) {
    for (const statement of compilePolicy(policy)) {
      const grant = meansCaller(layer, policy, statement, question);
      if (!grant || !statement.matchesAction(question.action) || !statement.matchesResource(question.request.resource, question.context)) continue;
      const failed = statement.conditions.filter((condition) => !condition.holds(question.context));
      if (failed.length > 0) {
        if (statement.effect === 'Allow') nearMiss ??= deciding(layer, policy, statement, failed, question);
      } else if (statement.effect === 'Deny') {
        return { deny: deciding(layer, policy, statement, statement.conditions, question) };
      } else if (!allow || STRENGTH[grant] > STRENGTH[allow.grant]) {
        allow = { statement: deciding(layer, policy, statement, [], question), grant };
      }
    }
  }
  return { allow, nearMiss };
}

function meansCaller(layer: PolicyLayer, policy: NamedPolicy, { principal, hasResource, index, sid }: CompiledStatement, { request }: Question): Grant | undefined {
  const onResource = layer === 'resource' || layer === 'endpoint' || layer === 'rcp';
  const place = () => `policy "${policy.name}", statement ${sid ?? `#${index}`}`;
  if (!onResource) {
    if (principal) throw malformedPolicy(`${place()}: a policy of layer ${layer} takes no Principal`);
    if (!hasResource) throw malformedPolicy(`${place()}: a policy of layer ${layer} needs a Resource`);
    return 'direct';
  }
  if (!principal) throw malformedPolicy(`${place()}: a policy of layer ${layer} needs a Principal`);
  // A gateway endpoint takes no principal but "*"; others are named by a condition on aws:PrincipalArn.
  if (layer === 'endpoint') return principal.everybody ? 'direct' : undefined;
  return principal.matches(request.caller.principal);
}

function deciding(layer: PolicyLayer, policy: NamedPolicy, { index, sid, effect }: CompiledStatement, conditions: CompiledStatement['conditions'], { context }: Question): DecidingStatement {
  const because = conditions.map((condition) => condition.describe(context)).join(' and ');
  return { layer, policy: policy.name, index, ...(sid && { sid }), effect, ...(because && { because }) };
}
