import { Ec2Service } from '../aws/ec2/ec2-service';
import { endpointHandlers } from './ec2-endpoint';
import { networkAclHandlers } from './ec2-network-acl';
import { routingHandlers } from './ec2-routing';
import { securityGroupHandlers } from './ec2-security-group';
import { vpcHandlers } from './ec2-vpc';
import { ResourceHandler } from './handler';

/** The resource types of the network. */
export function ec2Resources(ec2: Ec2Service): ResourceHandler[] {
  return [...vpcHandlers(ec2), ...routingHandlers(ec2), ...securityGroupHandlers(ec2), ...endpointHandlers(ec2), ...networkAclHandlers(ec2)];
}
