import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Leaves a warning that can be acknowledged: `Annotations.of(x).acknowledgeWarning('cdk-secure-batch-transform:<id>')`. */
export function warn(scope: IConstruct, id: string, message: string): void {
  Annotations.of(scope).addWarningV2(`cdk-secure-batch-transform:${id}`, message);
}
