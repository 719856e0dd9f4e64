import { PolicyDocument } from '../../access/model';
import { CloudIdentity } from '../../services';

/** The qualifier that the CDK uses unless told otherwise. */
export const QUALIFIER = 'hnb659fds';

/** Version of the bootstrap template in the CDK CLI that this repository pins; a test holds the two together. */
export const BOOTSTRAP_VERSION = 33;

export interface BootstrapRole {
  readonly roleName: string;
  readonly trust: PolicyDocument;
  readonly policies: readonly { readonly policyName: string; readonly document: PolicyDocument }[];
  readonly tags: Readonly<Record<string, string>>;
}

export function assetBucketName({ accountId, region }: CloudIdentity): string {
  return `cdk-${QUALIFIER}-assets-${accountId}-${region}`;
}

export function imageRepositoryName({ accountId, region }: CloudIdentity): string {
  return `cdk-${QUALIFIER}-container-assets-${accountId}-${region}`;
}

export const VERSION_PARAMETER = `/cdk-bootstrap/${QUALIFIER}/version`;

/** The five roles of the CDK's bootstrap template, with its statements for one account and without its key. */
export function bootstrapRoles(identity: CloudIdentity): BootstrapRole[] {
  const { partition, accountId, region } = identity;
  const name = (kind: string) => `cdk-${QUALIFIER}-${kind}-role-${accountId}-${region}`;
  const bucketArn = `arn:${partition}:s3:::${assetBucketName(identity)}`;
  const execRoleArn = `arn:${partition}:iam::${accountId}:role/${name('cfn-exec')}`;
  const repositoryArn = `arn:${partition}:ecr:${region}:${accountId}:repository/${imageRepositoryName(identity)}`;
  const parameterArn = `arn:${partition}:ssm:${region}:${accountId}:parameter${VERSION_PARAMETER}`;
  const forPeople = accountTrust(partition, accountId);
  const role = (kind: string, trust: PolicyDocument, Statement: PolicyDocument['Statement']): BootstrapRole => ({
    roleName: name(kind), trust, policies: [{ policyName: 'default', document: { Version: '2012-10-17', Statement } }], tags: { 'aws-cdk:bootstrap-role': kind },
  });

  return [
    role('deploy', forPeople, [
      { Sid: 'DeployPermissions', Effect: 'Allow', Action: ['cloudformation:CreateChangeSet', 'cloudformation:DeleteChangeSet', 'cloudformation:ExecuteChangeSet', 'cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:RollbackStack', 'cloudformation:ContinueUpdateRollback'], Resource: '*' },
      { Sid: 'CliPermissions', Effect: 'Allow', Action: ['cloudformation:DeleteStack', 'cloudformation:UpdateTerminationProtection', 'sts:GetCallerIdentity'], Resource: '*' },
      // Stands for the managed policy AWSCloudFormationReadOnlyAccess.
      { Sid: 'ReadStacks', Effect: 'Allow', Action: ['cloudformation:Describe*', 'cloudformation:Get*', 'cloudformation:List*', 'cloudformation:ValidateTemplate'], Resource: '*' },
      { Sid: 'PassExecutionRole', Effect: 'Allow', Action: 'iam:PassRole', Resource: execRoleArn },
      { Sid: 'CliStagingBucket', Effect: 'Allow', Action: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'], Resource: [bucketArn, `${bucketArn}/*`] },
      { Sid: 'ReadVersion', Effect: 'Allow', Action: ['ssm:GetParameter', 'ssm:GetParameters'], Resource: parameterArn },
    ]),
    role('file-publishing', forPeople, [
      { Sid: 'Publish', Effect: 'Allow', Action: ['s3:GetObject*', 's3:GetBucket*', 's3:GetEncryptionConfiguration', 's3:List*', 's3:DeleteObject*', 's3:PutObject*', 's3:Abort*'], Resource: [bucketArn, `${bucketArn}/*`] },
    ]),
    role('image-publishing', forPeople, [
      { Sid: 'Publish', Effect: 'Allow', Action: ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:BatchCheckLayerAvailability', 'ecr:DescribeRepositories', 'ecr:DescribeImages', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], Resource: repositoryArn },
      { Sid: 'Login', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ]),
    role('lookup', forPeople, [
      // Stands for the managed policy ReadOnlyAccess, for the services that are here.
      { Sid: 'Read', Effect: 'Allow', Action: READ_ACTIONS, Resource: '*' },
      { Sid: 'DontReadSecrets', Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' },
    ]),
    role('cfn-exec', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }] }, [
      // The managed policy AdministratorAccess, which the CLI attaches unless told otherwise.
      { Sid: 'AdministratorAccess', Effect: 'Allow', Action: '*', Resource: '*' },
    ]),
  ];
}

const READ_ACTIONS = ['cloudformation', 'ec2', 'ecr', 'events', 'iam', 'kms', 'lambda', 'logs', 's3', 'sagemaker', 'ssm', 'states']
  .flatMap((service) => [`${service}:Describe*`, `${service}:Get*`, `${service}:List*`]);

function accountTrust(partition: string, accountId: string): PolicyDocument {
  const Principal = { AWS: `arn:${partition}:iam::${accountId}:root` };
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition: { Null: { 'sts:ExternalId': 'true' } } },
      { Effect: 'Allow', Principal, Action: 'sts:TagSession' },
    ],
  };
}
