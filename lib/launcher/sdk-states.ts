import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { StatesPort } from './ports';
import { clientSettings } from './sdk-settings';
import { serviceError } from './service-error';

export function sdkStates(region: string): StatesPort {
  const client = new SFNClient(clientSettings(region));
  return {
    async startExecution(stateMachineArn, name, input) {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
        return 'started';
      } catch (thrown) {
        if (serviceError(thrown).name === 'ExecutionAlreadyExists') return 'already';
        throw thrown;
      }
    },
  };
}
