import { accessDenied } from '../../access/authority';
import { Caller } from '../../access/model';
import { AccessCall, Authority } from '../../services';
import { AwsError } from '../wire/aws-error';
import { Operations } from '../wire/http';
import { modelKeys, tagKeys, transformJobKeys } from './condition-keys';
import { describeModel, describeTransformJob, summarizeModel, summarizeTransformJob } from './describe';
import { page } from './listing';
import { checkModel } from './model-input';
import { Tag } from './records';
import { SageMakerService } from './sagemaker-service';
import { checkTransformJob, validationError } from './validation';

/** The operations of the wire: who may call, then the service. */
export function sageMakerOperations(service: SageMakerService, authority: Authority): Operations {
  const { arns, models, jobs, tags } = service;
  const allow = (caller: Caller, action: string, resource: string, context: AccessCall['context'] = {}) => {
    const call: AccessCall = { caller, action: `sagemaker:${action}`, resource, context };
    authority.require(call, (decision) => new AwsError('AccessDeniedException', accessDenied(call, decision).message));
  };
  const allowTags = (caller: Caller, taggingAction: string, resource: string, given: readonly Tag[] | undefined) => {
    if (given && given.length > 0) allow(caller, 'AddTags', resource, { ...tagKeys(given), 'sagemaker:TaggingAction': taggingAction });
  };
  const passRole = (caller: Caller, roleArn: string) => {
    try {
      service.iam.requirePassRole(caller, roleArn, 'sagemaker.amazonaws.com');
    } catch (error) {
      throw error instanceof AwsError ? new AwsError('AccessDeniedException', error.message) : error;
    }
  };

  return {
    async CreateModel(input, { caller }) {
      const definition = checkModel(input);
      const arn = arns.model(definition.ModelName);
      allow(caller, 'CreateModel', arn, modelKeys(definition, input.Tags));
      allowTags(caller, 'CreateModel', arn, input.Tags);
      passRole(caller, definition.ExecutionRoleArn);
      const { ModelArn } = await service.createModel(input);
      return { ModelArn };
    },
    DescribeModel(input, { caller }) {
      const name = textOf(input, 'ModelName');
      allow(caller, 'DescribeModel', arns.model(name));
      return describeModel(models.get(name));
    },
    ListModels(input, { caller }) {
      allow(caller, 'ListModels', '*');
      const { rows, ...more } = page(models.all(), ({ ModelName: name, creationTime }) => ({ name, creationTime }), input);
      return { Models: rows.map(summarizeModel), ...more };
    },
    DeleteModel(input, { caller }) {
      const name = textOf(input, 'ModelName');
      allow(caller, 'DeleteModel', arns.model(name));
      service.deleteModel(name);
      return {};
    },
    CreateTransformJob(input, { caller }) {
      const spec = checkTransformJob(input);
      const arn = arns.transformJob(spec.TransformJobName);
      allow(caller, 'CreateTransformJob', arn, transformJobKeys(spec, arns.model(spec.ModelName)));
      allowTags(caller, 'CreateTransformJob', arn, spec.Tags);
      return { TransformJobArn: service.createTransformJob(input).arn };
    },
    DescribeTransformJob(input, { caller }) {
      const name = textOf(input, 'TransformJobName');
      allow(caller, 'DescribeTransformJob', arns.transformJob(name));
      return describeTransformJob(service.transformJob(name));
    },
    ListTransformJobs(input, { caller }) {
      allow(caller, 'ListTransformJobs', '*');
      const { rows, ...more } = page(jobs.all(), (job) => job, input);
      return { TransformJobSummaries: rows.map(summarizeTransformJob), ...more };
    },
    StopTransformJob(input, { caller }) {
      const name = textOf(input, 'TransformJobName');
      allow(caller, 'StopTransformJob', arns.transformJob(name));
      jobs.stop(name);
      return {};
    },
    AddTags(input, { caller }) {
      const arn = textOf(input, 'ResourceArn');
      allow(caller, 'AddTags', arn, tagKeys(input.Tags));
      service.requireTagged(arn);
      tags.add(arn, input.Tags);
      return { Tags: tags.list(arn) };
    },
    ListTags(input, { caller }) {
      const arn = textOf(input, 'ResourceArn');
      allow(caller, 'ListTags', arn);
      service.requireTagged(arn);
      return { Tags: tags.list(arn) };
    },
    DeleteTags(input, { caller }) {
      const arn = textOf(input, 'ResourceArn');
      allow(caller, 'DeleteTags', arn, { 'aws:TagKeys': input.TagKeys ?? [] });
      service.requireTagged(arn);
      tags.remove(arn, input.TagKeys ?? []);
      return {};
    },
  };
}

function textOf(input: Record<string, unknown>, member: string): string {
  const value = input[member];
  if (typeof value !== 'string' || value === '') throw validationError([{ path: member, value: value === undefined ? undefined : String(value), must: 'must not be null or empty' }]);
  return value;
}
