import { Token } from 'aws-cdk-lib';
import { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Violation } from '../spec/violation';

/** CreateModel's bound for `VpcConfig.SecurityGroupIds`. */
const SECURITY_GROUPS = 5;
const MODEL_NAME = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;

export function checkSecurityGroups(groups: readonly ISecurityGroup[] | undefined): Violation[] {
  if (groups === undefined || (groups.length >= 1 && groups.length <= SECURITY_GROUPS)) return [];
  return [{ rule: 'security-groups', path: 'securityGroups', property: 'securityGroups', value: `${groups.length}`, must: `must be 1 to ${SECURITY_GROUPS} groups`, mend: groups.length ? 'merge some of them' : 'leave the property out to get a group that leads to S3 only' }];
}

export function checkModelName(name: string | undefined): Violation[] {
  if (name === undefined || Token.isUnresolved(name) || (name.length <= 63 && MODEL_NAME.test(name))) return [];
  return [{ rule: 'model-name', path: 'modelName', property: 'modelName', value: name, must: 'must have 1 to 63 letters, digits and inner hyphens', mend: 'rename it, or leave it out: a generated name survives replacement' }];
}
