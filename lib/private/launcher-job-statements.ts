import { Stack, Token } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { namePrefix } from '../spec/job-name';

/** A job as far as the launcher's permissions tell it from others. */
export interface AllowedJob {
  /** Start of the job's name. */
  readonly namePrefix: string;
  readonly modelName: string;
  readonly modelArn: string;
  /** With the `ml.` prefix. */
  readonly instanceType: string;
  /** ARN of the key, not of an alias. */
  readonly volumeKeyArn?: string;
  /** ARN of the key, not of an alias. */
  readonly outputKeyArn?: string;
}

/** The calls that only look, for the checks before a job and for its network interfaces after it. No resource type each. */
const LOOKS = [
  'ec2:DescribeDhcpOptions', 'ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcs',
];

/** What the launcher may do to jobs, as statements of one policy that grow with each job. */
export class JobStatements {
  private looks?: PolicyStatement;
  private jobs?: PolicyStatement;
  private models?: PolicyStatement;
  private keys?: PolicyStatement;

  constructor(private readonly policy: Policy) {}

  allowJob(job: AllowedJob): void {
    const stack = Stack.of(this.policy);
    const arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'sagemaker', resource, resourceName });
    // Names inside SageMaker's ARNs are lower case, and so are all that the kernel makes.
    const jobs = arn('transform-job', `${Token.isUnresolved(job.namePrefix) ? job.namePrefix : namePrefix(job.namePrefix)}-*`);
    this.policy.addStatements(create(job, jobs));
    this.jobs = this.grown(this.jobs, ['sagemaker:AddTags', 'sagemaker:DescribeTransformJob', 'sagemaker:ListTags', 'sagemaker:StopTransformJob'], [jobs]);
    this.models = this.grown(this.models, ['sagemaker:DescribeModel'], [job.modelArn, arn('model', job.modelName)]);
    const keys = [job.volumeKeyArn, job.outputKeyArn].filter((key) => key !== undefined);
    if (keys.length > 0) this.keys = this.grown(this.keys, ['kms:DescribeKey'], keys);
    this.allowLooking(...LOOKS);
  }

  allowLooking(...actions: string[]): void {
    if (this.looks) this.looks.addActions(...actions);
    else this.looks = this.grown(undefined, actions, ['*']);
  }

  private grown(statement: PolicyStatement | undefined, actions: string[], resources: string[]): PolicyStatement {
    if (statement) {
      statement.addResources(...resources);
      return statement;
    }
    const fresh = new PolicyStatement({ actions, resources });
    this.policy.addStatements(fresh);
    return fresh;
  }
}

/**
 * Creating is tied to this model, these keys and this instance type. A key condition does not hold when the request
 * names no key; the multi-valued `InstanceTypes` would hold then, hence the `Null` beside it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
function create(job: AllowedJob, jobs: string): PolicyStatement {
  const keys = {
    ...(job.volumeKeyArn && { 'sagemaker:VolumeKmsKeyArn': job.volumeKeyArn }),
    ...(job.outputKeyArn && { 'sagemaker:OutputKmsKeyArn': job.outputKeyArn }),
  };
  return new PolicyStatement({
    actions: ['sagemaker:CreateTransformJob'],
    resources: [jobs],
    conditions: {
      // SageMaker lower-cases names inside ARNs at times; two models cannot differ in case only.
      StringEqualsIgnoreCase: { 'sagemaker:ModelArn': job.modelArn },
      ...(Object.keys(keys).length > 0 && { ArnEquals: keys }),
      'ForAllValues:StringEquals': { 'sagemaker:InstanceTypes': [job.instanceType] },
      Null: { 'sagemaker:InstanceTypes': 'false' },
    },
  });
}
