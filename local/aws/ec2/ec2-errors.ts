import { Decision } from '../../access/model';
import { callerArn } from '../../access/principal-arn';
import { refusalClause } from '../../access/refusal';
import { AccessCall } from '../../services';
import { AwsError } from '../wire/aws-error';

const NOT_FOUND = {
  vpc: ['InvalidVpcID.NotFound', (id: string) => `The vpc ID '${id}' does not exist`],
  subnet: ['InvalidSubnetID.NotFound', (id: string) => `The subnet ID '${id}' does not exist`],
  routeTable: ['InvalidRouteTableID.NotFound', (id: string) => `The routeTable ID '${id}' does not exist`],
  internetGateway: ['InvalidInternetGatewayID.NotFound', (id: string) => `The internetGateway ID '${id}' does not exist`],
  natGateway: ['NatGatewayNotFound', (id: string) => `NatGateway ${id} was not found`],
  address: ['InvalidAllocationID.NotFound', (id: string) => `The allocation ID '${id}' does not exist`],
  vpcEndpoint: ['InvalidVpcEndpointId.NotFound', (id: string) => `The Vpc Endpoint Id '${id}' does not exist`],
  securityGroup: ['InvalidGroup.NotFound', (id: string) => `The security group '${id}' does not exist`],
  securityGroupRule: ['InvalidSecurityGroupRuleId.NotFound', (id: string) => `The security group rule ID '${id}' does not exist`],
  networkAcl: ['InvalidNetworkAclID.NotFound', (id: string) => `The networkAcl ID '${id}' does not exist`],
  dhcpOptions: ['InvalidDhcpOptionID.NotFound', (id: string) => `The dhcpOption ID '${id}' does not exist`],
  prefixList: ['InvalidPrefixListID.NotFound', (id: string) => `The prefix list ID '${id}' does not exist`],
  networkInterface: ['InvalidNetworkInterfaceID.NotFound', (id: string) => `The networkInterface ID '${id}' does not exist`],
  flowLog: ['InvalidFlowLogId.NotFound', (id: string) => `The flow log ID '${id}' does not exist`],
} as const;

export type NetworkNoun = keyof typeof NOT_FOUND;

export function notFound(noun: NetworkNoun, id: string): AwsError {
  const [code, message] = NOT_FOUND[noun];
  return new AwsError(code, message(id));
}

const ownWords: Partial<Record<NetworkNoun, (id: string) => string>> = {
  securityGroup: (id) => `resource ${id} has a dependent object`,
  dhcpOptions: (id) => `The dhcpOptions '${id}' has dependencies and cannot be deleted.`,
};

/** Something that is still used; CloudFormation tries such a deletion again for a while, then gives up. */
export function dependencyViolation(noun: NetworkNoun, id: string): AwsError {
  return new AwsError('DependencyViolation', ownWords[noun]?.(id) ?? `The ${noun} '${id}' has dependencies and cannot be deleted.`);
}

export const invalidValue = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

export const missingParameter = (name: string): AwsError => new AwsError('MissingParameter', `The request must contain the parameter ${name}`);

/** How EC2 says no, and behind it the statement that decided. */
export function unauthorized(call: AccessCall, decision: Decision): AwsError {
  const { caller, action, resource } = call;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  return new AwsError('UnauthorizedOperation', `You are not authorized to perform this operation. User: ${callerArn(caller.principal)} is not authorized to perform: ${action}${on} ${refusalClause(call, decision)}`, 403);
}
