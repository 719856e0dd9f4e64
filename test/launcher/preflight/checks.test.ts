import { Ec2Port, KeyDescription, ModelDescription } from '../../../lib/launcher/ports';
import { CHECKS, preflight } from '../../../lib/launcher/preflight';
import { Check, Subject } from '../../../lib/launcher/preflight/check';
import { denied, error, REGION, REQUEST, SURROUNDINGS, throttled } from '../requests';
import { World } from '../world';

const VOLUME = 'arn:aws:kms:us-east-1:111122223333:key/volume';
const OUTPUT = 'arn:aws:kms:us-east-1:111122223333:key/output';
const subject: Subject = {
  request: { ...REQUEST, TransformResources: { InstanceType: 'ml.c5.xlarge', InstanceCount: 3, VolumeKmsKeyId: VOLUME }, TransformOutput: { S3OutputPath: 's3://labels/', KmsKeyId: OUTPUT } },
  surroundings: SURROUNDINGS,
  region: REGION,
};
const KEY: KeyDescription = { arn: VOLUME, state: 'Enabled', usage: 'ENCRYPT_DECRYPT', spec: 'SYMMETRIC_DEFAULT' };
const MODEL: ModelDescription = { vpc: { subnetIds: ['subnet-b', 'subnet-a'], securityGroupIds: ['sg-1'] }, networkIsolation: true };
const https = { protocol: 'tcp', fromPort: 443, toPort: 443 };

/** An account in which all is well. */
function sound(network: Partial<Ec2Port> = {}): World {
  const world = new World();
  const subnet = (id: string) => ({ id, vpcId: 'vpc-1', freeAddresses: 6 });
  world.network = {
    subnets: async () => [subnet('subnet-a'), subnet('subnet-b')],
    routeTables: async () => [{ id: 'rtb-1', main: false, subnetIds: ['subnet-a'], targets: ['local', 'vpce-1'] }, { id: 'rtb-2', main: true, subnetIds: [], targets: ['local', 'vpce-1'] }],
    endpoint: async () => ({ state: 'available', type: 'Gateway', vpcId: 'vpc-1' }),
    securityGroups: async () => [{ id: 'sg-1', vpcId: 'vpc-1', egress: [{ ...https, cidrs: [], prefixListIds: ['pl-s3'] }] }],
    dhcpOptionKeys: async () => ['domain-name', 'domain-name-servers', 'ntp-servers'],
    ...network,
  };
  world.models.set('detector', MODEL);
  world.keys.set(VOLUME, KEY).set(OUTPUT, KEY);
  return world;
}
const run = (world: World, given = subject) => preflight(given, world.ports);
const check = (id: string): Check => CHECKS.find((each) => each.id === id)!;

test('nothing is found where all is well', async () => {
  expect(await run(sound())).toEqual([]);
});

test('nothing is looked at that is not known', async () => {
  const world = sound();
  expect(await run(world, { ...subject, request: REQUEST, surroundings: { constructPath: 'x' } })).toEqual([]);
  expect(world.calls.map(([name]) => name)).toEqual(['describeModel']);
});

const subnet = (change: object) => async () => [{ id: 'subnet-a', vpcId: 'vpc-1', freeAddresses: 6 }, { id: 'subnet-b', vpcId: 'vpc-1', freeAddresses: 6, ...change }];
const tables = (...targets: string[]) => async () => [{ id: 'rtb-1', main: false, subnetIds: ['subnet-a'], targets: ['vpce-1'] }, { id: 'rtb-2', main: true, subnetIds: [], targets }];
const group = (...egress: object[]) => async () => [{ id: 'sg-1', vpcId: 'vpc-1', egress: egress.map((rule) => ({ ...https, cidrs: [], prefixListIds: [], ...rule })) }];

describe('a finding', () => {
  test.each<[string, Partial<Ec2Port>, string | undefined]>([
    ['a subnet that is not there', { subnets: async () => [{ id: 'subnet-a', vpcId: 'vpc-1', freeAddresses: 6 }] }, 'subnet subnet-b does not exist'],
    ['a subnet of another VPC', { subnets: subnet({ vpcId: 'vpc-2' }) }, 'subnet subnet-b is in vpc-2'],
    ['a subnet with too little room', { subnets: subnet({ freeAddresses: 5 }) }, 'subnet subnet-b has 5 free addresses, 3 instances need 6'],
    ['no route in the main table, which a subnet uses', { routeTables: tables('local') }, 'subnet subnet-b (route table rtb-2) has no route to vpce-1;'],
    ['a route to another endpoint', { routeTables: tables('local', 'vpce-2') }, 'only to vpce-2'],
    ['a route to a NAT device, which restricted buckets refuse', { routeTables: tables('local', 'nat-1') }, 'only to nat-1, from where the restricted buckets refuse everything'],
    ['an endpoint that is not there', { endpoint: async () => undefined }, 'endpoint vpce-1 does not exist'],
    ['an endpoint that is not ready', { endpoint: async () => ({ state: 'pending', type: 'Gateway', vpcId: 'vpc-1' }) }, 'endpoint vpce-1 is pending'],
    ['an endpoint of the other type', { endpoint: async () => ({ state: 'available', type: 'Interface', vpcId: 'vpc-1' }) }, 'of type Interface'],
    ['an endpoint of another VPC', { endpoint: async () => ({ state: 'available', type: 'Gateway', vpcId: 'vpc-2' }) }, 'endpoint vpce-1 is in vpc-2'],
    ['a group that is not there', { securityGroups: async () => [] }, 'security group sg-1 does not exist'],
    ['a group of another VPC', { securityGroups: async () => [{ id: 'sg-1', vpcId: 'vpc-2', egress: [{ ...https, cidrs: ['0.0.0.0/0'], prefixListIds: [] }] }] }, 'security group sg-1 is in vpc-2'],
    ['a group without egress', { securityGroups: group() }, 'no rule of sg-1 lets TCP 443 out'],
    ['a group with egress to another port', { securityGroups: group({ fromPort: 80, toPort: 80, cidrs: ['0.0.0.0/0'] }) }, 'no rule of sg-1 lets TCP 443 out'],
    ['DHCP options without a domain name', { dhcpOptionKeys: async () => ['domain-name-servers'] }, 'the DHCP option set of vpc-1 lacks domain-name;'],
    // The twins: the same things in another guise, and well.
    ['the exact number of addresses: none', { subnets: subnet({ freeAddresses: 6 }) }, undefined],
    ['egress of everything to everywhere: none', { securityGroups: group({ protocol: '-1', fromPort: undefined, toPort: undefined, cidrs: ['0.0.0.0/0'] }) }, undefined],
    ['egress of a range of ports: none', { securityGroups: group({ fromPort: 1, toPort: 1024, cidrs: ['0.0.0.0/0'] }) }, undefined],
    ['egress to some addresses, which proves nothing: none', { securityGroups: group({ cidrs: ['52.216.0.0/15'] }) }, undefined],
    ['DHCP options that are not to be seen: none', { dhcpOptionKeys: async () => undefined }, undefined],
  ])('%s', async (_, network, expected) => {
    const problems = await run(sound(network));
    expect(problems).toHaveLength(expected ? 1 : 0);
    if (expected) expect(problems[0]).toContain(expected);
  });

  test.each<[string, ModelDescription | undefined, string]>([
    ['a model that is not there', undefined, 'model detector does not exist'],
    ['a model without VpcConfig', { networkIsolation: true }, 'model detector has no VpcConfig.Subnets'],
    ['a model in other subnets', { ...MODEL, vpc: { ...MODEL.vpc!, subnetIds: ['subnet-a'] } }, 'VpcConfig.Subnets subnet-a, expected is subnet-a, subnet-b'],
    ['a model with another group', { ...MODEL, vpc: { ...MODEL.vpc!, securityGroupIds: ['sg-2'] } }, 'VpcConfig.SecurityGroupIds sg-2'],
    ['a model without isolation', { ...MODEL, networkIsolation: false }, 'EnableNetworkIsolation false, expected is true'],
  ])('%s', async (_, model, expected) => {
    const world = sound();
    world.models.clear();
    if (model) world.models.set('detector', model);
    expect((await run(world)).join('\n')).toContain(expected);
  });

  test.each<[string, KeyDescription | undefined, string]>([
    ['a key that is not there', undefined, `'volumeEncryptionKey' ${VOLUME} does not exist`],
    ['a key that is switched off', { ...KEY, state: 'Disabled' }, 'is Disabled, must be Enabled'],
    ['a key that is to be deleted', { ...KEY, state: 'PendingDeletion' }, 'is PendingDeletion'],
    ['a key for signatures', { ...KEY, usage: 'SIGN_VERIFY', spec: 'RSA_2048' }, 'is a key for SIGN_VERIFY (RSA_2048)'],
  ])('%s', async (_, key, expected) => {
    const world = sound();
    world.keys.delete(VOLUME);
    if (key) world.keys.set(VOLUME, key);
    const problems = await run(world);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });
});

test('all findings come at once', async () => {
  const world = sound({ endpoint: async () => undefined, dhcpOptionKeys: async () => [] });
  world.models.clear();
  world.keys.clear();
  expect(await run(world)).toHaveLength(5);
});

describe('what cannot be looked at is unknown and stops nothing', () => {
  const CALL: Record<string, string> = { subnets: 'subnets', routes: 'routeTables', endpoint: 'endpoint', 'security-groups': 'securityGroups', 'dhcp-options': 'dhcpOptionKeys', model: 'describeModel', keys: 'describeKey' };
  const causes: Array<[string, Error]> = [['denied', denied('ec2:Describe')], ['throttled', throttled()], ['broken', error('TypeError', 'x is not a function')]];

  test.each(Object.entries(CALL).flatMap(([id, call]) => causes.map(([why, thrown]) => [id, why, call, thrown] as const)))('%s, %s', async (id, _, call, thrown) => {
    const world = sound().failAlways(call, thrown);
    expect(await preflight(subject, world.ports, [check(id)])).toEqual([]);
    expect(world.logLines.join()).toContain('unknown');
  });

  test('every check is in this list', () => {
    expect(Object.keys(CALL)).toEqual(CHECKS.map(({ id }) => id));
  });

  test('a check that takes longer than 20 s', async () => {
    const world = sound({ endpoint: () => new Promise(() => undefined) });
    const begin = world.now;
    expect(await run(world)).toEqual([]);
    expect(world.now - begin).toBe(20_000);
    expect(world.logLines.find((line) => line.includes('"endpoint"'))).toContain('took too long');
  });
});
