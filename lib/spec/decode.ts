import { checkSpec } from './check';
import { isStructure, memberOf } from './members';
import { LIST_MEMBERS, MAP_MEMBERS, TABLE } from './table';
import { TransformJobSpec } from './transform-job-spec';
import { Violation } from './violation';

export interface Decoded {
  /** Present when nothing is broken. */
  readonly spec?: TransformJobSpec;
  readonly violations: readonly Violation[];
}

/**
 * Reads a request that came through CloudFormation, where numbers and booleans may have become text, and checks it.
 * Unknown members are refused: the service would refuse them, or an older client drop them silently.
 */
export function decodeSpec(text: string): Decoded {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const value = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    return { violations: [{ rule: 'json', path: 'Request', property: 'request', value, must: `must be JSON (${(error as Error).message})`, mend: 'let the construct write it' }] };
  }
  const spec = coerced(raw, '');
  const violations = [...unknownMembers(raw, ''), ...checkSpec(spec)];
  return violations.length ? { violations } : { spec: spec as TransformJobSpec, violations };
}

const KINDS = new Map(TABLE.map((row) => [row.path, row.is.kind]));
const FREE = new Set<string>([...Object.keys(MAP_MEMBERS), ...Object.keys(LIST_MEMBERS)]);
const STRUCTURES = new Set(TABLE.flatMap((row) => row.path.split('.').slice(0, -1).map((_, index, parts) => parts.slice(0, index + 1).join('.'))));

function coerced(value: unknown, path: string): unknown {
  if (FREE.has(path)) return value;
  if (isStructure(value)) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, coerced(member, join(path, name))]));
  if (typeof value !== 'string') return value;
  const kind = KINDS.get(path);
  if (kind === 'integer' && /^-?\d+$/.test(value)) return Number(value);
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

function unknownMembers(value: unknown, path: string): Violation[] {
  if (!isStructure(value) || FREE.has(path)) return [];
  return Object.keys(value).flatMap((name) => {
    const at = join(path, name);
    if (KINDS.has(at) || FREE.has(at)) return [];
    if (STRUCTURES.has(at)) {
      const member = memberOf(value, name);
      return isStructure(member) ? unknownMembers(member, at) : [{ rule: 'structure', path: at, property: at, value: JSON.stringify(member), must: 'must be an object', mend: 'give its members' }];
    }
    return [{ rule: 'unknown-member', path: at, property: at, must: 'is not a member of CreateTransformJob that this library knows', mend: 'remove it, or update the library' }];
  });
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}
