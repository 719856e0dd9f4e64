import { Change, PropertyChange } from '../../deploy/change-plan';
import { masked } from '../../deploy/no-echo';
import { ChangeSetRow } from '../../deploy/stack-rows';
import { outputParameter, outputTags } from './stack-output';

const iso = (time: number) => new Date(time).toISOString();

export function changeSetSummary(row: ChangeSetRow) {
  return {
    StackId: row.stackId, StackName: row.stackName, ChangeSetId: row.changeSetId, ChangeSetName: row.changeSetName, Description: row.description,
    ExecutionStatus: row.executionStatus, Status: row.status, StatusReason: row.statusReason, CreationTime: iso(row.creationTime), IncludeNestedStacks: row.includeNestedStacks,
  };
}

/** Without property values the contexts are left out, as the service does. */
export function describedChangeSet(row: ChangeSetRow, includePropertyValues: boolean, secrets: readonly string[]) {
  const { target } = row;
  return {
    ...changeSetSummary(row),
    Parameters: target.parameters.map(outputParameter),
    NotificationARNs: target.notificationArns,
    RollbackConfiguration: {},
    Capabilities: target.capabilities,
    Tags: outputTags(target.tags),
    OnStackFailure: row.onStackFailure,
    Changes: row.changes.map((change) => outputChange(change, includePropertyValues, secrets)),
  };
}

function outputChange(change: Change, values: boolean, secrets: readonly string[]) {
  const text = (value: unknown) => (values && value !== undefined ? masked(typeof value === 'string' ? value : JSON.stringify(value), secrets) : undefined);
  const scope = [...(change.properties.length > 0 ? ['Properties'] : []), ...change.attributes];
  return {
    Type: 'Resource',
    ResourceChange: {
      PolicyAction: change.policyAction,
      Action: change.action,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.type,
      Replacement: change.replacement,
      Scope: scope,
      Details: [...change.properties.map((property) => propertyDetail(property, text)), ...change.attributes.map(attributeDetail)],
      BeforeContext: text(change.before),
      AfterContext: text(change.after),
    },
  };
}

function propertyDetail({ name, requiresRecreation, evaluation, causingEntity, before, after }: PropertyChange, text: (value: unknown) => string | undefined) {
  const kind = before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify';
  return {
    Target: { Attribute: 'Properties', Name: name, RequiresRecreation: requiresRecreation, Path: `/Properties/${name}`, BeforeValue: text(before), AfterValue: text(after), AttributeChangeType: kind },
    Evaluation: evaluation,
    ChangeSource: causingEntity === undefined ? 'DirectModification' : causingEntity.includes('.') ? 'ResourceAttribute' : 'ResourceReference',
    CausingEntity: causingEntity,
  };
}

function attributeDetail(attribute: string) {
  return { Target: { Attribute: attribute, RequiresRecreation: 'Never' }, Evaluation: 'Static', ChangeSource: 'DirectModification' };
}
