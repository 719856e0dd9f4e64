import { JOB_PROPERTY, JobSurroundings } from '../spec/custom-resource';
import { decodeSpec } from '../spec/decode';
import { namePrefix } from '../spec/job-name';
import { isStructure } from '../spec/members';
import { LIMITS } from '../spec/table';
import { TransformJobSpec } from '../spec/transform-job-spec';
import { Violation } from '../spec/violation';

type Raw = Readonly<Record<string, unknown>>;

export interface JobProperties {
  readonly request: TransformJobSpec;
  readonly namePrefix: string;
  readonly trigger?: string;
  readonly waitForCompletion: boolean;
  readonly completionTimeoutSeconds: number;
  readonly maxRuntimeSeconds?: number;
  readonly preflight: boolean;
  readonly surroundings: JobSurroundings;
  readonly stateMachineArn: string;
}

/** Seconds that stopping and answering need before CloudFormation's own hour is over. */
const ANSWER_RESERVE_SECONDS = 300;
const LONGEST_WAIT_SECONDS = LIMITS.serviceTimeoutSeconds - ANSWER_RESERVE_SECONDS;

/** CloudFormation's own properties of a custom resource. */
const NOT_OURS: readonly string[] = ['ServiceToken', 'ServiceTimeout'];
const NAMES: readonly string[] = [...Object.values(JOB_PROPERTY), ...NOT_OURS];

/** Reads what CloudFormation made of the properties: text everywhere. All that is wrong at once. */
export function readJobProperties(raw: Raw): { readonly properties?: JobProperties; readonly violations: readonly Violation[] } {
  const violations: Violation[] = Object.keys(raw).filter((name) => !NAMES.includes(name)).map((name) => broken(name, undefined, 'is not a property of this resource', 'use the construct and the launcher of one library version'));
  const request = decodeSpec(text(raw, JOB_PROPERTY.request) ?? '');
  violations.push(...request.violations);
  const flag = (name: string, otherwise: boolean) => {
    const value = text(raw, name);
    if (value !== undefined && value !== 'true' && value !== 'false') violations.push(broken(name, value, 'must be true or false', 'change the value'));
    return value === undefined ? otherwise : value === 'true';
  };
  const seconds = (name: string) => {
    const value = text(raw, name);
    if (value !== undefined && !/^[1-9]\d{0,8}$/.test(value)) violations.push(broken(name, value, 'must be a whole number of seconds, 1 or more', 'change the value'));
    return value === undefined ? undefined : Number(value);
  };
  const required = (name: string) => {
    const value = text(raw, name);
    if (!value) violations.push(broken(name, value, 'is required', 'let the construct write it'));
    return value ?? '';
  };
  const properties = {
    namePrefix: required(JOB_PROPERTY.namePrefix),
    trigger: text(raw, JOB_PROPERTY.trigger),
    waitForCompletion: flag(JOB_PROPERTY.waitForCompletion, true),
    completionTimeoutSeconds: Math.min(seconds(JOB_PROPERTY.completionTimeout) ?? LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS),
    maxRuntimeSeconds: seconds(JOB_PROPERTY.maxRuntime),
    preflight: flag(JOB_PROPERTY.preflight, true),
    surroundings: readSurroundings(raw, 'the job'),
    stateMachineArn: required(JOB_PROPERTY.stateMachineArn),
  };
  return request.spec && violations.length === 0 ? { properties: { ...properties, request: request.spec }, violations } : { violations };
}

/** What a deletion needs. Never refuses: properties that could not be created with must still be deletable. */
export function readDeletion(raw: Raw): Pick<JobProperties, 'namePrefix' | 'surroundings' | 'stateMachineArn'> {
  return {
    namePrefix: text(raw, JOB_PROPERTY.namePrefix) ?? '',
    surroundings: readSurroundings(raw, 'the job'),
    stateMachineArn: text(raw, JOB_PROPERTY.stateMachineArn) ?? '',
  };
}

/** Whether the physical id is a job that these properties may have made. */
export function isOwnName(physicalId: string, prefix: string): boolean {
  return prefix !== '' && physicalId.startsWith(`${namePrefix(prefix)}-`);
}

/** Helps to explain and to check, so that nonsense here is no reason to refuse the job. */
export function readSurroundings(raw: Raw, constructPath: string): JobSurroundings {
  try {
    const read: unknown = JSON.parse(text(raw, JOB_PROPERTY.surroundings) ?? '{}');
    return isStructure(read) ? { constructPath, ...read } : { constructPath };
  } catch {
    return { constructPath }; // the deletion of what such a property could not create must go on
  }
}

function text(raw: Raw, name: string): string | undefined {
  const value = raw[name];
  return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

function broken(property: string, value: string | undefined, must: string, mend: string): Violation {
  return { rule: 'property', path: property, property, value, must, mend };
}
