import { AwsError } from '../aws/wire/aws-error';
import { ParameterDefinition, Template, validationError } from './template';

/** A parameter as the caller gives it. */
export interface GivenParameter {
  readonly ParameterKey: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: boolean;
}

/** A parameter as the stack keeps it. */
export interface ParameterRow {
  readonly key: string;
  readonly value: string;
  /** What the parameter store held, for `AWS::SSM::Parameter::Value<…>`. */
  readonly resolvedValue?: string;
  readonly noEcho?: boolean;
}

/** Value of a parameter of the parameter store; undefined when there is none. */
export type ReadStoredParameter = (name: string) => string | undefined;

const STORED = /^AWS::SSM::Parameter::Value<(.+)>$/;

/** Values for all parameters of the template, from what is given, what was before, and the defaults. */
export function parameterRows(template: Template, given: readonly GivenParameter[], previous: readonly ParameterRow[], stored: ReadStoredParameter): ParameterRow[] {
  const definitions = template.Parameters ?? {};
  const alien = given.map(({ ParameterKey }) => ParameterKey).filter((key) => !Object.hasOwn(definitions, key));
  if (alien.length > 0) throw validationError(`Parameters: [${alien.join(', ')}] do not exist in the template`);

  const missing: string[] = [];
  const rows: ParameterRow[] = [];
  for (const [key, definition] of Object.entries(definitions)) {
    const one = given.find(({ ParameterKey }) => ParameterKey === key);
    const before = previous.find((row) => row.key === key)?.value;
    const value = one?.UsePreviousValue ? before : (one?.ParameterValue ?? (definition.Default === undefined ? undefined : String(definition.Default)));
    if (value === undefined) missing.push(key);
    else rows.push({ key, value, ...(isTrue(definition.NoEcho) && { noEcho: true }) });
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  for (const { key, value } of rows) checkConstraints(key, value, definitions[key]);
  return withStoredValues(rows, definitions, stored);
}

function withStoredValues(rows: readonly ParameterRow[], definitions: Readonly<Record<string, ParameterDefinition>>, stored: ReadStoredParameter): ParameterRow[] {
  const absent: string[] = [];
  const result = rows.map((row) => {
    if (!STORED.test(definitions[row.key].Type)) return row;
    const resolvedValue = stored(row.value);
    if (resolvedValue === undefined) absent.push(row.value);
    return { ...row, resolvedValue };
  });
  if (absent.length > 0) throw validationError(`Unable to fetch parameters [${absent.join(',')}] from parameter store for this account.`);
  return result;
}

/** What `Ref` gives: lists are split, numbers stay text as the service keeps them. */
export function parameterValues(template: Template, rows: readonly ParameterRow[]): Record<string, unknown> {
  return Object.fromEntries(rows.map(({ key, value, resolvedValue }) => {
    const type = template.Parameters?.[key]?.Type ?? 'String';
    const inner = STORED.exec(type)?.[1] ?? type;
    const text = resolvedValue ?? value;
    const isList = inner === 'CommaDelimitedList' || inner.startsWith('List<');
    return [key, isList ? (text === '' ? [] : text.split(',').map((item) => item.trim())) : text];
  }));
}

function checkConstraints(key: string, value: string, definition: ParameterDefinition): void {
  const items = definition.Type === 'CommaDelimitedList' || definition.Type.startsWith('List<') ? value.split(',').map((item) => item.trim()) : [value];
  const fail = (rule: string): never => {
    if (definition.ConstraintDescription) throw validationError(`Parameter ${key} failed to satisfy constraint: ${definition.ConstraintDescription}`);
    throw validationError(`Parameter '${key}' ${rule}`);
  };
  const { AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = definition;
  for (const item of items) {
    if (AllowedValues && !AllowedValues.map(String).includes(item)) fail('must be one of AllowedValues');
    if (AllowedPattern !== undefined && !pattern(key, AllowedPattern).test(item)) fail(`must match pattern ${AllowedPattern}`);
    if (MinLength !== undefined && item.length < Number(MinLength)) fail(`must contain at least ${MinLength} characters`);
    if (MaxLength !== undefined && item.length > Number(MaxLength)) fail(`must contain at most ${MaxLength} characters`);
    if (!/^(List<)?Number>?$/.test(definition.Type)) continue;
    if (item.trim() === '' || Number.isNaN(Number(item))) fail('must be a number');
    if (MinValue !== undefined && Number(item) < Number(MinValue)) fail(`must be a number not less than ${MinValue}`);
    if (MaxValue !== undefined && Number(item) > Number(MaxValue)) fail(`must be a number not greater than ${MaxValue}`);
  }
}

function pattern(key: string, text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    throw new AwsError('ValidationError', `Parameter '${key}': AllowedPattern is no regular expression: ${text}`);
  }
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
