import { Lazy } from 'aws-cdk-lib';
import { DependencyGroup, IConstruct, IDependable } from 'constructs';
import type { IBatchTransformModel } from '../batch-transform-model';
import { JobSurroundings } from '../spec/custom-resource';
import { ExecutionPolicy } from './execution-policy';

/** What the launcher may know to check before and to explain after. */
export function jobSurroundings(job: IConstruct, model: IBatchTransformModel): JobSurroundings {
  const { s3Endpoint } = model;
  return {
    constructPath: job.node.path,
    roleArn: model.role?.roleArn,
    vpcId: s3Endpoint.vpc.vpcId,
    subnetIds: s3Endpoint.subnets.map((subnet) => subnet.subnetId),
    securityGroupIds: model.securityGroups.map((group) => group.securityGroupId),
    vpcEndpointId: s3Endpoint.vpcEndpointId,
    networkIsolation: model.networkIsolation,
    bucketsRestricted: Lazy.any({ produce: () => policyOf(model)?.restricted() }) as unknown as boolean,
  };
}

/** What must stand before a job starts and must outlive it: model, way to S3, route tables of the subnets. */
export function jobPreconditions(model: IBatchTransformModel): IDependable {
  return new DependencyGroup(model.modelReady, model.s3Endpoint, ...model.s3Endpoint.subnets.map((subnet) => subnet.internetConnectivityEstablished));
}

function policyOf(model: IBatchTransformModel): ExecutionPolicy | undefined {
  return model.node.tryFindChild('Policy') as ExecutionPolicy | undefined;
}
