import { S3_PREFIX_LIST_RESOURCE_TYPE, TRANSFORM_JOB_RESOURCE_TYPE } from '../spec/custom-resource';
import { deliver } from './answer';
import { deleteJob } from './delete-job';
import { Environment } from './environment';
import { CustomResourceEvent } from './event';
import { failed, Handled, identityOf, untouchedId } from './handled';
import { LauncherPorts } from './ports';
import { findPrefixList } from './prefix-list';
import { serviceError } from './service-error';
import { startJob } from './start-job';

/** One request of CloudFormation, from the event to the answer (or to the watch that will answer). */
export async function onCustomResource(event: CustomResourceEvent, ports: LauncherPorts, environment: Environment): Promise<void> {
  ports.log('info', 'request', { requestType: event.RequestType, resourceType: event.ResourceType, requestId: event.RequestId, stackId: event.StackId, logicalId: event.LogicalResourceId });
  const handled = await handle(event, ports, environment);
  if (handled === 'watched') return;
  await deliver(ports, event.ResponseURL, identityOf(event, handled.physicalId), handled.outcome);
}

async function handle(event: CustomResourceEvent, ports: LauncherPorts, environment: Environment): Promise<Handled> {
  try {
    return await dispatch(event, ports, environment);
  } catch (thrown) {
    // A defect of ours must not leave the stack waiting for an hour.
    const { name, message } = serviceError(thrown);
    ports.log('error', 'request-broke', { error: name });
    return failed(untouchedId(event), `the launcher broke off: ${name}: ${message.slice(0, 500)}`);
  }
}

function dispatch(event: CustomResourceEvent, ports: LauncherPorts, environment: Environment): Promise<Handled> | Handled {
  const known = ['Create', 'Update', 'Delete'].includes(event.RequestType);
  if (!known) return failed(untouchedId(event), `'RequestType' must be Create, Update or Delete, got: ${event.RequestType}`);
  switch (event.ResourceType) {
    case S3_PREFIX_LIST_RESOURCE_TYPE:
      return findPrefixList(event, ports, environment);
    case TRANSFORM_JOB_RESOURCE_TYPE:
      return event.RequestType === 'Delete' ? deleteJob(event, ports, environment) : startJob(event, ports, environment);
    default:
      return failed(untouchedId(event), `'ResourceType' must be ${TRANSFORM_JOB_RESOURCE_TYPE} or ${S3_PREFIX_LIST_RESOURCE_TYPE}, got: ${event.ResourceType}`);
  }
}
