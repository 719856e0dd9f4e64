import { malformedPolicy } from '../malformed-policy';
import { resolve, Template, template } from '../policy-variables';
import { RequestContext, valuesOf } from '../request-context';
import { Test } from './operator';
import { findOperator, QualifiedOperator } from './registry';

/** One line of a Condition block: operator, key, values. */
export interface Condition {
  holds(context: RequestContext): boolean;
  /** `StringNotEquals aws:SourceVpce (absent) vs "vpce-…"`: with the values that the request has. */
  describe(context: RequestContext): string;
}

/** Prepares a statement's Condition block. An operator or value that cannot be read is refused by name, never ignored. */
export function compileConditions(block: Readonly<Record<string, Readonly<Record<string, unknown>>>>, variables: boolean): Condition[] {
  return Object.entries(block).flatMap(([written, keys]) => {
    const operator = findOperator(written);
    if (!operator) throw malformedPolicy(`condition operator "${written}" is unknown`);
    if (keys === null || typeof keys !== 'object') throw malformedPolicy(`condition operator "${written}" needs an object of condition keys`);
    return Object.entries(keys).map(([key, values]) => compile(operator, written, key, texts(written, key, values), variables));
  });
}

function compile(found: QualifiedOperator, written: string, key: string, values: readonly string[], variables: boolean): Condition {
  const tests = values.map((value) => valueTest(found, written, key, value, variables));
  return {
    holds: (context) => combine(found, valuesOf(context, key), (actual) => tests.some((test) => test(context)?.(actual) ?? false)),
    describe: (context) => `${written} ${key} ${quoted(valuesOf(context, key))} vs ${quoted(values)}`,
  };
}

/** How the answers for single values make the answer of the condition. */
function combine({ operator, qualifier, ifExists }: QualifiedOperator, actual: readonly string[] | undefined, anyOf: Test): boolean {
  if (operator.asksPresence) return anyOf(actual?.[0]);
  if (!actual) {
    if (ifExists || qualifier === 'ForAllValues') return true;
    return qualifier === undefined && operator.negated === true;
  }
  if (qualifier === 'ForAllValues') return actual.every((value) => anyOf(value) !== (operator.negated ?? false));
  if (qualifier === 'ForAnyValue') return actual.some((value) => anyOf(value) !== (operator.negated ?? false));
  return actual.some(anyOf) !== (operator.negated ?? false);
}

function valueTest({ operator }: QualifiedOperator, written: string, key: string, value: string, variables: boolean): (context: RequestContext) => Test | undefined {
  const parsed: Template = template(value, variables && operator.variables === true);
  if ('parts' in parsed) {
    return (context) => {
      const pattern = resolve(parsed, context);
      return pattern && operator.compile(pattern);
    };
  }
  const test = operator.compile(parsed.fixed);
  if (!test) throw malformedPolicy(`condition ${written} ${key}: the value "${value}" is not of the operator's type`);
  return () => test;
}

function texts(written: string, key: string, values: unknown): string[] {
  return (Array.isArray(values) ? values : [values]).map((value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw malformedPolicy(`condition ${written} ${key}: a value must be a string, number or boolean, got ${JSON.stringify(value)}`);
  });
}

function quoted(values: readonly string[] | undefined): string {
  return values ? values.map((value) => `"${value}"`).join(', ') : '(absent)';
}
