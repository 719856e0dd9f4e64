import { Check, problem, unknown } from './check';

const NEEDED = ['domain-name', 'domain-name-servers'];

/** A custom DHCP option set without these keys fails every job in the VPC (aws/sagemaker-python-sdk #3955). */
export const dhcpOptions: Check = {
  id: 'dhcp-options',
  async look({ surroundings: { vpcId } }, { ec2 }) {
    if (!vpcId) return [];
    const keys = await ec2.dhcpOptionKeys(vpcId);
    if (keys === undefined) return [unknown(`the DHCP option set of ${vpcId} is not to be seen`)];
    const missing = NEEDED.filter((key) => !keys.includes(key));
    return missing.length === 0 ? [] : [problem(`the DHCP option set of ${vpcId} lacks ${missing.join(' and ')}; SageMaker needs ${NEEDED.join(' and ')}`)];
  },
};
