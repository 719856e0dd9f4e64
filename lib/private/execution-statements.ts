import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { S3Allowance, s3Grants } from './s3-allowance';

/** Log group and metrics namespace of all transform jobs of the account. */
const JOBS = '/aws/sagemaker/TransformJobs';

/**
 * What the service does with the role in a VPC. A missing ec2 action shows as InternalServerError, not as AccessDenied.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-vpc.html
 */
export function networkStatements(stack: Stack, subnetIds: readonly string[], securityGroupIds: readonly string[]): PolicyStatement[] {
  const arn = (resource: string, name: string) => stack.formatArn({ service: 'ec2', resource, resourceName: name });
  const subnets = subnetIds.map((id) => arn('subnet', id));
  const interfaces = arn('network-interface', '*');
  return [
    new PolicyStatement({ actions: ['ec2:CreateNetworkInterface'], resources: [...subnets, ...securityGroupIds.map((id) => arn('security-group', id)), interfaces] }),
    new PolicyStatement({
      actions: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface', 'ec2:DeleteNetworkInterfacePermission'],
      resources: [interfaces],
      conditions: { ArnEquals: { 'ec2:Subnet': subnets } },
    }),
    // These have no narrower resource than `*`.
    new PolicyStatement({ actions: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcs', 'ec2:DescribeDhcpOptions', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups'], resources: ['*'] }),
  ];
}

export function metricStatements(): PolicyStatement[] {
  return [new PolicyStatement({ actions: ['cloudwatch:PutMetricData'], resources: ['*'], conditions: { StringEquals: { 'cloudwatch:namespace': JOBS } } })];
}

/** Log streams are called `<job>/<instance>…`, so a job writes to its own only. */
export function logStatements(stack: Stack, jobNamePrefix: string): PolicyStatement[] {
  const group = stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: JOBS, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  return [
    new PolicyStatement({ actions: ['logs:CreateLogGroup', 'logs:DescribeLogStreams'], resources: [group, `${group}:*`] }),
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${group}:log-stream:${jobNamePrefix}-*`] }),
  ];
}

/** Pull of one repository, in the account that owns the registry. */
export function pullStatements(repositoryArn: string): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    new PolicyStatement({ actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'], resources: [repositoryArn] }),
  ];
}

export function s3Statements(allowance: S3Allowance): PolicyStatement[] {
  return s3Grants([allowance]).map(({ actions, resources, conditions }) => new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }));
}

/**
 * Data keys are used through S3 only. Never ask for the VPC endpoint here: S3 calls KMS from its own network.
 * Writing needs Decrypt as well, for the parts of a multipart upload.
 */
export function dataKeyStatements(keyArn: string, use: 'read' | 'write'): PolicyStatement[] {
  const actions = use === 'read' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'];
  return [new PolicyStatement({ actions, resources: [keyArn], conditions: { StringEquals: { 'kms:ViaService': s3Service() } } })];
}

/** The volume is encrypted by a grant that the role makes for EBS; the condition keeps the role from granting to anyone else. */
export function volumeKeyStatements(keyArn: string): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['kms:CreateGrant'], resources: [keyArn], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
    new PolicyStatement({ actions: ['kms:DescribeKey'], resources: [keyArn] }),
  ];
}

/** S3 as `kms:ViaService` names it. */
export function s3Service(): string {
  return `s3.${Aws.REGION}.${Aws.URL_SUFFIX}`;
}
