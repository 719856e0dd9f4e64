import { randomBytes } from 'node:crypto';
import { CloudIdentity } from '../services';
import { ResourceHandler } from './handler';

/** CloudFormation's own resource types, as far as they need nothing else. WaitCondition and nested stacks are refused by name. */
export function cloudFormationHandlers(identity: CloudIdentity): ResourceHandler[] {
  return [metadata(), waitConditionHandle(identity)];
}

/** What the CDK adds to every stack for its statistics. Nothing is sent anywhere. */
function metadata(): ResourceHandler {
  return {
    type: 'AWS::CDK::Metadata',
    properties: [],
    recordedOnly: ['Analytics'],
    create: (_properties, context) => ({ physicalId: context.physicalName(), attributes: {} }),
    delete: () => undefined,
  };
}

/** A handle alone is a resource that does nothing: the customary placeholder. Its URL takes no signals here. */
function waitConditionHandle({ region, urlSuffix }: CloudIdentity): ResourceHandler {
  return {
    type: 'AWS::CloudFormation::WaitConditionHandle',
    properties: [],
    create: (_properties, { stackId, logicalId }) => ({
      physicalId: `https://cloudformation-waitcondition-${region}.s3.${region}.${urlSuffix}/${encodeURIComponent(`${stackId}/${logicalId}`)}?X-Local-Token=${randomBytes(12).toString('base64url')}`,
      attributes: {},
    }),
    delete: () => undefined,
  };
}
