import { callIntrinsic, Chance } from './intrinsic-functions';
import { Expression, parseIntrinsic, unescape } from './intrinsic-syntax';
import { InvalidPathError, JsonPath, parsePath, selectAll } from './json-path';
import { runtimeError } from './states-error';

/** What paths read from. */
export interface Scope {
  /** `$` */
  readonly data: unknown;
  /** `$$` */
  readonly context: unknown;
  readonly chance: Chance;
}

/** The value at a path, or undefined (which JSON does not have) when there is none. */
export function lookUp(text: string, scope: Scope): unknown {
  return valueAt(readable(() => parsePath(text)), scope);
}

/** The value at a path, which must exist. `field` is named in the error. */
export function evaluatePath(text: string, scope: Scope, field: string): unknown {
  return required(readable(() => parsePath(text)), scope, field);
}

/** A path or an intrinsic function call. */
export function evaluateExpression(text: string, scope: Scope, field: string): unknown {
  if (text.startsWith('$')) return evaluatePath(text, scope, field);
  return valueOf(readable(() => parseIntrinsic(text)), scope, field);
}

/** Fills a payload template: members whose name ends in `.$` are replaced by what their value points to. */
export function fillTemplate(template: unknown, scope: Scope, field: string): unknown {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, scope, field));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => (
    name.endsWith('.$')
      ? [name.slice(0, -2), evaluateExpression(String(value), scope, name)]
      : [name, fillTemplate(value, scope, field)]
  )));
}

/** Mistakes in all `.$` members of a template, for the check of a definition. */
export function templateProblems(template: unknown): string[] {
  if (Array.isArray(template)) return template.flatMap(templateProblems);
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([name, value]) => {
    if (!name.endsWith('.$')) return templateProblems(value);
    if (typeof value !== 'string') return [`The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`];
    return expressionProblems(value, name);
  });
}

/** Mistakes in one path or call. */
export function expressionProblems(text: string, field: string): string[] {
  try {
    if (text.startsWith('$')) parsePath(text);
    else parseIntrinsic(text);
    return [];
  } catch (error) {
    if (error instanceof InvalidPathError) return [`The value for the field '${field}' is not valid: ${error.message}`];
    throw error;
  }
}

function valueOf(expression: Expression, scope: Scope, field: string): unknown {
  switch (expression.kind) {
    case 'literal': return expression.value;
    case 'string': return unescape(expression.raw);
    case 'path': return required(expression.path, scope, field);
    case 'call': {
      const args = expression.args.map((arg, at) => (
        expression.name === 'States.Format' && at === 0 && arg.kind === 'string' ? arg.raw : valueOf(arg, scope, field)
      ));
      return callIntrinsic(expression.name, args, scope.chance);
    }
  }
}

function required(path: JsonPath, scope: Scope, field: string): unknown {
  const value = valueAt(path, scope);
  if (value === undefined) {
    throw runtimeError(`The JSONPath '${path.text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(path.ofContext ? scope.context : scope.data)}'`);
  }
  return value;
}

function valueAt(path: JsonPath, scope: Scope): unknown {
  const found = selectAll(path, path.ofContext ? scope.context : scope.data);
  return path.definite ? found[0] : found;
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidPathError) throw runtimeError(error.message);
    throw error;
  }
}
