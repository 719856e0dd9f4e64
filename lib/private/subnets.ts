import { ISubnet, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { Violation } from '../spec/violation';
import { warn } from './annotation';
import { throwIfBroken } from './broken-rules';

/** CreateModel's bound for `VpcConfig.Subnets`. */
const MAX_SUBNETS = 16;

/** The subnets of a new endpoint: they must have route tables that the endpoint can be put on. */
export function privateSubnets(scope: IConstruct, vpc: IVpc, selection: SubnetSelection | undefined): ISubnet[] {
  const subnets = selectedSubnets(scope, vpc, selection);
  const without = subnets.filter((subnet) => !subnet.routeTable?.routeTableId);
  throwIfBroken(scope, without.map((subnet) => ({
    rule: 'route-table', path: 'vpcSubnets', property: 'vpcSubnets', value: subnet.node.path,
    must: 'must have known route tables, because the route to S3 is put on them',
    mend: 'import the VPC with Vpc.fromLookup, or with the route table ids (isolatedSubnetRouteTableIds, routeTableId)',
  })));
  warnOfNeighbours(scope, vpc, subnets);
  return subnets;
}

/** The subnets that the selection names, by default the isolated ones. */
export function selectedSubnets(scope: IConstruct, vpc: IVpc, selection: SubnetSelection | undefined): ISubnet[] {
  // While a lookup is pending the CDK hands out a dummy VPC; the second synth has the true one.
  const pending = vpc.selectSubnets({ subnets: [] }).isPendingLookup ?? false;
  const subnets = selection ? vpc.selectSubnets(selection).subnets : [...vpc.isolatedSubnets];
  if (pending) return subnets;
  throwIfBroken(scope, count(vpc, subnets.length, selection));
  if (subnets.length === 1) warn(scope, 'one-subnet', `one subnet only ('${subnets[0].node.path}'): its zone may lack capacity for the instance type; select subnets in two zones`);
  const open = subnets.filter((subnet) => vpc.publicSubnets.includes(subnet));
  if (open.length) warn(scope, 'public-subnet', `${open.map((subnet) => `'${subnet.node.path}'`).join(', ')}: a public subnet does not help, the job's network interfaces get no public address; select isolated subnets`);
  return subnets;
}

export function routeTableIds(subnets: readonly ISubnet[]): string[] {
  return [...new Set(subnets.map((subnet) => subnet.routeTable.routeTableId))];
}

function count(vpc: IVpc, length: number, selection: SubnetSelection | undefined): Violation[] {
  const at = { rule: 'subnets', path: 'vpcSubnets', property: 'vpcSubnets' };
  if (length === 0 && !selection) {
    return [{ ...at, value: vpc.node.path, must: 'selects the isolated subnets by default, and this VPC has none', mend: 'add a group of SubnetType.PRIVATE_ISOLATED to the VPC, or name private subnets with vpcSubnets' }];
  }
  return length >= 1 && length <= MAX_SUBNETS ? [] : [{ ...at, value: `${length} of ${vpc.node.path}`, must: `must select 1 to ${MAX_SUBNETS} subnets`, mend: 'change the selection' }];
}

/** The endpoint's policy holds for everything on its route tables, also for subnets that were not selected. */
function warnOfNeighbours(scope: IConstruct, vpc: IVpc, subnets: readonly ISubnet[]): void {
  const own = new Set(routeTableIds(subnets));
  const neighbours = [...vpc.publicSubnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets].filter((subnet) => !subnets.includes(subnet) && own.has(subnet.routeTable?.routeTableId));
  if (neighbours.length) {
    warn(scope, 'shared-route-table', `${neighbours.map((subnet) => `'${subnet.node.path}'`).join(', ')} share route tables with the selected subnets: the endpoint's policy will hold for their S3 traffic too; allow it with addToPolicy, or give them other route tables`);
  }
}
