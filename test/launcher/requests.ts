import { JOB_PROPERTY, JOB_TAG, JobSurroundings, TRANSFORM_JOB_RESOURCE_TYPE } from '../../lib/spec/custom-resource';
import { SERVICE_MESSAGE } from '../../lib/spec/service-messages';
import { TransformJobSpec } from '../../lib/spec/transform-job-spec';
import { CustomResourceEvent } from '../../lib/launcher/event';

export const REGION = 'us-east-1';
export const ACCOUNT = '111122223333';
export const STACK_ID = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/Labels/5f3c9f30-9f9b-11f0-8d5c-0e3f2a1b4c5d`;
export const MACHINE_ARN = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:Watch`;
export const ANSWER_URL = 'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/answer?X-Amz-Signature=5ecre7';
export const SECRET = '5ecre7';
export const ENVIRONMENT = { answerKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/answers`, region: REGION };

export const REQUEST: TransformJobSpec = {
  ModelName: 'detector',
  TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://photos/selfies/' } }, ContentType: 'image/jpeg' },
  TransformOutput: { S3OutputPath: 's3://labels/selfies/' },
  TransformResources: { InstanceType: 'ml.c5.xlarge', InstanceCount: 1 },
};

export const SURROUNDINGS: JobSurroundings = {
  constructPath: 'Labels/Label',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/Detector`,
  vpcId: 'vpc-1',
  subnetIds: ['subnet-a', 'subnet-b'],
  securityGroupIds: ['sg-1'],
  vpcEndpointId: 'vpce-1',
  networkIsolation: true,
  bucketsRestricted: true,
};

/** Properties as CloudFormation hands them over: text, all of them. */
export function properties(change: Readonly<Record<string, string | undefined>> = {}, request: unknown = REQUEST): Record<string, unknown> {
  const all = {
    ServiceToken: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:Launcher`,
    [JOB_PROPERTY.request]: JSON.stringify(request),
    [JOB_PROPERTY.namePrefix]: 'label',
    [JOB_PROPERTY.waitForCompletion]: 'true',
    [JOB_PROPERTY.completionTimeout]: '3000',
    [JOB_PROPERTY.preflight]: 'false',
    [JOB_PROPERTY.surroundings]: JSON.stringify(SURROUNDINGS),
    [JOB_PROPERTY.stateMachineArn]: MACHINE_ARN,
    ...change,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export function event(change: Partial<CustomResourceEvent> = {}): CustomResourceEvent {
  return {
    RequestType: 'Create',
    RequestId: '8f0cda7c-3f5c-4b5e-9d3e-000000000001',
    ResponseURL: ANSWER_URL,
    StackId: STACK_ID,
    LogicalResourceId: 'Label',
    ResourceType: TRANSFORM_JOB_RESOURCE_TYPE,
    ResourceProperties: properties(),
    ...change,
  };
}

export function error(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
export const throttled = () => error('ThrottlingException', SERVICE_MESSAGE.rateExceeded.say());
export const denied = (action: string) => error('AccessDeniedException', `User: arn:aws:sts::${ACCOUNT}:assumed-role/Launcher/x is not authorized to perform: ${action}`);

/** Tags that make an existing job ours. */
export function ownTags(hash: string): Record<string, string> {
  return { [JOB_TAG.requestHash]: hash, [JOB_TAG.stackId]: STACK_ID, [JOB_TAG.logicalId]: 'Label' };
}
