import { OutputRow } from '../../deploy/stack-rows';
import { CloudFormationService } from './cloudformation-service';

/** Puts a finished stack without resources into the account, as if somebody had deployed it before. Does nothing when it stands already. */
export function seedStack(service: CloudFormationService, { stackName, description, outputs }: { readonly stackName: string; readonly description: string; readonly outputs: readonly OutputRow[] }): void {
  if (service.store.find(stackName)) return;
  const stackId = service.store.newStackId(stackName);
  const templateBody = JSON.stringify({ Description: description, Resources: { Seeded: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } });
  service.store.putStack({
    stackId, stackName, description, status: 'CREATE_COMPLETE', creationTime: service.clock.now(), disableRollback: false, terminationProtection: false,
    deployed: { templateBody, parameters: [], tags: {}, capabilities: [], notificationArns: [], outputs, imports: [] },
  });
  service.events(stackId).stack('CREATE_COMPLETE', 'Seeded by the local cloud');
}
