import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup, ISecurityGroup, IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { PREFIX_LIST_ATTRIBUTE, S3_PREFIX_LIST_RESOURCE_TYPE } from '../spec/custom-resource';
import { TransformJobLauncher } from './launcher';

const ID = 'S3PrefixList';
/** EC2's bound. */
const DESCRIPTION_LENGTH = 255;

/**
 * A group that nobody may enter and that leads to S3 only. The rule is written into the group itself: a SecurityGroup of
 * the CDK moves a rule whose prefix list is not known at synth into a resource of its own, and EC2 then gives the
 * group without rules its implicit "all traffic" rule.
 */
export function s3OnlySecurityGroup(scope: Construct, vpc: IVpc, s3PrefixListId: string | undefined): ISecurityGroup {
  const group = new CfnSecurityGroup(scope, 'SecurityGroup', {
    vpcId: vpc.vpcId,
    groupDescription: `Transform jobs of ${scope.node.path}: HTTPS to S3 only`.slice(0, DESCRIPTION_LENGTH),
    securityGroupEgress: [{ description: 'HTTPS to S3', ipProtocol: 'tcp', fromPort: 443, toPort: 443, destinationPrefixListId: s3PrefixListId ?? lookedUpPrefixListId(scope) }],
  });
  return SecurityGroup.fromSecurityGroupId(scope, 'S3Only', group.attrGroupId, { allowAllOutbound: false });
}

/**
 * Id of the region's S3 prefix list, asked for once a stack during the deployment: no CloudFormation resource returns
 * it, and ids repeat between regions and services, so that a table would be a trap.
 */
function lookedUpPrefixListId(scope: Construct): string {
  const stack = Stack.of(scope);
  return ((stack.node.tryFindChild(ID) as CustomResource | undefined) ?? lookup(stack)).getAttString(PREFIX_LIST_ATTRIBUTE.id);
}

function lookup(stack: Stack): CustomResource {
  const launcher = TransformJobLauncher.of(stack);
  launcher.allowPrefixListLookup();
  const resource = new CustomResource(stack, ID, { serviceToken: launcher.serviceToken, resourceType: S3_PREFIX_LIST_RESOURCE_TYPE, serviceTimeout: Duration.minutes(5) });
  resource.node.addDependency(launcher.ready);
  return resource;
}
