import { CfnResource, Stack } from 'aws-cdk-lib';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { IPrivateS3Endpoint } from '../private-s3-endpoint';
import type { RestrictBucketOptions } from '../restrict-bucket-options';
import { describeViolation, Violation } from '../spec/violation';
import { throwIfBroken } from './broken-rules';
import { ownResource } from './owned';
import { principalArns } from './principal-arn';
import { restrictionStatements } from './restriction-statements';

const ID = 'EndpointRestriction';
const AUTO_DELETE_TYPE = 'Custom::S3AutoDeleteObjects';

interface BucketRestrictionProps {
  readonly bucket: IBucket;
  readonly endpoint: IPrivateS3Endpoint;
  readonly options: RestrictBucketOptions;
}

/** The mark on a bucket that it is bound to one endpoint, and the writer of the statements that bind it. */
export class BucketRestriction extends Construct {
  static of(bucket: IBucket): BucketRestriction | undefined {
    return bucket.node.tryFindChild(ID) as BucketRestriction | undefined;
  }

  static add(bucket: IBucket, endpoint: IPrivateS3Endpoint, options: RestrictBucketOptions): void {
    const present = BucketRestriction.of(bucket);
    if (present?.endpoint === endpoint && Object.keys(options).length === 0) return;
    throwIfBroken(endpoint, [
      ...(present ? [restrictedTwice(bucket, present.endpoint)] : []),
      ...(deletesObjects(bucket) ? [autoDelete(bucket)] : []),
      ...(options.controlPlaneAccess && endpoint.networkTagValue === undefined ? [unknownRoles(bucket)] : []),
    ]);
    new BucketRestriction(bucket as unknown as Construct, ID, { bucket, endpoint, options });
  }

  readonly endpoint: IPrivateS3Endpoint;

  private constructor(scope: Construct, id: string, props: BucketRestrictionProps) {
    super(scope, id);
    const { bucket, endpoint, options } = props;
    this.endpoint = endpoint;
    const readers = principalArns(Stack.of(bucket), options.readers ?? [], 'readers');
    const writers = principalArns(Stack.of(bucket), options.writers ?? [], 'writers');
    const statements = restrictionStatements({
      bucketArn: bucket.bucketArn,
      vpcEndpointId: endpoint.vpcEndpointId,
      accountId: Stack.of(bucket).account,
      encryptionKeyArn: bucket.encryptionKey?.keyArn,
      readerArns: readers.arns,
      writerArns: writers.arns,
      readingNetwork: options.controlPlaneAccess ? endpoint.networkTagValue : undefined,
    });
    const added = statements.map((statement) => bucket.addToResourcePolicy(statement).statementAdded);
    const swallowed = added.every(Boolean) ? [] : [imported(bucket, JSON.stringify(Stack.of(endpoint).resolve(statements.map((statement) => statement.toStatementJson()))))];
    throwIfBroken(endpoint, [...readers.violations, ...writers.violations, ...swallowed]);
    // Asked again at synth: the bucket's owner may turn it on after the restriction.
    ownResource(bucket)?.node.addValidation({ validate: () => (deletesObjects(bucket) ? [describeViolation(autoDelete(bucket))] : []) });
  }
}

function deletesObjects(bucket: IBucket): boolean {
  return bucket.node.findAll().some((child) => CfnResource.isCfnResource(child) && child.cfnResourceType === AUTO_DELETE_TYPE);
}

function autoDelete(bucket: IBucket): Violation {
  return {
    rule: 'auto-delete-objects', path: 'restrictBucket', property: 'restrictBucket', value: bucket.node.path,
    must: "must not meet a bucket with autoDeleteObjects: the function that empties it works outside the VPC, would be refused, and the stack's deletion would fail",
    mend: 'remove autoDeleteObjects from the bucket',
  };
}

function restrictedTwice(bucket: IBucket, other: IPrivateS3Endpoint): Violation {
  return {
    rule: 'restricted-twice', path: 'restrictBucket', property: 'restrictBucket', value: bucket.node.path,
    must: `must be called once a bucket, this one is bound to ${other.node.path} already (two denials, one for each endpoint, would lock everybody out)`,
    mend: 'name all readers and writers in one call, and use one endpoint',
  };
}

function unknownRoles(bucket: IBucket): Violation {
  return {
    rule: 'control-plane-access', path: 'controlPlaneAccess', property: 'controlPlaneAccess', value: bucket.node.path,
    must: 'knows the roles by their network tag, and this imported endpoint has no networkTagValue',
    mend: "name the models' roles as readers instead",
  };
}

function imported(bucket: IBucket, statements: string): Violation {
  return {
    rule: 'imported-bucket', path: 'restrictBucket', property: 'restrictBucket', value: bucket.node.path,
    must: 'must be given a bucket that this app makes: the policy of an imported bucket cannot be changed from here, the restriction would be lost silently',
    mend: `call restrictBucket where the bucket is made, or add these statements to its policy there and remove this call: ${statements}`,
  };
}
