import { CloudIdentity } from '../../services';
import { AwsError } from '../wire/aws-error';

const INPUT_LIMIT = 262_144;

export function stateMachineArn({ partition, region, accountId }: CloudIdentity, name: string): string {
  return `arn:${partition}:states:${region}:${accountId}:stateMachine:${name}`;
}

export function executionArn({ partition, region, accountId }: CloudIdentity, machineName: string, name: string): string {
  return `arn:${partition}:states:${region}:${accountId}:execution:${machineName}:${name}`;
}

/** Names of machines and executions. */
export function checkName(name: string): void {
  if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

export function checkInput(input: string): void {
  if (Buffer.byteLength(input) > INPUT_LIMIT) throw new AwsError('ValidationException', `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${INPUT_LIMIT}`);
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${(error as Error).message}'`);
  }
}

export const statesErrors = {
  noMachine: (arn: string): AwsError => new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`),
  noExecution: (arn: string): AwsError => new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`),
  exists: (arn: string): AwsError => new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`),
};
