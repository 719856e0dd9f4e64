import { cycle, Graph } from './graph';
import { references } from './references';
import { dependsOn, ResourceDefinition, Template, validationError } from './template';

/** What the template asks for once its conditions are decided. */
export interface DesiredState {
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
  /** Resource to the resources that it needs: references and `DependsOn`. */
  readonly graph: Graph;
}

/** Picks the resources whose condition holds and finds what needs what. Throws when a name leads nowhere or in a circle. */
export function desiredState(template: Template, condition: (name: string) => boolean, known: ReadonlySet<string>): DesiredState {
  const active = Object.entries(template.Resources).filter(([, definition]) => definition.Condition === undefined || condition(definition.Condition));
  const resources = new Map(active);
  const lost = new Set<string>();
  const graph = new Map<string, ReadonlySet<string>>();
  for (const [id, definition] of resources) {
    const needs = new Set<string>();
    for (const { name, attribute } of references(definition.Properties ?? {}, condition)) {
      if (resources.has(name)) needs.add(name);
      else if (attribute !== undefined || !known.has(name)) lost.add(name);
    }
    for (const name of dependsOn(definition)) {
      if (resources.has(name)) needs.add(name);
      // A dependency on a resource that its condition switched off is simply met.
      else if (!Object.hasOwn(template.Resources, name)) lost.add(name);
    }
    graph.set(id, needs);
  }
  if (lost.size > 0) throw validationError(`Template format error: Unresolved resource dependencies [${[...lost].join(', ')}] in the Resources block of the template`);
  for (const { name, attribute } of outputReferences(template, condition)) {
    if (!resources.has(name) && (attribute !== undefined || !known.has(name))) {
      throw validationError(`Template format error: Unresolved resource dependencies [${name}] in the Outputs block of the template`);
    }
  }
  const circle = cycle(graph);
  if (circle) throw validationError(`Circular dependency between resources: [${[...new Set(circle)].join(', ')}] (${circle.join(' -> ')})`);
  return { resources, graph };
}

function outputReferences(template: Template, condition: (name: string) => boolean) {
  const active = Object.values(template.Outputs ?? {}).filter(({ Condition }) => Condition === undefined || condition(Condition));
  return active.flatMap(({ Value, Export }) => references([Value, Export?.Name], condition));
}

/** Names that `Ref` may give without a resource. */
export function knownNames(template: Template, pseudo: Readonly<Record<string, unknown>>): Set<string> {
  return new Set([...Object.keys(pseudo), ...Object.keys(template.Parameters ?? {})]);
}
