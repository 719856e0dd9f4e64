import { PolicyDocument } from '../../access/model';
import { OutputRow } from '../../deploy/stack-rows';
import { CloudIdentity } from '../../services';
import { assetBucketName, BOOTSTRAP_VERSION, BootstrapRole, bootstrapRoles, imageRepositoryName, VERSION_PARAMETER } from './bootstrap-roles';

/** The few things that seeding asks of the other services. Each leaves alone what stands already. */
export interface BootstrapPorts {
  readonly identity: CloudIdentity;
  readonly iam: { role(roleName: string): unknown; createRole(role: BootstrapRole): unknown };
  readonly s3: { hasBucket(bucket: string): boolean; createBucket(bucket: string, policy: PolicyDocument): unknown };
  readonly ssm: { get(name: string): unknown; put(name: string, value: string): unknown };
  /** `(stack) => seedStack(cloudFormation, stack)`. */
  readonly seedStack: (stack: { readonly stackName: string; readonly description: string; readonly outputs: readonly OutputRow[] }) => void;
}

/** Makes the account look as after `cdk bootstrap`, so that `cdk deploy` works at once. Safe to call at every start. */
export function seedBootstrap({ identity, iam, s3, ssm, seedStack }: BootstrapPorts): void {
  const bucket = assetBucketName(identity);
  for (const role of bootstrapRoles(identity)) if (!iam.role(role.roleName)) iam.createRole(role);
  if (!s3.hasBucket(bucket)) s3.createBucket(bucket, tlsOnly(identity, bucket));
  if (!ssm.get(VERSION_PARAMETER)) ssm.put(VERSION_PARAMETER, String(BOOTSTRAP_VERSION));
  seedStack({
    stackName: 'CDKToolkit',
    description: 'This stack includes resources needed to deploy AWS CDK apps into this environment (seeded by the local cloud)',
    outputs: [
      { key: 'BucketName', value: bucket },
      { key: 'BucketDomainName', value: `${bucket}.s3.${identity.region}.${identity.urlSuffix}` },
      { key: 'FileAssetKeyArn', value: 'AWS_MANAGED_KEY' },
      { key: 'ImageRepositoryName', value: imageRepositoryName(identity) },
      { key: 'BootstrapVersion', value: String(BOOTSTRAP_VERSION) },
    ],
  });
}

function tlsOnly({ partition }: CloudIdentity, bucket: string): PolicyDocument {
  const arn = `arn:${partition}:s3:::${bucket}`;
  return {
    Version: '2012-10-17',
    Id: 'AccessControl',
    Statement: [{ Sid: 'AllowSSLRequestsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [arn, `${arn}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  };
}
