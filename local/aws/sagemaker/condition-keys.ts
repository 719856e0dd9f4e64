import { TransformJobSpec } from '../../../lib/spec/transform-job-spec';
import { ModelDefinition, Tag } from './records';

type Context = Record<string, string | readonly string[]>;

const KEY_ARN = /^arn:[^:]+:kms:[^:]+:\d{12}:key\//;

/** Condition keys of CreateTransformJob. A key or alias that is not given as a key's ARN fills no key, so that a policy which asks for the ARN refuses it. */
export function transformJobKeys(job: TransformJobSpec, modelArn: string): Context {
  const { InstanceType: type, VolumeKmsKeyId: volumeKey } = job.TransformResources;
  const { KmsKeyId: outputKey } = job.TransformOutput;
  return {
    'sagemaker:ModelArn': modelArn,
    'sagemaker:InstanceTypes': [type],
    ...(volumeKey !== undefined && KEY_ARN.test(volumeKey) && { 'sagemaker:VolumeKmsKeyArn': volumeKey }),
    ...(outputKey !== undefined && KEY_ARN.test(outputKey) && { 'sagemaker:OutputKmsKeyArn': outputKey }),
    ...tagKeys(job.Tags),
  };
}

/** Condition keys of CreateModel: the network ones are absent without a VpcConfig, which `Null` conditions ask for. */
export function modelKeys({ EnableNetworkIsolation: isolation = false, VpcConfig: vpc }: ModelDefinition, tags: readonly Tag[] | undefined): Context {
  return {
    'sagemaker:NetworkIsolation': String(isolation),
    ...(vpc && { 'sagemaker:VpcSubnets': vpc.Subnets, 'sagemaker:VpcSecurityGroupIds': vpc.SecurityGroupIds }),
    ...tagKeys(tags),
  };
}

export function tagKeys(tags: readonly Tag[] | undefined): Context {
  if (!tags || tags.length === 0) return {};
  return { ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])), 'aws:TagKeys': tags.map(({ Key }) => Key) };
}
