import { bucketRefusal, role, saying } from './explain-rules-create';
import type { Failure, Operation, Rule } from './explain';

const RUN: readonly Operation[] = ['TransformJob'];
/** The check of the artifact and the image is made when the model is made, and again when the job starts. */
const MODEL: readonly Operation[] = ['CreateTransformJob', 'TransformJob'];

const GB_OF_VOLUME = 30;

function route({ surroundings }: Failure): string {
  const endpoint = surroundings.vpcEndpointId ?? 'an S3 gateway endpoint';
  return `the route table of ${surroundings.subnetIds?.length ? `one of ${surroundings.subnetIds.slice(0, 4).join(', ')}` : 'a subnet'} has no route to ${endpoint} (a job gets one of the subnets, so this can fail at times only)`;
}

function egress({ surroundings }: Failure): string {
  return `${surroundings.securityGroupIds?.slice(0, 3).join(', ') || 'the security group'} does not let TCP 443 out to the S3 prefix list, or a network ACL blocks it or the answers`;
}

function endpointPolicy({ surroundings }: Failure): string {
  return `the policy of ${surroundings.vpcEndpointId ?? 'the endpoint'}, the bucket or the key does not allow it`;
}

function containerCauses({ surroundings }: Failure): ReadonlyArray<string | false> {
  return [
    'the container answered an error or crashed: its log and the data-log stream name the object',
    surroundings.networkIsolation === true && 'the container tried to reach the network or AWS: with networkIsolation it has neither network nor credentials',
    'a record is larger than maxPayload, or larger than the server in the container takes (HTTP 413)',
    'contentType or splitType is not what the container expects',
  ];
}

/** What a job that ran gives as FailureReason. */
export const RUN_RULES: readonly Rule[] = [
  saying('outOfMemory', {
    operations: RUN,
    meaning: () => 'the instance ran out of memory',
    causes: () => ['mini-batches or concurrent calls are too large for the instance', 'the model needs more memory than the instance has'],
    change: () => '`instanceType` to a larger one, or lower `maxPayload` or `maxConcurrentTransforms`',
    partialResults: true,
  }),
  saying('dataDownloadFailed', {
    operations: RUN,
    meaning: () => 'the instances could not read the input through the subnets',
    causes: (failure) => [route(failure), egress(failure), endpointPolicy(failure)],
    change: () => "the endpoint's subnets, the security group's egress, or the statement that the reason names",
  }),
  saying('artifactUploadFailed', {
    operations: RUN,
    meaning: () => 'the instances could not write results through the subnets',
    causes: (failure) => [endpointPolicy(failure), `${role(failure)} may not s3:PutObject there or not use the output key`, route(failure), egress(failure)],
    change: () => "`output`, the endpoint's policy (allowWrite), or the statement that the reason names",
    partialResults: true,
  }),
  saying('modelDownloadFailed', {
    operations: RUN,
    meaning: () => 'the instances could not read the model artifact through the subnets',
    causes: (failure) => [route(failure), endpointPolicy(failure), egress(failure)],
    change: () => "the endpoint's subnets and policy (allowRead of the artifact's bucket)",
  }),
  saying('listFailed', {
    operations: RUN,
    meaning: () => 'the instances could not list the input',
    causes: (failure) => [route(failure), endpointPolicy(failure), egress(failure)],
    change: () => "the subnets of the endpoint: every one needs the route, or leave out the one that lacks it",
  }),
  saying('modelDataDenied', {
    operations: MODEL,
    meaning: () => 'the model artifact could not be read',
    causes: (failure) => [`${role(failure)} lacks s3:GetObject on the artifact or kms:Decrypt on its key`, bucketRefusal(failure), 'the role is too new: its policy was attached after the model was made'],
    change: () => '`modelData`, and let the model depend on the policies of role, bucket and key',
  }),
  saying('modelDataNotFound', {
    operations: MODEL,
    meaning: () => 'there is no model artifact at that place',
    causes: () => ['the artifact was not uploaded, or was deleted', 'the key has another spelling'],
    change: () => '`modelData`',
  }),
  saying('imagePullDenied', {
    operations: MODEL,
    meaning: () => 'the container image may not be pulled',
    causes: (failure) => [`${role(failure)} lacks the pull actions on the repository in the registry's own account`, "the repository's policy does not admit this account"],
    change: () => "`containers[].image`: use ContainerImage, which grants its own pull",
  }),
  saying('dhcpOptions', {
    operations: RUN,
    meaning: () => 'the VPC has a DHCP option set that the service cannot work with',
    causes: (failure) => [`the option set of ${failure.surroundings.vpcId ?? 'the VPC'} lacks domain-name or domain-name-servers`],
    change: () => "the VPC's DHCP option set: it needs domain-name and domain-name-servers",
  }),
  saying('capacity', {
    operations: MODEL,
    meaning: () => 'AWS had no free instance of this type in the zones of the subnets',
    causes: (failure) => [failure.surroundings.subnetIds?.length === 1 && 'there is one subnet only, so one zone only', 'the type is scarce in this region at present'],
    change: () => '`instanceType`, or subnets in more zones; or `trigger` to try again later',
  }),
  saying('algorithmError', {
    operations: RUN,
    meaning: () => 'the container failed',
    causes: containerCauses,
    change: () => 'the container, or `maxPayload`, `batchStrategy`, `input.contentType`, `input.splitType`; then `trigger`',
    partialResults: true,
  }),
  saying('clientError', {
    operations: RUN,
    meaning: () => 'the service could not get through all of the input',
    causes: containerCauses,
    change: () => 'what the data-log stream names; often `maxPayload`, `input.contentType` or `input.splitType`; then `trigger`',
    partialResults: true,
  }),
  saying('noAnswer', {
    operations: RUN,
    meaning: () => 'the container did not answer in time',
    causes: (failure) => ['one call takes longer than invocationsTimeout', ...containerCauses(failure)],
    change: () => '`modelClientOptions.invocationsTimeout` (up to 3600 s), a smaller `maxPayload`, or fewer `maxConcurrentTransforms`',
    partialResults: true,
  }),
  saying('internalError', {
    operations: MODEL,
    meaning: () => 'the service failed without a reason',
    causes: (failure) => [
      'the image does not start or does not answer /ping',
      `the model is larger than the volume (${GB_OF_VOLUME} GB, fixed)`,
      (failure.surroundings.subnetIds?.length ?? 0) > 0 && `${role(failure)} lacks one of the ec2 network interface actions`,
      'a passing fault of the service',
    ],
    change: () => '`trigger`, to try once more; if it comes again, look at the container log first',
    partialResults: true,
  }),
];
