import { Check, Finding, problem } from './check';

/** Documented by AWS: at least two free private addresses an instance. */
const ADDRESSES_PER_INSTANCE = 2;

/** Subnets exist, lie in one VPC and have room. The service picks one of them, so every one has to be good. */
export const subnets: Check = {
  id: 'subnets',
  async look({ request, surroundings }, { ec2 }) {
    const wanted = surroundings.subnetIds ?? [];
    if (wanted.length === 0) return [];
    const found = await ec2.subnets(wanted);
    const needed = ADDRESSES_PER_INSTANCE * request.TransformResources.InstanceCount;
    const vpcId = surroundings.vpcId ?? found[0]?.vpcId;
    return wanted.flatMap((id): Finding[] => {
      const subnet = found.find((each) => each.id === id);
      if (!subnet) return [problem(`subnet ${id} does not exist; change the subnets of the endpoint`)];
      return [
        ...(subnet.vpcId === vpcId ? [] : [problem(`subnet ${id} is in ${subnet.vpcId}, the others and the endpoint are in ${vpcId}; take subnets of one VPC`)]),
        ...(subnet.freeAddresses >= needed ? [] : [problem(`subnet ${id} has ${subnet.freeAddresses} free addresses, ${request.TransformResources.InstanceCount} instances need ${needed}; take a larger subnet or lower 'instanceCount'`)]),
      ];
    });
  },
};
