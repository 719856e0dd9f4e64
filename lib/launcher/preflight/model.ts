import { SERVICE_MESSAGE } from '../../spec/service-messages';
import { serviceError } from '../service-error';
import { ModelDescription } from '../ports';
import { Check, Finding, problem } from './check';

/** The job has no network of its own: all of it comes from the model, so the model must be the one we think. */
export const model: Check = {
  id: 'model',
  async look({ request: { ModelName }, surroundings }, { sagemaker }) {
    let found: ModelDescription;
    try {
      found = await sagemaker.describeModel(ModelName);
    } catch (thrown) {
      const { message } = serviceError(thrown);
      if (SERVICE_MESSAGE.modelNotFound.pattern.test(message)) return [problem(`model ${ModelName} does not exist in this account and region; change 'model' or deploy its stack first`)];
      throw thrown;
    }
    return [
      ...sameIds(ModelName, 'Subnets', 'subnets', surroundings.subnetIds, found.vpc?.subnetIds),
      ...sameIds(ModelName, 'SecurityGroupIds', 'securityGroups', surroundings.securityGroupIds, found.vpc?.securityGroupIds),
      ...(surroundings.networkIsolation === undefined || surroundings.networkIsolation === found.networkIsolation
        ? []
        : [problem(`model ${ModelName} has EnableNetworkIsolation ${found.networkIsolation}, expected is ${surroundings.networkIsolation}; change 'networkIsolation' of the model or give the model that has it`)]),
    ];
  },
};

function sameIds(name: string, member: string, property: string, expected: readonly string[] | undefined, found: readonly string[] | undefined): Finding[] {
  if (!expected?.length) return [];
  if (!found?.length) return [problem(`model ${name} has no VpcConfig.${member}: its data would not go through the VPC; expected is ${expected.join(', ')}; make the model with ${property}`)];
  const same = [...expected].sort().join() === [...found].sort().join();
  return same ? [] : [problem(`model ${name} has VpcConfig.${member} ${found.join(', ')}, expected is ${expected.join(', ')}; change '${property}' of the model`)];
}
