import { Stack, Token } from 'aws-cdk-lib';
import { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { ownResource } from './owned';

/**
 * ARN of a bucket as a policy in the given stack may write it. A bucket of another stack is named by its physical
 * name when it has one, because a reference would make that stack a precondition of this one.
 */
export function bucketArnFrom(stack: Stack, bucket: IBucket): string {
  if (Stack.of(bucket) === stack) return bucket.bucketArn;
  const name = physicalName(bucket);
  return name === undefined ? bucket.bucketArn : stack.formatArn({ service: 's3', region: '', account: '', resource: name });
}

/** Whether naming the bucket in the given stack makes that stack depend on the bucket's. */
export function refersAcrossStacks(stack: Stack, bucket: IBucket): boolean {
  return ownResource(bucket) !== undefined && Stack.of(bucket) !== stack && physicalName(bucket) === undefined;
}

function physicalName(bucket: IBucket): string | undefined {
  const name = (ownResource(bucket) as CfnBucket | undefined)?.bucketName;
  return name === undefined || Token.isUnresolved(name) ? undefined : name;
}
