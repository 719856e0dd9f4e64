import { parsePath, selectAll } from '../../functions/states-language/json-path';

export interface TargetInput {
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: { readonly InputPathsMap?: Readonly<Record<string, string>>; readonly InputTemplate: string };
}

/** What a target gets of an event: all of it, a part, a constant, or a text made of parts. */
export function targetInput(target: TargetInput, event: Readonly<Record<string, unknown>>): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(at(target.InputPath, event) ?? null);
  if (target.InputTransformer) return fill(target.InputTransformer.InputTemplate, target.InputTransformer.InputPathsMap ?? {}, event);
  return JSON.stringify(event);
}

/**
 * Inside of a quoted string a variable is put in as text, elsewhere as JSON. A template that is one plain text (`"job <name>"`)
 * stays the JSON string that it is.
 */
function fill(template: string, paths: Readonly<Record<string, string>>, event: Readonly<Record<string, unknown>>): string {
  let inString = false;
  return template.replace(/\\.|"|<([A-Za-z0-9_.-]+)>/gs, (found, name: string | undefined) => {
    if (found === '"') inString = !inString;
    if (name === undefined) return found;
    const value = valueOf(name, paths, event);
    if (value === NOT_A_VARIABLE) return found;
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    if (inString) return JSON.stringify(text).slice(1, -1);
    return JSON.stringify(value ?? null);
  });
}

const NOT_A_VARIABLE = Symbol('not a variable');

function valueOf(name: string, paths: Readonly<Record<string, string>>, event: Readonly<Record<string, unknown>>): unknown {
  if (Object.hasOwn(paths, name)) return at(paths[name], event);
  if (name === 'aws.events.event.json' || name === 'aws.events.event') return event;
  if (name === 'aws.events.event.ingestion-time') return event.time;
  return NOT_A_VARIABLE;
}

function at(path: string, event: unknown): unknown {
  const parsed = parsePath(path);
  const found = selectAll(parsed, event);
  return parsed.definite ? found[0] : found;
}
