import { Authority } from '../../services';
import { AwsError } from '../wire/aws-error';
import { Operation, OperationContext, Operations } from '../wire/http';
import { missingParameter, unauthorized } from './ec2-errors';
import { Ec2Service } from './ec2-service';
import { resourceTags } from './job-interfaces';
import { catalogueDescriptions } from './operations/catalogue-operations';
import { endpointDescriptions } from './operations/endpoint-operations';
import { routingDescriptions } from './operations/routing-operations';
import { changedGroup, changeSecurityGroup, SECURITY_GROUP_CHANGES, securityGroupDescriptions } from './operations/security-group-operations';
import { vpcDescriptions } from './operations/vpc-operations';

export const EC2_WIRE = { signingName: 'ec2', version: '2016-11-15', xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', style: 'ec2' } as const;

type Input = Readonly<Record<string, any>>;

/** EC2's operations of the wire: first the permission, then the work. */
export function ec2Operations(ec2: Ec2Service, authority: Authority): Operations {
  const { network } = ec2;

  function allow({ caller }: OperationContext, name: string, input: Input, resource = '*', context: Readonly<Record<string, string>> = {}): void {
    const call = { caller, action: `ec2:${name}`, resource, context: { 'ec2:Region': network.region, ...context }, requestParameters: input };
    authority.require(call, (decision) => unauthorized(call, decision));
    if (input.DryRun === 'true') throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
  }

  const descriptions = { ...vpcDescriptions(ec2), ...routingDescriptions(ec2), ...securityGroupDescriptions(ec2), ...endpointDescriptions(ec2), ...catalogueDescriptions(ec2) };
  const describes = Object.entries(descriptions).map(([name, describe]): [string, Operation] => [name, (input, context) => {
    allow(context, name, input);
    return (describe as (input: Input) => unknown)(input);
  }]);

  const changes = SECURITY_GROUP_CHANGES.map((name): [string, Operation] => [name, (input, context) => {
    const groupId = changedGroup(input);
    const group = network.securityGroups.require(groupId);
    allow(context, name, input, network.arn('security-group', groupId), { 'ec2:SecurityGroupID': groupId, 'ec2:Vpc': network.arn('vpc', group.vpcId), ...resourceTags(group.tags) });
    return changeSecurityGroup(ec2, name, input);
  }]);

  return {
    ...Object.fromEntries([...describes, ...changes]),
    DeleteNetworkInterface: (input: Input, context) => {
      const id: string | undefined = input.NetworkInterfaceId;
      if (!id) throw missingParameter('networkInterfaceId');
      const { subnetId, vpcId } = network.networkInterfaces.require(id);
      allow(context, 'DeleteNetworkInterface', input, network.arn('network-interface', id), { 'ec2:Subnet': network.arn('subnet', subnetId), 'ec2:Vpc': network.arn('vpc', vpcId) });
      ec2.interfaces.delete(id);
      return { return: true };
    },
  };
}
