import { CloudIdentity } from '../services';
import { Change, changePlan } from './change-plan';
import { desiredState, knownNames } from './desired-state';
import { Finding, HandlerOf, intrinsicFindings, resourceFindings } from './findings';
import { outputRows } from './outputs';
import { parameterValues } from './parameters';
import { ReplacementOf } from './replacement';
import { checkRules } from './rules';
import { sameValue } from './same-value';
import { scopeOf } from './scope';
import { Deployed, ResourceRow } from './stack-rows';
import { parseTemplate, Template, transforms, validationError } from './template';
import { AwsError } from '../aws/wire/aws-error';

export interface ProposalInput {
  readonly stackId: string;
  readonly stackName: string;
  readonly target: Deployed;
  /** Absent for a stack that is to be created. */
  readonly current?: Deployed;
  readonly rows: ReadonlyMap<string, ResourceRow>;
  readonly identity: CloudIdentity;
  readonly handlerOf: HandlerOf;
  readonly replacementOf: ReplacementOf;
  readonly availabilityZones: (region: string) => readonly string[];
  readonly importValue: (name: string) => unknown;
}

export interface Proposal {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** Nothing at all would change, outputs and tags included. */
  readonly empty: boolean;
}

/** What deploying the target would do, judged without touching anything. Throws for a template that is wrong; what is right but not emulated comes as findings. */
export function propose(input: ProposalInput): Proposal {
  const { target, current, rows, handlerOf, replacementOf, identity, stackId, stackName, availabilityZones, importValue } = input;
  const template = parseTemplate(target.templateBody);
  const unknownWords = intrinsicFindings(template);
  if (unknownWords.length > 0) return { changes: [], findings: [...unknownWords, ...typeFindings(template, handlerOf)], empty: false };
  checkCapabilities(template, target.capabilities);

  const scope = scopeOf({
    template, identity, stackId, stackName, availabilityZones, importValue,
    parameters: parameterValues(template, target.parameters),
    notificationArns: target.notificationArns,
    resources: { ref: (id) => { throw validationError(`${id} is asked for too early`); }, getAtt: (id) => { throw validationError(`${id} is asked for too early`); } },
  });
  checkRules(template, scope);
  const desired = desiredState(template, scope.condition, knownNames(template, scope.pseudo));
  checkTypes(rows, new Map([...desired.resources].map(([id, { Type }]) => [id, Type])));
  const tagsChanged = current !== undefined && !sameValue(current.tags, target.tags);
  const plan = changePlan({ desired, scope, rows, handlerOf, replacementOf, tagsChanged });
  const outputs = outputRows(template, plan.scope);
  const empty = plan.changes.length === 0 && !tagsChanged && current !== undefined && sameValue(current.outputs, outputs);
  return { changes: plan.changes, findings: [...resourceFindings(desired, handlerOf), ...plan.findings], empty };
}

/** Types of all resources, for a template that cannot even be resolved. */
function typeFindings(template: Template, handlerOf: HandlerOf): Finding[] {
  return resourceFindings({ resources: new Map(Object.entries(template.Resources)), graph: new Map() }, handlerOf);
}

function checkTypes(rows: ReadonlyMap<string, ResourceRow>, types: ReadonlyMap<string, string>): void {
  const turned = [...rows.values()].filter(({ logicalId, type }) => (types.get(logicalId) ?? type) !== type).map(({ logicalId }) => logicalId);
  if (turned.length > 0) throw validationError(`Update of resource type is not permitted. The new template modifies resource type of the following resources: [${turned.join(', ')}]`);
}

const NAMED = /^(RoleName|UserName|GroupName|ManagedPolicyName|InstanceProfileName)$/;

/** What the caller has to acknowledge for this template. */
export function requiredCapabilities(template: Template): { readonly capabilities: readonly string[]; readonly types: readonly string[] } {
  const iam = Object.values(template.Resources).filter(({ Type }) => /^AWS::IAM::/.test(Type));
  const named = iam.some(({ Properties }) => Object.keys(Properties ?? {}).some((name) => NAMED.test(name)));
  const capabilities = [...(iam.length > 0 ? [named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'] : []), ...(transforms(template).length > 0 ? ['CAPABILITY_AUTO_EXPAND'] : [])];
  return { capabilities, types: [...new Set(iam.map(({ Type }) => Type))] };
}

function checkCapabilities(template: Template, given: readonly string[]): void {
  const missing = requiredCapabilities(template).capabilities.filter((name) => !given.includes(name) && !(name === 'CAPABILITY_IAM' && given.includes('CAPABILITY_NAMED_IAM')));
  if (missing.length > 0) throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${missing.join(', ')}]`);
}
