import { AwsError, notEmulated } from '../aws/wire/aws-error';

export type Properties = Readonly<Record<string, unknown>>;

export interface ResourceDefinition {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly Metadata?: unknown;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface ParameterDefinition {
  readonly Type: string;
  readonly Default?: string | number;
  readonly Description?: string;
  readonly NoEcho?: boolean | string;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly MinValue?: number | string;
  readonly MaxValue?: number | string;
  readonly ConstraintDescription?: string;
}

export interface OutputDefinition {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface RuleDefinition {
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert: unknown; readonly AssertDescription?: string }[];
}

export interface Template {
  readonly AWSTemplateFormatVersion?: string;
  readonly Description?: string;
  readonly Metadata?: unknown;
  readonly Transform?: string | readonly string[];
  readonly Parameters?: Readonly<Record<string, ParameterDefinition>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Rules?: Readonly<Record<string, RuleDefinition>>;
  readonly Resources: Readonly<Record<string, ResourceDefinition>>;
  readonly Outputs?: Readonly<Record<string, OutputDefinition>>;
}

const SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Transform', 'Parameters', 'Mappings', 'Conditions', 'Rules', 'Resources', 'Outputs'];
const RESOURCE_ATTRIBUTES = ['Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy', 'CreationPolicy', 'UpdatePolicy'];

/** The service's word for a request that cannot be right. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** Reads the text and checks its form. What the text asks for is judged later, by the change set. */
export function parseTemplate(text: string): Template {
  let template: unknown;
  try {
    template = JSON.parse(text);
  } catch (error) {
    // The CDK CLI uploads JSON; a YAML template would need a parser that knows the short forms of the intrinsics.
    if (!/^\s*[{[]/.test(text)) throw notEmulated('templates in YAML; hand the template over as JSON');
    throw validationError(`Template format error: JSON not well-formed. (${(error as Error).message})`);
  }
  if (!isObject(template)) throw validationError('Template format error: unsupported structure.');
  const alien = Object.keys(template).filter((key) => !SECTIONS.includes(key));
  if (alien.length > 0) throw validationError(`Invalid template property or properties [${alien.join(', ')}]`);
  if (!isObject(template.Resources) || Object.keys(template.Resources).length === 0) {
    throw validationError('Template format error: At least one Resources member must be defined.');
  }
  const count = Object.keys(template.Resources).length;
  if (count > 500) throw validationError(`Template format error: Number of resources, ${count}, is greater than maximum allowed, 500`);
  for (const [id, resource] of Object.entries(template.Resources)) checkResource(id, resource);
  const nothing = pathOfNull(template.Resources, '/Resources');
  if (nothing) throw validationError(`Template format error: [${nothing}] 'null' values are not allowed in templates`);
  return template as unknown as Template;
}

function checkResource(id: string, resource: unknown): void {
  if (!/^[A-Za-z0-9]{1,255}$/.test(id)) throw validationError(`Template format error: Resource name ${id} is non alphanumeric.`);
  if (!isObject(resource)) throw validationError(`Template format error: [/Resources/${id}] resource definition is malformed`);
  if (typeof resource.Type !== 'string') throw validationError(`Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`);
  const alien = Object.keys(resource).filter((key) => !RESOURCE_ATTRIBUTES.includes(key));
  if (alien.length > 0) throw validationError(`Invalid template resource property '${alien[0]}' (resource ${id})`);
  if (resource.Properties !== undefined && !isObject(resource.Properties)) throw validationError(`Template format error: [/Resources/${id}/Properties] must be an object`);
}

function pathOfNull(value: unknown, path: string): string | undefined {
  if (value === null) return path;
  if (typeof value !== 'object') return undefined;
  for (const [key, child] of Object.entries(value)) {
    const found = pathOfNull(child, `${path}/${key}`);
    if (found) return found;
  }
  return undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `DependsOn` as a list, whichever way it was written. */
export function dependsOn(definition: ResourceDefinition): readonly string[] {
  const { DependsOn: ids } = definition;
  if (ids === undefined) return [];
  return typeof ids === 'string' ? [ids] : ids;
}

export function transforms(template: Template): readonly string[] {
  const { Transform: names } = template;
  if (names === undefined) return [];
  return typeof names === 'string' ? [names] : names;
}

/** Types whose properties are whatever their function wants. */
export function isCustomResource(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}
