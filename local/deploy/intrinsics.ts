import { cidrBlocks } from './cidr';
import { isObject, validationError } from './template';

/** What intrinsics may ask about. Pure data and look-ups, so that the same functions serve the change set and its execution. */
export interface Scope {
  /** Parameter values after defaults and parameter store: a string or a list of strings. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `AWS::Region`, … */
  readonly pseudo: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  condition(name: string): boolean;
  /** Physical id of a resource. */
  ref(logicalId: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(name: string): unknown;
  availabilityZones(region: string): readonly string[];
}

/** Takes the resolved arguments, or (listed in `lazy`) the raw ones with a way to resolve them. */
type Intrinsic = (args: any, scope: Scope, resolve: (value: unknown) => unknown) => unknown;
export type Intrinsics = Readonly<Record<string, Intrinsic>>;

/** What `AWS::NoValue` leaves behind: the property or list item that holds it vanishes. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** Stands for what the service cannot know before the change set is executed; the words are the service's. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

export function isUnknown(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(KNOWN_AFTER_APPLY);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(isUnknown);
}

function refuse(name: string, rule: string): never {
  throw validationError(`Template error: ${name} ${rule}`);
}

function list(name: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) return refuse(name, 'object requires a list');
  return value;
}

function reference(name: string, scope: Scope): unknown {
  if (Object.hasOwn(scope.pseudo, name)) return scope.pseudo[name];
  if (Object.hasOwn(scope.parameters, name)) return scope.parameters[name];
  return scope.ref(name);
}

/** `Logical.Attribute.Nested` or `[Logical, Attribute]`. */
export function getAttParts(args: unknown): [string, string] {
  if (typeof args === 'string' && args.includes('.')) {
    const dot = args.indexOf('.');
    return [args.slice(0, dot), args.slice(dot + 1)];
  }
  if (Array.isArray(args) && args.length >= 2 && typeof args[0] === 'string') return [args[0], args.slice(1).join('.')];
  return refuse('Fn::GetAtt', 'object requires two non-empty parameters, the resource name and the resource attribute');
}

/** Every `${name}` of a Fn::Sub text; `${!name}` is literal. */
export const SUB_PLACEHOLDER = /\$\{(!?)([^{}]*)\}/g;

function substitute(text: string, values: Readonly<Record<string, unknown>>, scope: Scope): string {
  return text.replace(SUB_PLACEHOLDER, (_whole, literal: string, raw: string) => {
    if (literal) return `\${${raw}}`;
    const name = raw.trim();
    if (Object.hasOwn(values, name)) return String(values[name]);
    return String(name.includes('.') ? scope.getAtt(...getAttParts(name)) : reference(name, scope));
  });
}

export const intrinsics: Intrinsics = {
  Ref: (name: string, scope) => reference(name, scope),
  'Fn::GetAtt': (args, scope, resolve) => {
    const [id, attribute] = getAttParts(Array.isArray(args) ? [args[0], ...args.slice(1).map(resolve)] : args);
    return scope.getAtt(id, attribute);
  },
  'Fn::Join': (args) => {
    const [delimiter, items] = list('Fn::Join', args);
    return list('Fn::Join', items).map(String).join(String(delimiter));
  },
  'Fn::Sub': (args, scope, resolve) => {
    if (typeof args === 'string') return substitute(args, {}, scope);
    const [text, values] = list('Fn::Sub', args);
    return substitute(String(text), resolve(values ?? {}) as Record<string, unknown>, scope);
  },
  'Fn::Select': (args) => {
    const [index, items] = list('Fn::Select', args);
    if (isUnknown(items) && !Array.isArray(items)) return KNOWN_AFTER_APPLY;
    const values = typeof items === 'string' ? items.split(',') : list('Fn::Select', items);
    if (values.length === 1 && values[0] === KNOWN_AFTER_APPLY) return KNOWN_AFTER_APPLY;
    const at = Number(index);
    if (!Number.isInteger(at) || at < 0 || at >= values.length) return refuse('Fn::Select', `cannot select nonexistent value at index ${String(index)}`);
    return values[at];
  },
  'Fn::Split': (args) => {
    const [delimiter, text] = list('Fn::Split', args);
    if (isUnknown(text)) return [KNOWN_AFTER_APPLY];
    return String(text).split(String(delimiter));
  },
  'Fn::If': (args, scope, resolve) => {
    const [name, yes, no] = list('Fn::If', args);
    return resolve(scope.condition(String(name)) ? yes : no);
  },
  'Fn::Equals': (args) => {
    const [left, right] = list('Fn::Equals', args);
    return String(left) === String(right);
  },
  'Fn::And': (args) => list('Fn::And', args).every(Boolean),
  'Fn::Or': (args) => list('Fn::Or', args).some(Boolean),
  'Fn::Not': (args) => !list('Fn::Not', args)[0],
  'Fn::FindInMap': (args, scope) => {
    const [map, top, second, options] = list('Fn::FindInMap', args) as [string, string, string, { DefaultValue?: unknown }?];
    const found = scope.mappings[map]?.[top]?.[second];
    if (found !== undefined) return found;
    if (isObject(options) && 'DefaultValue' in options) return options.DefaultValue;
    throw validationError(`Template error: Unable to get mapping for ${map}::${top}::${second}`);
  },
  'Fn::Base64': (text) => (isUnknown(text) ? KNOWN_AFTER_APPLY : Buffer.from(String(text)).toString('base64')),
  'Fn::GetAZs': (region, scope) => scope.availabilityZones(String(region || scope.pseudo['AWS::Region'])),
  'Fn::Cidr': (args) => {
    const [block, count, bits] = list('Fn::Cidr', args);
    return isUnknown(block) ? [KNOWN_AFTER_APPLY] : cidrBlocks(String(block), Number(count), bits === undefined ? undefined : Number(bits));
  },
  'Fn::ImportValue': (name, scope) => scope.importValue(String(name)),
  'Fn::ToJsonString': (value) => JSON.stringify(value),
  'Fn::Length': (items) => (isUnknown(items) ? KNOWN_AFTER_APPLY : list('Fn::Length', items).length),
};

/** Within Conditions and Rules, `{"Condition": name}` points to another condition. Elsewhere it is an ordinary key (of an IAM statement). */
export const conditionIntrinsics: Intrinsics = {
  ...intrinsics,
  Condition: (name: string, scope) => scope.condition(name),
};

/** Functions that only Rules know. */
export const ruleIntrinsics: Intrinsics = {
  ...conditionIntrinsics,
  'Fn::Contains': (args) => {
    const [items, value] = list('Fn::Contains', args);
    return list('Fn::Contains', items).map(String).includes(String(value));
  },
  'Fn::EachMemberEquals': (args) => {
    const [items, value] = list('Fn::EachMemberEquals', args);
    return list('Fn::EachMemberEquals', items).every((item) => String(item) === String(value));
  },
  'Fn::EachMemberIn': (args) => {
    const [items, allowed] = list('Fn::EachMemberIn', args);
    const names = list('Fn::EachMemberIn', allowed).map(String);
    return list('Fn::EachMemberIn', items).every((item) => names.includes(String(item)));
  },
};

/** These decide themselves what of their arguments is resolved. */
export const lazy: ReadonlySet<string> = new Set(['Ref', 'Condition', 'Fn::GetAtt', 'Fn::Sub', 'Fn::If']);

/** Need `Transform: AWS::LanguageExtensions` in the template. */
export const languageExtensions: ReadonlySet<string> = new Set(['Fn::ToJsonString', 'Fn::Length']);
