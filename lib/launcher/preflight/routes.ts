import { RouteTableDescription } from '../ports';
import { Check, Finding, problem, unknown } from './check';

/** Every subnet's route table leads to our S3 endpoint; a subnet without an own table uses the VPC's main one. */
export const routes: Check = {
  id: 'routes',
  async look({ surroundings }, { ec2 }) {
    const { vpcEndpointId, vpcId, subnetIds = [] } = surroundings;
    if (!vpcEndpointId || subnetIds.length === 0) return [];
    const vpc = vpcId ?? (await ec2.subnets(subnetIds))[0]?.vpcId;
    if (!vpc) return [unknown('the VPC is not known')];
    const tables = await ec2.routeTables(vpc);
    return subnetIds.flatMap((id): Finding[] => {
      const table = tables.find((each) => each.subnetIds.includes(id)) ?? tables.find((each) => each.main);
      if (!table) return [unknown(`no route table of subnet ${id} is to be seen`)];
      if (table.targets.includes(vpcEndpointId)) return [];
      return [problem(`subnet ${id} (route table ${table.id}) has no route to ${vpcEndpointId}${insteadOf(table, surroundings.bucketsRestricted)}; add the subnet to the endpoint or leave it out`)];
    });
  },
};

function insteadOf(table: RouteTableDescription, bucketsRestricted: boolean | undefined): string {
  const other = table.targets.find((target) => target.startsWith('vpce-')) ?? table.targets.find((target) => /^(nat|igw)-/.test(target));
  if (!other) return '';
  return bucketsRestricted ? `, only to ${other}, from where the restricted buckets refuse everything` : `, only to ${other}, where the endpoint's policy does not hold`;
}
