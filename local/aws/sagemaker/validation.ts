import { checkSpec } from '../../../lib/spec/check';
import { LIMITS, LIST_MEMBERS, MAP_MEMBERS, TABLE } from '../../../lib/spec/table';
import { TransformJobSpec } from '../../../lib/spec/transform-job-spec';
import { AwsError, notEmulated } from '../wire/aws-error';

/** A member of the request that breaks a rule. */
export interface Fault {
  readonly path: string;
  readonly value?: string;
  readonly must: string;
}

/** AWS's form of a refused request: all faults in one message. */
export function validationError(faults: readonly Fault[]): AwsError {
  const each = faults.map(({ path, value, must }) => `Value ${value === undefined ? 'null' : `'${value}'`} at '${path}' failed to satisfy constraint: Member ${must}`);
  return new AwsError('ValidationException', `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected: ${each.join('; ')}`);
}

export function refused(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

const PATHS = [...TABLE.map(({ path }) => path), ...Object.keys(MAP_MEMBERS), ...Object.keys(LIST_MEMBERS)];

/** Checks a CreateTransformJob request: the kernel's table and invariants, and the name, which the kernel leaves to the launcher. */
export function checkTransformJob(input: unknown): TransformJobSpec & { readonly TransformJobName: string } {
  const unknown = unknownMembers(input);
  if (unknown.length > 0) throw notEmulated(`the member${unknown.length === 1 ? '' : 's'} ${unknown.join(', ')} of CreateTransformJob`);
  const violations: Fault[] = checkSpec(input).map(({ path, value, must }) => ({ path, value: value && unquoted(value), must }));
  const { TransformJobName: name } = (input ?? {}) as Partial<TransformJobSpec>;
  const faults = name === undefined ? [{ path: 'TransformJobName', must: 'is required' }, ...violations] : violations;
  if (faults.length > 0) throw validationError(faults);
  if ((input as TransformJobSpec).DataCaptureConfig) throw notEmulated('DataCaptureConfig of CreateTransformJob'); // the names of its manifests are not known
  return input as TransformJobSpec & { readonly TransformJobName: string };
}

/** The kernel shows texts in JSON's quotes; this form has its own. */
function unquoted(value: string): string {
  return /^"(.*)"$/s.exec(value)?.[1] ?? value;
}

/** Members that neither the table nor the maps and lists know, by their whole path. */
function unknownMembers(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const path = at ? `${at}.${name}` : name;
    if (PATHS.includes(path)) return [];
    return PATHS.some((known) => known.startsWith(`${path}.`)) ? unknownMembers(member, path) : [path];
  });
}

/** Rule of AddTags. */
export function checkTagCount(count: number): void {
  if (count > LIMITS.tags) throw refused(`Cannot tag the resource with more than ${LIMITS.tags} tags, got: ${count}`);
}
