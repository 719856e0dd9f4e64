import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The CloudFormation resource behind a construct of this app; undefined when the construct is imported. */
export function ownResource(construct: IConstruct): CfnResource | undefined {
  const child = construct.node.defaultChild;
  return child && CfnResource.isCfnResource(child) ? child : undefined;
}
