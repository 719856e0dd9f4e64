import { retentionDays } from '../aws/logs/logs-operations';
import { LogsService } from '../aws/logs/logs-service';
import { ResourceContext, ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

export function logsResources(logs: LogsService): ResourceHandler[] {
  return [logGroupHandler(logs), logStreamHandler(logs), resourcePolicyHandler()];
}

function logGroupHandler(logs: LogsService): ResourceHandler {
  const settings = (properties: Properties, { stackTags }: ResourceContext) => ({
    retentionInDays: properties.RetentionInDays === undefined ? undefined : retentionDays(properties.RetentionInDays),
    kmsKeyId: properties.KmsKeyId,
    tags: { ...stackTags, ...Object.fromEntries((properties.Tags ?? []).map((tag: { Key: string; Value: string }) => [tag.Key, tag.Value])) },
  });
  return {
    type: 'AWS::Logs::LogGroup',
    properties: ['LogGroupName', 'RetentionInDays', 'Tags'],
    recordedOnly: ['KmsKeyId', 'LogGroupClass', 'DataProtectionPolicy', 'FieldIndexPolicies', 'DeletionProtectionEnabled'],
    create: (properties, context) => {
      const { logGroupName, arn } = logs.createGroup(properties.LogGroupName ?? context.physicalName({ maxLength: 512 }), settings(properties, context));
      return { physicalId: logGroupName, attributes: { Arn: arn } };
    },
    update: (physicalId, properties, _old, context) => ({ physicalId, attributes: { Arn: logs.changeGroup(physicalId, settings(properties, context)).arn } }),
    delete: (physicalId) => {
      if (logs.hasGroup(physicalId)) logs.deleteGroup(physicalId);
    },
  };
}

function logStreamHandler(logs: LogsService): ResourceHandler {
  return {
    type: 'AWS::Logs::LogStream',
    properties: ['LogGroupName', 'LogStreamName'],
    create: (properties, context) => {
      const name = properties.LogStreamName ?? context.physicalName({ maxLength: 512 });
      logs.createStream(properties.LogGroupName, name);
      return { physicalId: name, attributes: {} };
    },
    delete: (physicalId, properties) => {
      if (logs.hasGroup(properties.LogGroupName)) logs.deleteStream(properties.LogGroupName, physicalId);
    },
  };
}

/** Services write to groups here without being asked for a policy. */
function resourcePolicyHandler(): ResourceHandler {
  return {
    type: 'AWS::Logs::ResourcePolicy',
    properties: [],
    recordedOnly: ['PolicyName', 'PolicyDocument'],
    create: (properties, context) => ({ physicalId: properties.PolicyName ?? context.physicalName(), attributes: {} }),
    update: (physicalId) => ({ physicalId, attributes: {} }),
    delete: () => undefined,
  };
}
