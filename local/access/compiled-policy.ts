import { AwsError } from '../aws/wire/aws-error';
import { compileConditions, Condition } from './conditions/condition';
import { malformedPolicy } from './malformed-policy';
import { NamedPolicy, PolicyDocument, PolicyStatement } from './model';
import { matcher, wildcards } from './pattern';
import { resolve, Template, template } from './policy-variables';
import { compilePrincipal, PrincipalElement } from './principal-element';
import { RequestContext } from './request-context';

/** A statement in the form that answers fast. */
export interface CompiledStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly index: number;
  readonly sid?: string;
  readonly principal?: PrincipalElement;
  readonly hasResource: boolean;
  readonly conditions: readonly Condition[];
  /** The action in lower case. */
  matchesAction(action: string): boolean;
  matchesResource(resource: string, context: RequestContext): boolean;
}

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const compiled = new WeakMap<PolicyDocument, readonly CompiledStatement[]>();

/** The statements of a policy; read once for each document. Throws `MalformedPolicyDocument` with the policy's name and the place. */
export function compilePolicy({ name, document }: NamedPolicy): readonly CompiledStatement[] {
  const known = compiled.get(document);
  if (known) return known;
  if (document.Version !== undefined && document.Version !== '2012-10-17' && document.Version !== '2008-10-17') {
    throw malformedPolicy(`policy "${name}": Version must be 2012-10-17 or 2008-10-17, got "${document.Version}"`);
  }
  // Variables came with the second version; in the first one `${…}` is plain text.
  const variables = document.Version === '2012-10-17';
  const statements = [document.Statement ?? []].flat().map((statement, index) => {
    try {
      return compileStatement(statement, index, variables);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw malformedPolicy(`policy "${name}", statement ${statement.Sid ?? `#${index}`}: ${error.message}`);
    }
  });
  compiled.set(document, statements);
  return statements;
}

function compileStatement(statement: PolicyStatement, index: number, variables: boolean): CompiledStatement {
  const unknown = Object.keys(statement).find((element) => !ELEMENTS.includes(element));
  if (unknown !== undefined) throw malformedPolicy(`there is no element "${unknown}"`);
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw malformedPolicy(`Effect must be Allow or Deny, got ${JSON.stringify(statement.Effect)}`);
  if ((statement.Action === undefined) === (statement.NotAction === undefined)) throw malformedPolicy('give either Action or NotAction');
  if (statement.Resource !== undefined && statement.NotResource !== undefined) throw malformedPolicy('give either Resource or NotResource, not both');
  return {
    effect: statement.Effect,
    index,
    sid: statement.Sid,
    principal: compilePrincipal(statement),
    hasResource: statement.Resource !== undefined || statement.NotResource !== undefined,
    conditions: compileConditions(statement.Condition ?? {}, variables),
    matchesAction: actionTest(statement),
    matchesResource: resourceTest(statement, variables),
  };
}

function actionTest(statement: PolicyStatement): (action: string) => boolean {
  const tests = texts('Action', statement.Action ?? statement.NotAction).map((action) => {
    if (action !== '*' && !action.includes(':')) throw malformedPolicy(`action "${action}" has no service prefix: write "service:Action"`);
    return matcher(wildcards(action.toLowerCase()));
  });
  const wanted = statement.Action !== undefined;
  return (action) => tests.some((test) => test(action)) === wanted;
}

/** A trust policy has no Resource: the role itself is meant. */
function resourceTest(statement: PolicyStatement, variables: boolean): (resource: string, context: RequestContext) => boolean {
  const wanted = statement.NotResource === undefined;
  const written = statement.Resource ?? statement.NotResource;
  if (written === undefined) return () => true;
  const tests = texts('Resource', written).map((text) => oneResource(template(text, variables)));
  return (resource, context) => tests.some((test) => test(resource, context)) === wanted;
}

function oneResource(value: Template): (resource: string, context: RequestContext) => boolean {
  if ('fixed' in value) return matcher(value.fixed);
  return (resource, context) => {
    const pattern = resolve(value, context);
    return pattern !== undefined && matcher(pattern)(resource);
  };
}

function texts(element: string, written: unknown): string[] {
  return [written].flat().map((value) => {
    if (typeof value === 'string') return value;
    throw malformedPolicy(`${element} must be text, got ${JSON.stringify(value)}`);
  });
}
