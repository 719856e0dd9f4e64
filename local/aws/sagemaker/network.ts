import { createHash } from 'node:crypto';
import { NetworkPath } from '../../access/model';
import { Ec2 } from '../../services';
import { ModelDefinition, VpcConfig } from './records';

/** The service's own network: control plane, image pulls, logs, and data of models without a VpcConfig. */
export const SERVICE_NETWORK: NetworkPath = { kind: 'internet', sourceIp: 'AWS Internal' };

/**
 * Which way the checks go that CreateModel and CreateTransformJob make with the role before any instance exists, when
 * the model has a VpcConfig. No public source proves either reading. `through-endpoint` is the one that AWS's published
 * workshops rely on: they create models with a VpcConfig against buckets that refuse everything but an endpoint.
 */
export type ControlPlaneReads = 'through-endpoint' | 'from-service-network';

export function controlPlanePath({ VpcConfig: vpc }: Pick<ModelDefinition, 'VpcConfig'>, reads: ControlPlaneReads, ec2: Pick<Ec2, 'gatewayEndpointOf'>): NetworkPath {
  if (!vpc || reads === 'from-service-network') return SERVICE_NETWORK;
  const endpoint = vpc.Subnets.map((subnet) => ec2.gatewayEndpointOf(subnet, 's3')).find((found) => found !== undefined);
  return endpoint ? { kind: 'endpoint', ...endpoint } : SERVICE_NETWORK;
}

/** Address that a bucket sees of requests through a NAT gateway: of a block reserved for documentation. */
const NAT_ADDRESS = '198.51.100.1';

/** How a job in the subnet reaches S3; undefined: it does not. An endpoint's route is the more specific one. */
export function dataPath(subnetId: string, securityGroupIds: readonly string[], ec2: Pick<Ec2, 'gatewayEndpointOf' | 'hasInternetRoute' | 'allowsEgressTo'>): NetworkPath | undefined {
  if (!ec2.allowsEgressTo(securityGroupIds, 's3')) return undefined;
  const endpoint = ec2.gatewayEndpointOf(subnetId, 's3');
  if (endpoint) return { kind: 'endpoint', ...endpoint };
  return ec2.hasInternetRoute(subnetId) ? { kind: 'internet', sourceIp: NAT_ADDRESS } : undefined;
}

/** All interfaces of a job are in one of the model's subnets. The service chooses; here the job's name does, so that a run can be repeated. */
export function chooseSubnet({ Subnets: subnets }: VpcConfig, jobName: string): string {
  return subnets[createHash('sha256').update(jobName).digest().readUInt32BE(0) % subnets.length];
}
