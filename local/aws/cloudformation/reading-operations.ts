import { StackRow } from '../../deploy/stack-rows';
import { validationError } from '../../deploy/template';
import { Operations } from '../wire/http';
import { CloudFormationService } from './cloudformation-service';
import { asList, requiredText } from './deploy-input';
import { page } from './page';
import { Permission } from './permission';
import { describedStack, stackEvent, stackResource, stackResourceDetail, stackResourceSummary, stackSummary } from './stack-output';

/** What tells of stacks, their resources, events and exports. */
export function readingOperations(service: CloudFormationService, permission: Permission): Operations {
  const { store } = service;
  const known = (input: Record<string, any>, action: string, context: Parameters<Permission['require']>[2]): StackRow => {
    const name = requiredText(input, 'StackName');
    permission.require(action, name, context);
    const row = store.find(name);
    if (!row) throw validationError(action === 'DescribeStackEvents' ? `Stack [${name}] does not exist` : `Stack with id ${name} does not exist`);
    return row;
  };
  const resourceOf = (stack: StackRow, logicalId: string) => {
    const row = store.resource(stack.stackId, logicalId);
    if (!row) throw validationError(`Resource ${logicalId} does not exist for stack ${stack.stackName}`);
    return row;
  };

  return {
    DescribeStacks(input, context) {
      if (input.StackName !== undefined) return { Stacks: [describedStack(known(input, 'DescribeStacks', context))] };
      permission.require('DescribeStacks', undefined, context);
      const { items, NextToken } = page([...store.living()].reverse(), input.NextToken);
      return { Stacks: items.map(describedStack), NextToken };
    },

    ListStacks(input, context) {
      permission.require('ListStacks', undefined, context);
      const wanted = asList<string>(input.StackStatusFilter);
      const { items, NextToken } = page(store.all().filter(({ status }) => wanted.length === 0 || wanted.includes(status)).reverse(), input.NextToken);
      return { StackSummaries: items.map(stackSummary), NextToken };
    },

    /** Newest first. */
    DescribeStackEvents(input, context) {
      const stack = known(input, 'DescribeStackEvents', context);
      const { items, NextToken } = page([...store.eventsOf(stack.stackId)].reverse(), input.NextToken);
      return { StackEvents: items.map(stackEvent), NextToken };
    },

    DescribeStackResource(input, context) {
      const stack = known(input, 'DescribeStackResource', context);
      return { StackResourceDetail: stackResourceDetail(stack, resourceOf(stack, requiredText(input, 'LogicalResourceId'))) };
    },

    DescribeStackResources(input, context) {
      if (input.StackName === undefined && input.PhysicalResourceId !== undefined) {
        permission.require('DescribeStackResources', undefined, context);
        const owner = store.living().find(({ stackId }) => [...store.resourcesOf(stackId).values()].some(({ physicalId }) => physicalId === input.PhysicalResourceId));
        if (!owner) throw validationError(`Stack for ${input.PhysicalResourceId} does not exist`);
        return { StackResources: [...store.resourcesOf(owner.stackId).values()].map((row) => stackResource(owner, row)) };
      }
      const stack = known(input, 'DescribeStackResources', context);
      const rows = input.LogicalResourceId === undefined ? [...store.resourcesOf(stack.stackId).values()] : [resourceOf(stack, input.LogicalResourceId)];
      return { StackResources: rows.map((row) => stackResource(stack, row)) };
    },

    ListStackResources(input, context) {
      const stack = known(input, 'ListStackResources', context);
      const { items, NextToken } = page([...store.resourcesOf(stack.stackId).values()], input.NextToken);
      return { StackResourceSummaries: items.map(stackResourceSummary), NextToken };
    },

    ListExports(input, context) {
      permission.require('ListExports', undefined, context);
      const { items, NextToken } = page(store.exports(), input.NextToken);
      return { Exports: items.map(({ stack, name, output }) => ({ ExportingStackId: stack.stackId, Name: name, Value: output.value })), NextToken };
    },

    ListImports(input, context) {
      const name = requiredText(input, 'ExportName');
      permission.require('ListImports', undefined, context);
      const importers = store.importers(name);
      if (importers.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
      return { Imports: importers };
    },
  };
}
