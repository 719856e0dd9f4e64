import { Authority } from '../../services';
import { AwsError } from '../wire/aws-error';
import { OperationContext } from '../wire/http';
import { CloudFormationService } from './cloudformation-service';

/** Asks whether the caller may do that to the stack (known or not), and may hand the role to CloudFormation. */
export class Permission {
  constructor(private readonly service: CloudFormationService, private readonly authority: Authority) {}

  require(action: string, nameOrArn: string | undefined, { caller }: OperationContext, roleArn?: string): void {
    this.authority.require({ caller, action: `cloudformation:${action}`, resource: this.resource(nameOrArn), context: roleArn === undefined ? {} : { 'cloudformation:RoleArn': roleArn } });
    if (roleArn === undefined) return;
    this.authority.require({ caller, action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } });
  }

  private resource(nameOrArn: string | undefined): string {
    if (nameOrArn === undefined) return '*';
    if (nameOrArn.startsWith('arn:')) return nameOrArn;
    return this.service.store.find(nameOrArn)?.stackId ?? this.service.store.arn(`stack/${nameOrArn}/*`);
  }
}

export function changeSetNotFound(name: string): AwsError {
  return new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404);
}
