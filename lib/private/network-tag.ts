import { Names } from 'aws-cdk-lib';
import type { CfnRole, IRole } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { NETWORK_TAG } from '../spec/custom-resource';
import { throwIfBroken } from './broken-rules';
import { ownResource } from './owned';

/** Value of the network tag: known at synth, readable, and different for each endpoint of an app. */
export function networkTagValue(endpoint: IConstruct): string {
  return Names.uniqueResourceName(endpoint, { maxLength: 128, separator: '-' });
}

/** Tags a role that this app makes; false when the role is imported and so cannot be tagged from here. */
export function tagOwnRole(role: IRole, value: string): boolean {
  const resource = ownResource(role);
  if (resource?.cfnResourceType !== 'AWS::IAM::Role') return false;
  const { tags } = resource as CfnRole;
  const present = tags.tagValues()[NETWORK_TAG];
  throwIfBroken(role, present !== undefined && present !== value
    ? [{ rule: 'one-network-a-role', path: 'role', property: 'role', value: present, must: `must serve one network, is asked to serve '${value}' as well`, mend: 'give each endpoint\'s models a role of their own' }]
    : []);
  tags.setTag(NETWORK_TAG, value);
  return true;
}
