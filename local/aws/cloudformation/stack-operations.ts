import { parseTemplate, validationError } from '../../deploy/template';
import { AwsError, notEmulated } from '../wire/aws-error';
import { Operations } from '../wire/http';
import { findingsText } from './change-set-operations';
import { CloudFormationService } from './cloudformation-service';
import { asBoolean, asList, checkName, deployRequest, requiredText } from './deploy-input';
import { Permission } from './permission';

/** What begins an operation on a stack without a change set, and the switch that protects it. */
export function stackOperations(service: CloudFormationService, permission: Permission): Operations {
  const { store, engine } = service;
  return {
    async CreateStack(input, context) {
      const stackName = requiredText(input, 'StackName');
      const request = deployRequest(input, context.caller);
      permission.require('CreateStack', stackName, context, request.roleArn);
      checkName('stackName', stackName);
      if (store.find(stackName)) throw new AwsError('AlreadyExistsException', `Stack [${stackName}] already exists`);
      const target = await service.target(request, undefined);
      const stackId = store.newStackId(stackName);
      const { findings } = service.propose(stackId, stackName, target, undefined);
      if (findings.length > 0) throw validationError(findingsText(findings));
      store.putStack({
        stackId, stackName, status: 'CREATE_IN_PROGRESS', creationTime: service.clock.now(), description: parseTemplate(target.templateBody).Description,
        disableRollback: false, terminationProtection: asBoolean(input.EnableTerminationProtection),
      });
      const options = { disableRollback: asBoolean(input.DisableRollback) || input.OnFailure === 'DO_NOTHING', onFailure: input.OnFailure, retainExceptOnCreate: asBoolean(input.RetainExceptOnCreate) };
      service.start(stackId, engine.create(stackId, service.events(stackId, input.ClientRequestToken), target, options));
      return { StackId: stackId };
    },

    async UpdateStack(input, context) {
      const stackName = requiredText(input, 'StackName');
      const request = deployRequest(input, context.caller);
      permission.require('UpdateStack', stackName, context, request.roleArn);
      const stack = store.find(stackName);
      if (!stack) throw validationError(`Stack [${stackName}] does not exist`);
      const disableRollback = asBoolean(input.DisableRollback);
      service.requireUpdatable(stack, disableRollback);
      const target = await service.target(request, stack.deployed);
      const { findings, empty } = service.propose(stack.stackId, stack.stackName, target, stack.deployed);
      if (findings.length > 0) throw validationError(findingsText(findings));
      if (empty) throw validationError('No updates are to be performed.');
      store.changeStack(stack.stackId, { description: parseTemplate(target.templateBody).Description });
      service.start(stack.stackId, engine.update(stack.stackId, service.events(stack.stackId, input.ClientRequestToken), target, { disableRollback }));
      return { StackId: stack.stackId };
    },

    DeleteStack(input, context) {
      const stackName = requiredText(input, 'StackName');
      permission.require('DeleteStack', stackName, context, input.RoleARN);
      if (input.DeletionMode !== undefined && input.DeletionMode !== 'STANDARD') throw notEmulated(`the CloudFormation deletion mode ${input.DeletionMode}`);
      if (input.DeploymentConfig?.Mode !== undefined && input.DeploymentConfig.Mode !== 'STANDARD') throw notEmulated(`the CloudFormation deployment mode ${input.DeploymentConfig.Mode}`);
      const stack = store.find(stackName);
      if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
      if (stack.terminationProtection) throw validationError(`Stack [${stack.stackName}] cannot be deleted while TerminationProtection is enabled`);
      const retained = asList<string>(input.RetainResources);
      if (retained.length > 0 && stack.status !== 'DELETE_FAILED') throw validationError(`Invalid operation on stack [${stack.stackId}]. Only a stack in DELETE_FAILED state may be deleted with RetainResources.`);
      if (stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS') throw validationError(`Stack [${stack.stackName}] cannot be deleted while in status ${stack.status}`);
      service.start(stack.stackId, engine.delete(stack.stackId, service.events(stack.stackId, input.ClientRequestToken), retained));
      return {};
    },

    RollbackStack(input, context) {
      const stack = service.require(requiredText(input, 'StackName'));
      permission.require('RollbackStack', stack.stackId, context, input.RoleARN);
      const events = service.events(stack.stackId, input.ClientRequestToken);
      if (stack.status === 'CREATE_FAILED') service.start(stack.stackId, engine.undoCreation(stack.stackId, events, 'User Initiated', asBoolean(input.RetainExceptOnCreate)));
      else if (stack.status === 'UPDATE_FAILED') service.start(stack.stackId, engine.undoUpdate(stack.stackId, events, 'User Initiated'));
      else throw validationError(`Stack ${stack.stackId} is in ${stack.status} state and can not be rolled back.`);
      return { StackId: stack.stackId };
    },

    ContinueUpdateRollback(input, context) {
      const stack = service.require(requiredText(input, 'StackName'));
      permission.require('ContinueUpdateRollback', stack.stackId, context, input.RoleARN);
      if (asList(input.ResourcesToSkip).length > 0 || asBoolean(input.ForceRollback)) throw notEmulated('ContinueUpdateRollback that skips resources');
      if (stack.status !== 'UPDATE_ROLLBACK_FAILED') throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not continue update rollback.`);
      service.start(stack.stackId, engine.undoUpdate(stack.stackId, service.events(stack.stackId, input.ClientRequestToken), 'User Initiated'));
      return {};
    },

    UpdateTerminationProtection(input, context) {
      const stack = service.require(requiredText(input, 'StackName'));
      permission.require('UpdateTerminationProtection', stack.stackId, context);
      store.changeStack(stack.stackId, { terminationProtection: asBoolean(input.EnableTerminationProtection) });
      return { StackId: stack.stackId };
    },
  };
}
