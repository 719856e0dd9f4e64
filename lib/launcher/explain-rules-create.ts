import { SERVICE_MESSAGE, ServiceMessageId } from '../spec/service-messages';
import { cutToBytes } from './cut-to-bytes';
import type { Failure, Operation, Rule } from './explain';
import { isDenied } from './service-error';

type Told = Omit<Rule, 'id' | 'recognises'>;

/** A rule for one of the service's recorded texts. */
export function saying(id: ServiceMessageId, told: Told): Rule {
  return { id, recognises: (error) => SERVICE_MESSAGE[id].pattern.test(error.message), ...told };
}

const CREATE: readonly Operation[] = ['CreateTransformJob'];
const CALLS: readonly Operation[] = ['CreateTransformJob', 'DescribeTransformJob', 'StopTransformJob', 'ListTags', 'StartExecution', 'DescribeManagedPrefixLists'];

/** The likeliest reason why an object that is there cannot be seen: a bucket that refuses all but the endpoint. */
export function bucketRefusal({ surroundings }: Failure): string | false {
  return surroundings.bucketsRestricted === true &&
    `the bucket policy denies requests from outside ${surroundings.vpcEndpointId ?? 'the VPC endpoint'}, and this check is made by SageMaker's control plane with the role, not from your subnets: exempt the role for reading (restrictBucket)`;
}

export function role({ surroundings }: Failure): string {
  return surroundings.roleArn ? cutToBytes(surroundings.roleArn, 200) : "the model's execution role";
}

/** What CreateTransformJob and its neighbours refuse at once. */
export const CREATE_RULES: readonly Rule[] = [
  saying('couldNotAssumeRole', {
    operations: CREATE,
    meaning: () => "SageMaker could not become the model's execution role",
    causes: (failure) => [
      'the role was made moments ago and was not yet known after two minutes of retries',
      `the trust policy of ${role(failure)} does not allow sagemaker.amazonaws.com, or its aws:SourceArn is narrower than arn:<partition>:sagemaker:<region>:<account>:*`,
      'the role was deleted or replaced after the model was made: a model keeps the role it was born with',
    ],
    change: () => "the model's `role`, or deploy again",
  }),
  saying('noObjects', {
    operations: CREATE,
    meaning: (failure) => `the input ${cutToBytes(failure.request?.TransformInput.DataSource.S3DataSource.S3Uri ?? 'prefix', 300)} was listed by SageMaker and nothing was found or nothing could be seen`,
    causes: (failure) => [
      'no object is there yet: upload the input before the job is deployed (two stacks, or a dependency)',
      bucketRefusal(failure),
      `${role(failure)} may not s3:ListBucket with this prefix, or the endpoint or key policy does not let it`,
      'the bucket is in another region',
    ],
    change: () => '`input`, and upload first; the text from S3 above names the refusing policy when there is one',
  }),
  saying('modelNotFound', {
    operations: CREATE,
    meaning: (failure) => `the model ${failure.request?.ModelName ?? ''} does not exist in this account and region`,
    causes: () => ['the model was replaced or deleted outside this deployment', 'its name belongs to another region or account'],
    change: () => '`model`, or deploy the stack that makes it first',
  }),
  {
    id: 'limitExceeded',
    operations: CREATE,
    recognises: (error) => error.name === 'ResourceLimitExceeded' || SERVICE_MESSAGE.limitExceeded.pattern.test(error.message),
    meaning: (failure) => `the account may not run ${failure.request?.TransformResources.InstanceCount ?? 'that many'} more ${failure.request?.TransformResources.InstanceType ?? 'instances'} for transform jobs`,
    causes: () => ['the quota of new accounts is 0 for many types', 'other jobs use the quota at present'],
    change: (failure) => `ask Service Quotas for '${failure.request?.TransformResources.InstanceType ?? '<type>'} for transform job usage', or set \`instanceType\` or \`instanceCount\` to what the quota allows`,
  },
  saying('nameTaken', {
    operations: CREATE,
    meaning: () => 'a job of this name exists already and is not the one this deployment wants; names are never freed',
    causes: () => ['a job was made by hand with this name', 'the tags of the job were changed'],
    change: () => '`transformJobNamePrefix` or `trigger`',
  }),
  {
    id: 'rateExceeded',
    operations: CALLS,
    recognises: (error) => error.name === 'ThrottlingException' || SERVICE_MESSAGE.rateExceeded.pattern.test(error.message),
    meaning: () => 'the service was asked too often for longer than the launcher retries',
    causes: () => ['many jobs start at the same time in this account and region'],
    change: () => 'deploy again, or add dependencies between the jobs so that they start one after another',
  },
  saying('jobNotFound', {
    operations: ['DescribeTransformJob', 'ListTags'],
    meaning: () => 'the service does not know the job',
    causes: () => ['it was never created'],
    change: () => '`trigger`, to create it anew',
  }),
  saying('stopUnknown', {
    operations: ['StopTransformJob'],
    meaning: () => 'there is no such job to stop',
    causes: () => ['it was never created'],
    change: () => 'nothing: a deletion counts this as done',
  }),
  saying('stopTerminal', {
    operations: ['StopTransformJob'],
    meaning: () => 'the job had ended before it could be stopped',
    causes: () => ['it finished meanwhile'],
    change: () => 'nothing: a deletion counts this as done',
  }),
  {
    id: 'launcherDenied',
    operations: CALLS,
    recognises: isDenied,
    meaning: (failure) => `the launcher itself may not ${failure.operation}`,
    causes: (failure) => [
      'a service control policy or permissions boundary refuses it',
      failure.operation === 'CreateTransformJob' && 'the request differs from what the launcher is allowed: this model, these keys (by ARN, never by alias), this instance type',
      "the launcher's policy was changed outside this deployment",
    ],
    change: () => 'what the text above names: the action and the resource that were refused',
  },
];
