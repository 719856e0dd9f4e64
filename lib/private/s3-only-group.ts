import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSecurityGroupEgress, ISecurityGroup, IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { PREFIX_LIST_ATTRIBUTE, S3_PREFIX_LIST_RESOURCE_TYPE } from '../spec/custom-resource';
import { TransformJobLauncher } from './launcher';

/** EC2's bound. */
const DESCRIPTION_LENGTH = 255;
const HTTPS = { description: 'HTTPS to S3', ipProtocol: 'tcp', fromPort: 443, toPort: 443 };
/** The CDK's words for "nothing": no host has the address, no ICMP message the type. */
const NOTHING = { description: 'Disallow all traffic', ipProtocol: 'icmp', fromPort: 252, toPort: 86, cidrIp: '255.255.255.255/32' };

export interface S3OnlyGroupProps {
  readonly vpc: IVpc;
  /** Undefined: looked up during the deployment. */
  readonly s3PrefixListId?: string;
}

/**
 * A group that nobody may enter and that leads to S3 only.
 *
 * A group without egress of its own gets EC2's implicit "all traffic" rule, so one is always written into it. (The CDK's
 * SecurityGroup leaves it out as soon as a rule with a prefix list that is not known at synth is added.) A list that
 * is looked up is named by a rule beside the group: the lookup waits for the launcher's policy, which names the
 * model, which needs the group.
 */
export class S3OnlyGroup extends Construct {
  readonly securityGroup: ISecurityGroup;

  constructor(scope: Construct, id: string, props: S3OnlyGroupProps) {
    super(scope, id);
    const { vpc, s3PrefixListId } = props;
    const group = new CfnSecurityGroup(this, 'Resource', {
      vpcId: vpc.vpcId,
      groupDescription: `Transform jobs of ${scope.node.path}: HTTPS to S3 only`.slice(0, DESCRIPTION_LENGTH),
      securityGroupEgress: [s3PrefixListId === undefined ? NOTHING : { ...HTTPS, destinationPrefixListId: s3PrefixListId }],
    });
    if (s3PrefixListId === undefined) new CfnSecurityGroupEgress(this, 'ToS3', { groupId: group.attrGroupId, ...HTTPS, destinationPrefixListId: lookedUpPrefixListId(this) });
    this.securityGroup = SecurityGroup.fromSecurityGroupId(this, 'Group', group.attrGroupId, { allowAllOutbound: false });
  }
}

/**
 * Id of the region's S3 prefix list, asked for once a stack during the deployment: no CloudFormation resource returns
 * it, and ids repeat between regions and services, so that a table would be a trap.
 */
function lookedUpPrefixListId(scope: Construct): string {
  const stack = Stack.of(scope);
  return ((stack.node.tryFindChild('S3PrefixList') as CustomResource | undefined) ?? lookup(stack)).getAttString(PREFIX_LIST_ATTRIBUTE.id);
}

function lookup(stack: Stack): CustomResource {
  const launcher = TransformJobLauncher.of(stack);
  launcher.allowPrefixListLookup();
  const resource = new CustomResource(stack, 'S3PrefixList', { serviceToken: launcher.serviceToken, resourceType: S3_PREFIX_LIST_RESOURCE_TYPE, serviceTimeout: Duration.minutes(5) });
  resource.node.addDependency(launcher.ready);
  return resource;
}
