import { SERVICE_MESSAGE } from '../../../lib/spec/service-messages';
import { NetworkPath, Principal } from '../../access/model';
import { Ec2 } from '../../services';
import { JobFailure, refusedAs } from './job-failure';
import { chooseSubnet, dataPath, SERVICE_NETWORK } from './network';
import { TransformJobRecord } from './records';
import { sessionOn } from './role-session';

/** "At least two free addresses an instance" is what the service asks of the subnet. */
const INTERFACES_PER_INSTANCE = 2;

/** Puts the job into one of the model's subnets and gives the way that its data takes. */
export async function joinNetwork(job: TransformJobRecord, role: Principal, ec2: Ec2, made: (interfaceIds: string[]) => void): Promise<NetworkPath> {
  const { VpcConfig: vpc } = job.model;
  if (!vpc) return SERVICE_NETWORK;
  const subnetId = chooseSubnet(vpc, job.name);
  const refusal = ({ code, message }: { code: string; message: string }) =>
    // Missing ec2 permissions of the role show as an internal error, which tells nobody anything.
    /^(AccessDenied|UnauthorizedOperation)/.test(code) ? new JobFailure(SERVICE_MESSAGE.internalError.say(), message) : new JobFailure(`ClientError: ${message}`);
  made(
    await refusedAs(refusal, () =>
      ec2.createNetworkInterfaces({
        caller: sessionOn(role, SERVICE_NETWORK),
        subnetId,
        securityGroupIds: vpc.SecurityGroupIds,
        count: INTERFACES_PER_INSTANCE * job.spec.TransformResources.InstanceCount,
        description: `transform job ${job.name}`,
      }),
    ),
  );
  const path = dataPath(subnetId, vpc.SecurityGroupIds, ec2);
  if (!path) throw new JobFailure(SERVICE_MESSAGE.dataDownloadFailed.say(), `subnet ${subnetId} has no route to S3, or the security groups ${vpc.SecurityGroupIds.join(', ')} let nothing out to it`);
  return path;
}
