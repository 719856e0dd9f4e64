import { ResourceHandler } from '../resources/handler';
import { conditionIntrinsics, Intrinsics, intrinsics, languageExtensions, ruleIntrinsics } from './intrinsics';
import { DesiredState } from './desired-state';
import { isCustomResource, isObject, Template, transforms } from './template';

/** One thing that the template asks for and the local cloud does not do. Found before anything is touched. */
export interface Finding {
  readonly logicalId?: string;
  readonly resourceType?: string;
  /** `/Resources/Photos/Properties/Website`. */
  readonly path: string;
  readonly message: string;
}

export type HandlerOf = (type: string) => ResourceHandler | undefined;

/** Transforms and intrinsics, wherever they stand in the template. */
export function intrinsicFindings(template: Template): Finding[] {
  const findings: Finding[] = transforms(template)
    .filter((name) => name !== 'AWS::LanguageExtensions')
    .map((name) => ({ path: '/Transform', message: `the local cloud does not emulate the transform ${name}` }));
  const extended = transforms(template).includes('AWS::LanguageExtensions');
  scan(template.Conditions ?? {}, '/Conditions', conditionIntrinsics, extended, findings);
  scan(template.Rules ?? {}, '/Rules', ruleIntrinsics, extended, findings);
  scan(template.Outputs ?? {}, '/Outputs', intrinsics, extended, findings);
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    const own: Finding[] = [];
    scan(Properties ?? {}, `/Resources/${id}/Properties`, intrinsics, extended, own);
    findings.push(...own.map((finding) => ({ ...finding, logicalId: id, resourceType: Type })));
  }
  return findings;
}

function scan(value: unknown, path: string, known: Intrinsics, extended: boolean, findings: Finding[]): void {
  if (typeof value === 'string' && /\{\{resolve:(ssm|ssm-secure|secretsmanager):/.test(value)) {
    findings.push({ path, message: `the local cloud does not emulate dynamic references (${value})` });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key.startsWith('Fn::') && !Object.hasOwn(known, key)) findings.push({ path: `${path}/${key}`, message: `the local cloud does not emulate the intrinsic function ${key}` });
    else if (languageExtensions.has(key) && !extended) findings.push({ path: `${path}/${key}`, message: `${key} needs "Transform": "AWS::LanguageExtensions" in the template` });
    scan(child, `${path}/${key}`, known, extended, findings);
  }
}

/** Resource types, their attributes and policies. */
export function resourceFindings(desired: DesiredState, handlerOf: HandlerOf): Finding[] {
  const findings: Finding[] = [];
  for (const [logicalId, definition] of desired.resources) {
    const say = (attribute: string, message: string) => findings.push({ logicalId, resourceType: definition.Type, path: `/Resources/${logicalId}/${attribute}`, message });
    if (!handlerOf(definition.Type)) say('Type', `the local cloud does not emulate the resource type ${definition.Type}`);
    for (const attribute of ['CreationPolicy', 'UpdatePolicy'] as const) {
      if (attribute in definition) say(attribute, `the local cloud does not emulate ${attribute}`);
    }
    for (const [attribute, allowed] of POLICIES) {
      const policy = definition[attribute];
      if (policy !== undefined && !allowed.includes(policy)) {
        say(attribute, policy === 'Snapshot' ? `the local cloud does not emulate ${attribute} Snapshot` : `${attribute} must be one of ${allowed.join(', ')}, got: ${policy}`);
      }
    }
  }
  return findings;
}

const POLICIES: readonly (readonly ['DeletionPolicy' | 'UpdateReplacePolicy', readonly string[]])[] = [
  ['DeletionPolicy', ['Delete', 'Retain', 'RetainExceptOnCreate']],
  ['UpdateReplacePolicy', ['Delete', 'Retain']],
];

/** Properties (after conditions and `AWS::NoValue`) that the handler knows nothing of. */
export function propertyFindings(logicalId: string, type: string, properties: unknown, handlerOf: HandlerOf): Finding[] {
  const handler = handlerOf(type);
  if (!handler || isCustomResource(type) || !isObject(properties)) return [];
  const known = new Set([...handler.properties, ...(handler.recordedOnly ?? [])]);
  return Object.keys(properties)
    .filter((name) => !known.has(name))
    .map((name) => ({ logicalId, resourceType: type, path: `/Resources/${logicalId}/Properties/${name}`, message: `the local cloud does not emulate the property ${name} of ${type}` }));
}
