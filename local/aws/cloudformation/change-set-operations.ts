import { secretTexts } from '../../deploy/no-echo';
import { Proposal } from '../../deploy/proposal';
import { ChangeSetRow, Deployed, StackRow } from '../../deploy/stack-rows';
import { parseTemplate, validationError } from '../../deploy/template';
import { AwsError, notEmulated } from '../wire/aws-error';
import { Operations } from '../wire/http';
import { changeSetSummary, describedChangeSet } from './change-set-output';
import { CloudFormationService } from './cloudformation-service';
import { asBoolean, asList, checkName, deployRequest, requiredText } from './deploy-input';
import { changeSetNotFound, Permission } from './permission';

const NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set.";

/** CreateChangeSet, DescribeChangeSet, ExecuteChangeSet, DeleteChangeSet, ListChangeSets. */
export function changeSetOperations(service: CloudFormationService, permission: Permission): Operations {
  const { store } = service;

  const find = (input: Record<string, any>): ChangeSetRow => {
    const name = requiredText(input, 'ChangeSetName');
    if (name.startsWith('arn:')) {
      const row = store.changeSet(name);
      if (!row) throw changeSetNotFound(name);
      return row;
    }
    const stackName = requiredText(input, 'StackName');
    const stack = store.find(stackName);
    if (!stack) throw validationError(`Stack [${stackName}] does not exist`);
    const row = store.changeSetsOf(stack.stackId).find(({ changeSetName }) => changeSetName === name);
    if (!row) throw changeSetNotFound(name);
    return row;
  };

  return {
    async CreateChangeSet(input, context) {
      const stackName = requiredText(input, 'StackName');
      const changeSetName = requiredText(input, 'ChangeSetName');
      checkName('changeSetName', changeSetName);
      const type = input.ChangeSetType ?? 'UPDATE';
      if (type !== 'CREATE' && type !== 'UPDATE') throw notEmulated(`change sets of type ${type}`);
      const request = deployRequest(input, context.caller);
      permission.require('CreateChangeSet', stackName, context, request.roleArn);

      const existing = store.find(stackName);
      if (type === 'CREATE') requireAbsent(existing, stackName, changeSetName);
      else requirePresent(service, existing, stackName);
      const current = existing?.deployed;
      const target = await service.target(request, current);
      if (existing && store.changeSetsOf(existing.stackId).some((row) => row.changeSetName === changeSetName)) {
        throw new AwsError('AlreadyExistsException', `ChangeSet ${changeSetName} already exists`);
      }
      const stackId = existing?.stackId ?? reserve(service, stackName);
      const verdict = judge(() => service.propose(stackId, existing?.stackName ?? stackName, target, current));
      const row = store.putChangeSet({
        changeSetId: store.newChangeSetId(changeSetName), changeSetName, stackId, stackName: existing?.stackName ?? stackName, type,
        description: input.Description, creationTime: service.clock.now(), onStackFailure: input.OnStackFailure, includeNestedStacks: asBoolean(input.IncludeNestedStacks),
        target, ...verdict,
      });
      return { Id: row.changeSetId, StackId: stackId };
    },

    DescribeChangeSet(input, context) {
      const row = find(input);
      permission.require('DescribeChangeSet', row.stackId, context);
      const secrets = secretTexts(row.target.parameters, store.resourcesOf(row.stackId).values());
      return describedChangeSet(row, asBoolean(input.IncludePropertyValues), secrets);
    },

    ExecuteChangeSet(input, context) {
      const row = find(input);
      permission.require('ExecuteChangeSet', row.stackId, context);
      if (row.executionStatus !== 'AVAILABLE') {
        throw new AwsError('InvalidChangeSetStatus', `ChangeSet [${row.changeSetId}] cannot be executed in its current status of [${row.executionStatus === 'UNAVAILABLE' ? row.status : row.executionStatus}]`);
      }
      const disableRollback = asBoolean(input.DisableRollback) || row.onStackFailure === 'DO_NOTHING';
      const stack = store.stack(row.stackId);
      if (row.type === 'UPDATE') service.requireUpdatable(stack, disableRollback);
      // The others were made for a stack that will be another one.
      for (const other of store.changeSetsOf(row.stackId)) if (other.changeSetId !== row.changeSetId) store.dropChangeSet(other);
      store.putChangeSet({ ...row, executionStatus: 'EXECUTE_IN_PROGRESS' });

      const events = service.events(row.stackId, input.ClientRequestToken);
      const target: Deployed = { ...row.target, changeSetId: row.changeSetId };
      const options = { disableRollback, onFailure: row.onStackFailure, retainExceptOnCreate: asBoolean(input.RetainExceptOnCreate) };
      store.changeStack(row.stackId, { description: parseTemplate(target.templateBody).Description });
      const operation = row.type === 'CREATE' ? service.engine.create(row.stackId, events, target, options) : service.engine.update(row.stackId, events, target, options);
      service.start(row.stackId, operation.then(() => {
        const succeeded = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'].includes(store.stack(row.stackId).status);
        if (store.changeSet(row.changeSetId)) store.putChangeSet({ ...row, executionStatus: succeeded ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED' });
      }));
      return {};
    },

    DeleteChangeSet(input, context) {
      const name = requiredText(input, 'ChangeSetName');
      const stack = name.startsWith('arn:') ? undefined : store.find(requiredText(input, 'StackName'));
      const row = stack ? store.changeSetsOf(stack.stackId).find(({ changeSetName }) => changeSetName === name) : store.changeSet(name);
      permission.require('DeleteChangeSet', row?.stackId ?? stack?.stackId ?? input.StackName, context);
      if (row?.executionStatus === 'EXECUTE_IN_PROGRESS') throw new AwsError('InvalidChangeSetStatus', `An operation on this ChangeSet [${row.changeSetId}] is in progress.`);
      // Deleting one that is not there succeeds, as with the service.
      if (row) store.dropChangeSet(row);
      return {};
    },

    ListChangeSets(input, context) {
      const stack = service.require(requiredText(input, 'StackName'));
      permission.require('ListChangeSets', stack.stackId, context);
      return { Summaries: store.changeSetsOf(stack.stackId).map(changeSetSummary) };
    },

    /** Asked by the CLI for the details of a failed change set: our findings come with their place in the template. */
    DescribeEvents(input, context) {
      const nameOrArn = input.StackName ?? (input.ChangeSetName?.startsWith('arn:') ? store.changeSet(input.ChangeSetName)?.stackId : undefined);
      permission.require('DescribeEvents', nameOrArn, context);
      if (!input.ChangeSetName) throw notEmulated('DescribeEvents without a change set; ask DescribeStackEvents');
      const row = find({ ...input, StackName: nameOrArn });
      const failedOnly = asBoolean(input.Filters?.FailedEvents);
      const events = row.findings.map((finding, index) => ({
        EventId: `${row.changeSetId}/${index}`, StackId: row.stackId, OperationId: row.changeSetId, OperationType: 'CREATE_CHANGESET', OperationStatus: 'FAILED',
        EventType: 'VALIDATION_ERROR', Timestamp: new Date(row.creationTime).toISOString(), LogicalResourceId: finding.logicalId, ResourceType: finding.resourceType,
        ValidationName: 'LOCAL_CLOUD_COVERAGE', ValidationStatus: 'FAILED', ValidationFailureMode: 'FAIL', ValidationStatusReason: finding.message, ValidationPath: finding.path,
      }));
      if (!failedOnly && events.length === 0) return { OperationEvents: [] };
      return { OperationEvents: events };
    },

    /** No hooks exist here. */
    ListHookResults(input, context) {
      permission.require('ListHookResults', undefined, context);
      return { TargetType: input.TargetType, TargetId: input.TargetId, HookResults: asList(undefined) };
    },
  };
}

function requireAbsent(existing: StackRow | undefined, stackName: string, changeSetName: string): void {
  checkName('stackName', existing?.stackName ?? stackName);
  if (existing && existing.status !== 'REVIEW_IN_PROGRESS') throw validationError(`Stack [${stackName}] already exists and cannot be created again with the changeSet [${changeSetName}].`);
}

function requirePresent(service: CloudFormationService, existing: StackRow | undefined, stackName: string): asserts existing is StackRow {
  if (!existing) throw validationError(`Stack [${stackName}] does not exist`);
  service.requireUpdatable(existing, true);
}

/** A stack that only has a change set yet. */
function reserve(service: CloudFormationService, stackName: string): string {
  const stackId = service.store.newStackId(stackName);
  service.store.putStack({ stackId, stackName, status: 'REVIEW_IN_PROGRESS', creationTime: service.clock.now(), disableRollback: false, terminationProtection: false });
  service.events(stackId).stack('REVIEW_IN_PROGRESS', 'User Initiated');
  return stackId;
}

type Verdict = Pick<ChangeSetRow, 'status' | 'statusReason' | 'executionStatus' | 'changes' | 'findings'>;

function judge(propose: () => Proposal): Verdict {
  const failed = (statusReason: string, rest: Partial<Verdict> = {}): Verdict => ({ status: 'FAILED', statusReason, executionStatus: 'UNAVAILABLE', changes: [], findings: [], ...rest });
  try {
    const { changes, findings, empty } = propose();
    if (findings.length > 0) return failed(findingsText(findings), { findings });
    if (empty) return failed(NO_CHANGES);
    return { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE', changes, findings };
  } catch (error) {
    // What is wrong with the template itself is told through the change set, as the service does; defects of ours are not.
    if (error instanceof AwsError && error.code !== 'InsufficientCapabilitiesException') return failed(error.message);
    throw error;
  }
}

export function findingsText(findings: Proposal['findings']): string {
  return `${findings.length === 1 ? 'One thing stands' : `${findings.length} things stand`} in the way: ${findings.map(({ path, message }) => `${path}: ${message}`).join('; ')}`;
}
