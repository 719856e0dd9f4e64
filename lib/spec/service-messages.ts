/**
 * Texts of the service, as public threads recorded them. The local cloud says them, the launcher recognises
 * them: each stands once, as the words (`say`) and as the pattern that finds them (`pattern`).
 */
interface ServiceMessage<A extends readonly string[]> {
  readonly say: (...values: A) => string;
  readonly pattern: RegExp;
}

function message<A extends readonly string[]>(say: (...values: A) => string, pattern: RegExp): ServiceMessage<A> {
  return { say, pattern };
}

export const SERVICE_MESSAGE = {
  couldNotAssumeRole: message(
    (roleArn: string) => `Could not assume role ${roleArn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
    /Could not assume role/,
  ),
  noObjects: message(
    (uri: string, region: string, roleArn: string, bucket: string, s3Error: string) =>
      `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (${region}), that objects exist under that S3 prefix, and that the role "${roleArn}" has "s3:ListBucket" permissions on bucket "${bucket}".` +
      (s3Error ? ` Error message from S3: ${s3Error}` : ''),
    /No S3 objects found under S3 URL/,
  ),
  modelNotFound: message((modelArn: string) => `Could not find model "${modelArn}".`, /Could not find model "/),
  limitExceeded: message(
    (instanceType: string, limit: string, used: string, delta: string) =>
      `The account-level service limit '${instanceType} for transform job usage' is ${limit} Instances, with current utilization of ${used} Instances and a request delta of ${delta} Instances. Please use AWS Service Quotas to request an increase for this quota.`,
    /account-level service limit '(ml\.[^']+) for transform job usage' is (\d+)/,
  ),
  nameTaken: message(
    (jobArn: string) => `Transform job names must be unique within an AWS account and region, and a transform job with this name already exists (${jobArn}).`,
    /must be unique within an AWS account and region/,
  ),
  jobNotFound: message((name: string) => `Could not find requested job with name: ${name}.`, /Could not find requested job with name/),
  stopUnknown: message((name: string) => `Could not find job to update with name ${name}.`, /Could not find job to update with name|Requested resource not found/),
  stopTerminal: message((status: string) => `The request was rejected because the transform job is in status ${status}.`, /The request was rejected because the transform job is in status/),
  rateExceeded: message(() => 'Rate exceeded', /Rate exceeded/),
  modelDataDenied: message(
    (uri: string, roleArn: string, region: string) =>
      `Could not access model data at ${uri}. Please ensure that the role "${roleArn}" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". Also ensure that the role has "s3:GetObject" permissions and that the object is located in ${region}. If your Model uses multiple models or uncompressed models, please ensure that the role has "s3:ListBucket" permission.`,
    /Could not access model data at/,
  ),
  modelDataNotFound: message((uri: string) => `Could not find model data at ${uri}.`, /Could not find model data at/),
  imagePullDenied: message((roleArn: string, image: string) => `The role '${roleArn}' does not have BatchGetImage permission for the image: '${image}'.`, /does not have BatchGetImage permission for the image/),
  dataDownloadFailed: message(
    () => "ClientError: Data download failed:Please ensure that the subnet's route table has a route to an S3 VPC endpoint or a NAT device, and both the security groups and the subnet's network ACL allow outbound traffic to S3",
    /Data download failed/,
  ),
  artifactUploadFailed: message(
    () => "ClientError: Artifact upload failed:Please ensure that the subnet's route table has a route to an S3 VPC endpoint or a NAT device, and both the security groups and the subnet's network ACL allow outbound traffic to S3",
    /Artifact upload failed/,
  ),
  modelDownloadFailed: message(
    (uri: string) => `Failed to download model data from URL "${uri}". Please ensure that an S3 VPC endpoint exists in route table or NAT gateway for the VPC mode and the URL is reachable from within the subnets provided.`,
    /Failed to download model data/,
  ),
  listFailed: message((uri: string) => `ClientError: Failed to download data. ListObjectsV2 failed for ${uri} Unable to execute request to S3`, /ListObjectsV2 failed for/),
  dhcpOptions: message(
    () => 'ClientError: expected DHCP options to include keys domain-name-servers and domain-name, but missing one or more attributes',
    /expected DHCP options to include keys/,
  ),
  capacity: message(() => 'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.', /CapacityError|Unable to provision requested ML compute capacity/),
  internalError: message(() => 'InternalServerError: We encountered an internal error. Please try again.', /InternalServerError|[Ii]nternal error\. Please try again/),
  outOfMemory: message(
    () => 'ClientError: Please use an instance type with more memory, or reduce the size of job data processed on an instance.',
    /instance type with more memory|Out of Memory/,
  ),
  algorithmError: message(() => 'AlgorithmError: See job logs for more information', /AlgorithmError/),
  clientError: message(() => 'ClientError: See job logs for more information', /ClientError: See job logs/),
  noAnswer: message(() => 'Unable to get response from algorithm', /Unable to get response from algorithm/),
} as const;

export type ServiceMessageId = keyof typeof SERVICE_MESSAGE;
