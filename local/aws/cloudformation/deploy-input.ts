import { Caller } from '../../access/model';
import { GivenParameter } from '../../deploy/parameters';
import { validationError } from '../../deploy/template';
import { notEmulated } from '../wire/aws-error';
import { DeployRequest } from './cloudformation-service';

/** Query inputs are text all through: an empty list arrives as `''`. */
export function asList<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? value : [];
}

export function asBoolean(value: unknown): boolean {
  return value === true || value === 'true';
}

export function requiredText(input: Record<string, unknown>, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw validationError(`1 validation error detected: Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`);
}

/** Members that would change what happens, and that have no counterpart here. */
const REFUSED = ['ResourcesToImport', 'RollbackConfiguration', 'StackPolicyBody', 'StackPolicyURL', 'StackPolicyDuringUpdateBody', 'StackPolicyDuringUpdateURL', 'ResourceTypes', 'TimeoutInMinutes'] as const;

/** The part that CreateChangeSet, CreateStack and UpdateStack share. */
export function deployRequest(input: Record<string, any>, caller: Caller): DeployRequest {
  for (const name of REFUSED) if (input[name] !== undefined && input[name] !== '' && Object.keys(input[name]).length > 0) throw notEmulated(`${name} of CloudFormation`);
  if (input.DeploymentConfig?.Mode !== undefined && input.DeploymentConfig.Mode !== 'STANDARD') throw notEmulated(`the CloudFormation deployment mode ${input.DeploymentConfig.Mode}`);
  if (input.DeploymentMode !== undefined) throw notEmulated(`the CloudFormation deployment mode ${input.DeploymentMode}`);
  if (asBoolean(input.ImportExistingResources)) throw notEmulated('ImportExistingResources of CloudFormation');
  return {
    caller,
    templateBody: input.TemplateBody,
    templateUrl: input.TemplateURL,
    usePreviousTemplate: asBoolean(input.UsePreviousTemplate),
    parameters: asList<Record<string, string>>(input.Parameters).map(({ ParameterKey, ParameterValue, UsePreviousValue }): GivenParameter => ({ ParameterKey, ParameterValue, UsePreviousValue: asBoolean(UsePreviousValue) })),
    tags: input.Tags === undefined ? undefined : Object.fromEntries(asList<{ Key: string; Value: string }>(input.Tags).map(({ Key, Value }) => [Key, Value])),
    capabilities: asList<string>(input.Capabilities),
    notificationArns: input.NotificationARNs === undefined ? undefined : asList<string>(input.NotificationARNs),
    roleArn: input.RoleARN,
  };
}

/** Names as the service takes them. */
export function checkName(kind: 'stackName' | 'changeSetName', name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return;
  throw validationError(`1 validation error detected: Value '${name}' at '${kind}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`);
}
