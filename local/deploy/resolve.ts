import { notEmulated } from '../aws/wire/aws-error';
import { intrinsics, Intrinsics, lazy, NO_VALUE, Scope } from './intrinsics';

/** Gives the value with every intrinsic replaced by what it stands for. */
export function resolve(value: unknown, scope: Scope, known: Intrinsics = intrinsics): unknown {
  const result = resolveInner(value, scope, known);
  return result === NO_VALUE ? undefined : result;
}

function resolveInner(value: unknown, scope: Scope, known: Intrinsics): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveInner(item, scope, known)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const call = intrinsicCall(value);
  if (call && Object.hasOwn(known, call.name)) {
    const inner = (child: unknown) => resolveInner(child, scope, known);
    return known[call.name](lazy.has(call.name) ? call.args : inner(call.args), scope, inner);
  }
  if (call?.name.startsWith('Fn::')) throw notEmulated(`the intrinsic function ${call.name}`);
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    const resolved = resolveInner(child, scope, known);
    if (resolved !== NO_VALUE) result[key] = resolved;
  }
  return result;
}

/** An object with one key is a call when the key says so. */
export function intrinsicCall(value: object): { readonly name: string; readonly args: unknown } | undefined {
  const keys = Object.keys(value);
  if (keys.length !== 1) return undefined;
  const [name] = keys;
  if (name !== 'Ref' && name !== 'Condition' && !name.startsWith('Fn::')) return undefined;
  return { name, args: (value as Record<string, unknown>)[name] };
}
