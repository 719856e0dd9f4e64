import { MASK } from '../../deploy/no-echo';
import { ParameterRow } from '../../deploy/parameters';
import { EventRow, OutputRow, ResourceRow, StackRow } from '../../deploy/stack-rows';

/** Rows as the API words them. */

const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());

export function outputTags(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function outputParameter({ key, value, resolvedValue, noEcho }: ParameterRow) {
  return { ParameterKey: key, ParameterValue: noEcho ? MASK : value, ResolvedValue: noEcho ? undefined : resolvedValue };
}

function outputOutput({ key, value, description, exportName }: OutputRow) {
  return { OutputKey: key, OutputValue: value, Description: description, ExportName: exportName };
}

export function describedStack(row: StackRow) {
  const { deployed } = row;
  return {
    StackId: row.stackId, StackName: row.stackName, ChangeSetId: deployed?.changeSetId, Description: row.description,
    Parameters: deployed?.parameters.map(outputParameter),
    CreationTime: iso(row.creationTime), DeletionTime: iso(row.deletionTime), LastUpdatedTime: iso(row.lastUpdatedTime),
    RollbackConfiguration: {},
    StackStatus: row.status, StackStatusReason: row.statusReason, DisableRollback: row.disableRollback,
    NotificationARNs: deployed?.notificationArns ?? [],
    Capabilities: deployed?.capabilities,
    Outputs: deployed?.outputs.map(outputOutput),
    RoleARN: deployed?.roleArn,
    Tags: outputTags(deployed?.tags ?? {}),
    EnableTerminationProtection: row.terminationProtection,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

export function stackSummary(row: StackRow) {
  return {
    StackId: row.stackId, StackName: row.stackName, TemplateDescription: row.description,
    CreationTime: iso(row.creationTime), LastUpdatedTime: iso(row.lastUpdatedTime), DeletionTime: iso(row.deletionTime),
    StackStatus: row.status, StackStatusReason: row.statusReason, DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

export function stackEvent(row: EventRow) {
  return {
    StackId: row.stackId, EventId: row.eventId, StackName: row.stackName, OperationId: row.operationId,
    LogicalResourceId: row.logicalId, PhysicalResourceId: row.physicalId ?? '', ResourceType: row.resourceType,
    Timestamp: iso(row.timestamp), ResourceStatus: row.status, ResourceStatusReason: row.reason,
    ResourceProperties: row.properties, ClientRequestToken: row.clientRequestToken,
  };
}

export function stackResource(stack: StackRow, row: ResourceRow) {
  return {
    StackName: stack.stackName, StackId: stack.stackId, LogicalResourceId: row.logicalId, PhysicalResourceId: row.physicalId,
    ResourceType: row.type, Timestamp: iso(row.timestamp), ResourceStatus: row.status, ResourceStatusReason: row.statusReason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

export function stackResourceDetail(stack: StackRow, row: ResourceRow) {
  const { Timestamp, ...rest } = stackResource(stack, row);
  return { ...rest, LastUpdatedTimestamp: Timestamp, Metadata: row.definition.Metadata === undefined ? undefined : JSON.stringify(row.definition.Metadata) };
}

export function stackResourceSummary(row: ResourceRow) {
  return {
    LogicalResourceId: row.logicalId, PhysicalResourceId: row.physicalId, ResourceType: row.type, LastUpdatedTimestamp: iso(row.timestamp),
    ResourceStatus: row.status, ResourceStatusReason: row.statusReason, DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}
