/**
 * The seam between the constructs and the launcher: resource types, property and attribute names.
 * Both ends import them, so that a rename cannot be half done.
 */
export const TRANSFORM_JOB_RESOURCE_TYPE = 'Custom::SecureTransformJob';
export const S3_PREFIX_LIST_RESOURCE_TYPE = 'Custom::S3PrefixList';

/** Properties of `Custom::SecureTransformJob`. CloudFormation hands every one over as a string. */
export const JOB_PROPERTY = {
  /** The CreateTransformJob request without its name, as one JSON string. */
  request: 'Request',
  /** Lower-case start of the job's name. */
  namePrefix: 'JobNamePrefix',
  /** Any text; another text asks for another run. */
  trigger: 'Trigger',
  /** `true`: the deployment answers when the job has ended. `false`: when it has started. */
  waitForCompletion: 'WaitForCompletion',
  /** Seconds that the deployment waits at most. */
  completionTimeout: 'CompletionTimeoutSeconds',
  /** Seconds after which the job is stopped, whatever the deployment does. */
  maxRuntime: 'MaxRuntimeSeconds',
  /** `false` skips the checks before the job is created. */
  preflight: 'Preflight',
  /** What the launcher may know of the surroundings, as one JSON string (`JobSurroundings`). */
  surroundings: 'Surroundings',
  /** ARN of the state machine that watches. A property, because the function cannot know it without a cycle. */
  stateMachineArn: 'StateMachineArn',
} as const;

/** What the constructs know and the launcher needs to check and to explain. Not part of the job's identity. */
export interface JobSurroundings {
  /** Construct path of the job, for error texts. */
  readonly constructPath: string;
  readonly roleArn?: string;
  readonly vpcId?: string;
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
  readonly vpcEndpointId?: string;
  readonly networkIsolation?: boolean;
  /** Whether the input (or artifact) bucket refuses requests from outside the endpoint. */
  readonly bucketsRestricted?: boolean;
}

/** Attributes that the launcher's answer carries, readable with `Fn::GetAtt`. */
export const JOB_ATTRIBUTE = {
  name: 'TransformJobName',
  arn: 'TransformJobArn',
  status: 'TransformJobStatus',
  outputUri: 'OutputUri',
} as const;

/** Attribute of `Custom::S3PrefixList`. */
export const PREFIX_LIST_ATTRIBUTE = { id: 'PrefixListId' } as const;

/** Environment variables of the launcher function. */
export const LAUNCHER_ENVIRONMENT = {
  /** ARN of the key that encrypts the answer URL on its way through the state machine. */
  answerKeyArn: 'ANSWER_KEY_ARN',
} as const;

/** Encryption context of the answer URL. */
export const ANSWER_ENCRYPTION_CONTEXT = { purpose: 'cloudformation-answer-url' } as const;

/** Tags that the launcher puts on each job, by which an existing job is recognised as ours. */
export const JOB_TAG = {
  requestHash: 'cdk-secure-batch-transform:request-hash',
  stackId: 'cdk-secure-batch-transform:stack-id',
  logicalId: 'cdk-secure-batch-transform:logical-id',
} as const;

/**
 * Tag on a job's execution role that names the network it may use. The endpoint policy asks for it as
 * `aws:PrincipalTag`, so that a policy in the network's stack need not refer to a role in another stack.
 */
export const NETWORK_TAG = 'cdk-secure-batch-transform:network';
