import { DesiredState } from './desired-state';
import { Finding, HandlerOf, propertyFindings } from './findings';
import { ordered } from './graph';
import { isUnknown, KNOWN_AFTER_APPLY, Scope } from './intrinsics';
import { references } from './references';
import { ReplacementOf } from './replacement';
import { resolve } from './resolve';
import { changedProperties, sameValue } from './same-value';
import type { ResourceRow } from './stack-rows';
import { isCustomResource, ResourceDefinition } from './template';

export interface PropertyChange {
  readonly name: string;
  readonly requiresRecreation: 'Never' | 'Always' | 'Conditionally';
  /** Dynamic: whether the value changes is known only when the resource it comes from has changed. */
  readonly evaluation: 'Static' | 'Dynamic';
  /** `Role.Arn`, on a dynamic change. */
  readonly causingEntity?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What executing a change set does to one resource, as far as it can be known before. */
export interface Change {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly replacement?: 'True' | 'False' | 'Conditional';
  readonly policyAction?: string;
  readonly properties: readonly PropertyChange[];
  /** Changed beside the properties: `Metadata`, `DeletionPolicy`, `UpdateReplacePolicy`, `Tags`. */
  readonly attributes: readonly string[];
  readonly before?: { readonly Properties: unknown; readonly Metadata?: unknown };
  readonly after?: { readonly Properties: unknown; readonly Metadata?: unknown };
}

export interface PlanInput {
  readonly desired: DesiredState;
  /** Without `ref` and `getAtt` of resources: the plan itself knows what is known of them. */
  readonly scope: Scope;
  readonly rows: ReadonlyMap<string, ResourceRow>;
  readonly handlerOf: HandlerOf;
  readonly replacementOf: ReplacementOf;
  readonly tagsChanged: boolean;
}

const WATCHED = ['Metadata', 'DeletionPolicy', 'UpdateReplacePolicy'] as const;

/** Compares what is asked for with what there is, resource by resource in the order of dependence. */
export function changePlan({ desired, scope, rows, handlerOf, replacementOf, tagsChanged }: PlanInput): { changes: Change[]; findings: Finding[]; scope: Scope } {
  const changes = new Map<string, Change>();
  const findings: Finding[] = [];
  const planned: Scope = {
    ...scope,
    ref: (id) => (staysTheSame(changes.get(id)) ? (rows.get(id)?.physicalId ?? KNOWN_AFTER_APPLY) : KNOWN_AFTER_APPLY),
    getAtt: (id, attribute) => (staysTheSame(changes.get(id)) ? (attributeOf(rows.get(id)?.attributes ?? {}, attribute) ?? KNOWN_AFTER_APPLY) : KNOWN_AFTER_APPLY),
  };
  for (const logicalId of ordered(desired.graph)) {
    const definition = desired.resources.get(logicalId)!;
    const properties = resolve(definition.Properties ?? {}, planned) as Record<string, unknown>;
    findings.push(...propertyFindings(logicalId, definition.Type, properties, handlerOf));
    const row = rows.get(logicalId);
    const change = row && row.status !== 'CREATE_FAILED'
      ? modification(row, definition, properties, changes, { scope, replacementOf, handlerOf, tagsChanged })
      : addition(logicalId, definition, properties);
    if (!change) continue;
    changes.set(logicalId, change);
    findings.push(...updateFindings(change, handlerOf));
  }
  const removals = [...rows.values()].filter(({ logicalId }) => !desired.resources.has(logicalId)).map(removal);
  return { changes: [...changes.values(), ...removals], findings, scope: planned };
}

/** A thing to be made or remade has another id; after an update in place only a custom resource may answer with other values. */
function staysTheSame(change: Change | undefined): boolean {
  if (!change) return true;
  return change.action === 'Modify' && change.replacement === 'False' && !isCustomResource(change.type);
}

/** Attributes are named flat (`Endpoint.Address`) or lie nested in the answer of a custom resource. */
export function attributeOf(attributes: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  return name.split('.').reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined), attributes);
}

function addition(logicalId: string, definition: ResourceDefinition, properties: Record<string, unknown>): Change {
  return { action: 'Add', logicalId, type: definition.Type, properties: [], attributes: [], after: { Properties: properties, Metadata: definition.Metadata } };
}

function removal(row: ResourceRow): Change {
  const retained = row.definition.DeletionPolicy?.startsWith('Retain');
  return {
    action: 'Remove', logicalId: row.logicalId, type: row.type, physicalId: row.physicalId, policyAction: retained ? 'Retain' : 'Delete',
    properties: [], attributes: [], before: { Properties: row.properties, Metadata: row.definition.Metadata },
  };
}

interface ModificationPorts {
  readonly scope: Scope;
  readonly replacementOf: ReplacementOf;
  readonly handlerOf: HandlerOf;
  readonly tagsChanged: boolean;
}

function modification(row: ResourceRow, definition: ResourceDefinition, after: Record<string, unknown>, earlier: ReadonlyMap<string, Change>, { scope, replacementOf, handlerOf, tagsChanged }: ModificationPorts): Change | undefined {
  const properties = changedProperties(row.properties, after).map((name): PropertyChange => {
    const textChanged = !sameValue(row.definition.Properties?.[name], definition.Properties?.[name]);
    const cause = isUnknown(after[name]) ? causingEntity(definition.Properties?.[name], scope, earlier) : undefined;
    const recreation = isCustomResource(definition.Type) ? 'no' : replacementOf(definition.Type, name);
    return {
      name,
      requiresRecreation: recreation === 'yes' ? 'Always' : recreation === 'maybe' ? 'Conditionally' : 'Never',
      evaluation: textChanged || cause === undefined ? 'Static' : 'Dynamic',
      causingEntity: cause,
      before: row.properties[name],
      after: after[name],
    };
  });
  const attributes: string[] = WATCHED.filter((name) => !sameValue(row.definition[name], definition[name]));
  const handler = handlerOf(definition.Type);
  if (tagsChanged && [...(handler?.properties ?? []), ...(handler?.recordedOnly ?? [])].includes('Tags')) attributes.push('Tags');
  if (properties.length === 0 && attributes.length === 0 && row.status !== 'UPDATE_FAILED') return undefined;

  const always = properties.filter(({ requiresRecreation }) => requiresRecreation === 'Always');
  const replacement = always.some(({ evaluation }) => evaluation === 'Static') ? 'True'
    : always.length > 0 || properties.some(({ requiresRecreation }) => requiresRecreation === 'Conditionally') ? 'Conditional' : 'False';
  return {
    action: 'Modify', logicalId: row.logicalId, type: definition.Type, physicalId: row.physicalId, replacement,
    policyAction: replacement === 'True' ? (definition.UpdateReplacePolicy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete') : undefined,
    properties, attributes,
    before: { Properties: row.properties, Metadata: row.definition.Metadata },
    after: { Properties: after, Metadata: definition.Metadata },
  };
}

function causingEntity(value: unknown, scope: Scope, changes: ReadonlyMap<string, Change>): string | undefined {
  const cause = references(value, scope.condition).find(({ name }) => changes.has(name));
  return cause && (cause.attribute === undefined ? cause.name : `${cause.name}.${cause.attribute}`);
}

/** An update in place that the handler cannot do is refused now; one that may turn out to be none is left to the execution. */
function updateFindings(change: Change, handlerOf: HandlerOf): Finding[] {
  const handler = handlerOf(change.type);
  if (!handler || handler.update || change.action !== 'Modify' || change.replacement !== 'False') return [];
  return change.properties
    .filter(({ name, evaluation }) => evaluation === 'Static' && !handler.recordedOnly?.includes(name))
    .map(({ name }) => ({ logicalId: change.logicalId, resourceType: change.type, path: `/Resources/${change.logicalId}/Properties/${name}`, message: `the local cloud does not emulate the update of ${change.type} (property ${name})` }));
}
