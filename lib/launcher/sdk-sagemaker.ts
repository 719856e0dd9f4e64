import { CreateTransformJobCommand, CreateTransformJobCommandInput, DescribeModelCommand, DescribeTransformJobCommand, ListTagsCommand, SageMakerClient, StopTransformJobCommand } from '@aws-sdk/client-sagemaker';
import { SageMakerPort } from './ports';
import { clientSettings } from './sdk-settings';

export function sdkSageMaker(region: string): SageMakerPort {
  const client = new SageMakerClient(clientSettings(region));
  return {
    async createTransformJob(request) {
      // The spec has the API's own names; only its enums are plain text here, as the service's list grows.
      const { TransformJobArn } = await client.send(new CreateTransformJobCommand(request as unknown as CreateTransformJobCommandInput));
      return { jobArn: TransformJobArn ?? '' };
    },
    async describeTransformJob(name) {
      const job = await client.send(new DescribeTransformJobCommand({ TransformJobName: name }));
      return {
        name: job.TransformJobName ?? name,
        arn: job.TransformJobArn ?? '',
        status: job.TransformJobStatus ?? '',
        failureReason: job.FailureReason,
        modelName: job.ModelName ?? '',
        outputUri: job.TransformOutput?.S3OutputPath ?? '',
        createdAt: job.CreationTime?.getTime() ?? 0,
        endedAt: job.TransformEndTime?.getTime(),
      };
    },
    async stopTransformJob(name) {
      await client.send(new StopTransformJobCommand({ TransformJobName: name }));
    },
    async listTags(arn) {
      const tags: Record<string, string> = {};
      let NextToken: string | undefined;
      do {
        const page = await client.send(new ListTagsCommand({ ResourceArn: arn, NextToken }));
        for (const tag of page.Tags ?? []) if (tag.Key !== undefined) tags[tag.Key] = tag.Value ?? '';
        NextToken = page.NextToken;
      } while (NextToken);
      return tags;
    },
    async describeModel(name) {
      const model = await client.send(new DescribeModelCommand({ ModelName: name }));
      return {
        vpc: model.VpcConfig && { subnetIds: model.VpcConfig.Subnets ?? [], securityGroupIds: model.VpcConfig.SecurityGroupIds ?? [] },
        networkIsolation: model.EnableNetworkIsolation ?? false,
        roleArn: model.ExecutionRoleArn,
      };
    },
  };
}
