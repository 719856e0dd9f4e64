import { getAttParts, SUB_PLACEHOLDER } from './intrinsics';
import { intrinsicCall } from './resolve';
import { isObject } from './template';

/** One mention of another name of the template. */
export interface Reference {
  readonly name: string;
  /** Absent for `Ref`. */
  readonly attribute?: string;
}

/**
 * Every `Ref`, `Fn::GetAtt` and `${…}` within the value, pseudo parameters and parameters included.
 * Of `Fn::If` only the branch that is taken counts: the other may speak of resources that do not exist.
 */
export function references(value: unknown, condition: (name: string) => boolean): Reference[] {
  const found: Reference[] = [];
  collect(value, condition, found);
  return found;
}

function collect(value: unknown, condition: (name: string) => boolean, found: Reference[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, condition, found);
    return;
  }
  if (!isObject(value)) return;
  const call = intrinsicCall(value);
  switch (call?.name) {
    case 'Ref':
      found.push({ name: String(call.args) });
      return;
    case 'Fn::GetAtt': {
      const [name, attribute] = getAttParts(call.args);
      found.push({ name, attribute });
      return;
    }
    case 'Fn::Sub': {
      const [text, values] = Array.isArray(call.args) ? call.args : [call.args, {}];
      collect(values, condition, found);
      found.push(...placeholders(String(text)).filter(({ name }) => !Object.hasOwn(values ?? {}, name)));
      return;
    }
    case 'Fn::If':
      if (Array.isArray(call.args)) collect(condition(String(call.args[0])) ? call.args[1] : call.args[2], condition, found);
      return;
    default:
      for (const child of Object.values(value)) collect(child, condition, found);
  }
}

function placeholders(text: string): Reference[] {
  return [...text.matchAll(SUB_PLACEHOLDER)]
    .filter(([, literal]) => !literal)
    .map(([, , raw]) => {
      const name = raw.trim();
      if (!name.includes('.')) return { name };
      const [id, attribute] = getAttParts(name);
      return { name: id, attribute };
    });
}
