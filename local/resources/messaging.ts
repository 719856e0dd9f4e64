import { QueueSettings } from '../aws/sqs/queue';
import { SnsService } from '../aws/sns/sns-service';
import { SqsService } from '../aws/sqs/sqs-service';
import { AwsError, notEmulated } from '../aws/wire/aws-error';
import { CloudIdentity } from '../services';
import { ResourceContext, ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

const tagsOf = (properties: Properties, { stackTags }: ResourceContext): Record<string, string> => (
  { ...stackTags, ...Object.fromEntries((properties.Tags ?? []).map((tag: { Key: string; Value: string }) => [tag.Key, tag.Value])) }
);

export function sqsResources(sqs: SqsService): ResourceHandler[] {
  const attributes = (name: string) => ({ Arn: sqs.arn(name), QueueName: name, QueueUrl: sqs.urlOf(name) });
  return [
    {
      type: 'AWS::SQS::Queue',
      properties: ['QueueName', 'VisibilityTimeout', 'DelaySeconds', 'MessageRetentionPeriod', 'RedrivePolicy', 'Tags', 'FifoQueue'],
      recordedOnly: ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled', 'ReceiveMessageWaitTimeSeconds', 'MaximumMessageSize', 'RedriveAllowPolicy'],
      create: (properties, context) => {
        const name = properties.QueueName ?? context.physicalName({ maxLength: 80 });
        sqs.create(name, queueSettings(properties, context));
        return { physicalId: sqs.urlOf(name), attributes: attributes(name) };
      },
      update: (physicalId, properties, _old, context) => {
        const { name } = sqs.queueOfUrl(physicalId);
        sqs.change(name, queueSettings(properties, context));
        return { physicalId, attributes: attributes(name) };
      },
      delete: (physicalId) => sqs.remove(physicalId.split('/').at(-1)!),
    },
    policyHandler('AWS::SQS::QueuePolicy', 'Queues', (url, document) => sqs.putPolicy(url.split('/').at(-1)!, document), (url) => sqs.removePolicy(url.split('/').at(-1)!)),
  ];
}

function queueSettings(properties: Properties, context: ResourceContext): QueueSettings {
  if (String(properties.FifoQueue ?? false) === 'true') throw notEmulated('AWS::SQS::Queue with FifoQueue');
  const { RedrivePolicy: redrive } = properties;
  return {
    visibilityTimeoutSeconds: Number(properties.VisibilityTimeout ?? 30),
    delaySeconds: Number(properties.DelaySeconds ?? 0),
    retentionSeconds: Number(properties.MessageRetentionPeriod ?? 345_600),
    redrive: redrive === undefined ? undefined : { deadLetterTargetArn: redrive.deadLetterTargetArn, maxReceiveCount: Number(redrive.maxReceiveCount) },
    tags: tagsOf(properties, context),
  };
}

export function snsResources(sns: SnsService): ResourceHandler[] {
  return [
    {
      type: 'AWS::SNS::Topic',
      properties: ['TopicName', 'DisplayName', 'Tags', 'FifoTopic', 'Subscription'],
      recordedOnly: ['KmsMasterKeyId', 'SignatureVersion', 'TracingConfig'],
      create: (properties, context) => {
        if (String(properties.FifoTopic ?? false) === 'true') throw notEmulated('AWS::SNS::Topic with FifoTopic');
        const name: string = properties.TopicName ?? context.physicalName({ maxLength: 256 });
        if (sns.hasTopic(name)) throw new AwsError('InvalidParameter', `Invalid parameter: Topic already exists: ${name}`);
        const { topicArn } = sns.putTopic(name, { displayName: properties.DisplayName ?? '', tags: tagsOf(properties, context) });
        for (const { Protocol, Endpoint } of properties.Subscription ?? []) sns.subscribe(topicArn, Protocol, Endpoint, false);
        return topicResult(topicArn);
      },
      update: (physicalId, properties, _old, context) => {
        if (properties.Subscription !== undefined) throw notEmulated('an update of AWS::SNS::Topic with Subscription: use AWS::SNS::Subscription');
        sns.putTopic(physicalId.split(':').at(-1)!, { displayName: properties.DisplayName ?? '', tags: tagsOf(properties, context) });
        return topicResult(physicalId);
      },
      delete: (physicalId) => sns.removeTopic(physicalId),
    },
    {
      type: 'AWS::SNS::Subscription',
      properties: ['TopicArn', 'Protocol', 'Endpoint', 'RawMessageDelivery'],
      create: (properties) => {
        const { subscriptionArn } = sns.subscribe(properties.TopicArn, properties.Protocol, properties.Endpoint, String(properties.RawMessageDelivery ?? false) === 'true');
        return { physicalId: subscriptionArn, attributes: { Arn: subscriptionArn } };
      },
      delete: (physicalId) => sns.unsubscribe(physicalId),
    },
    policyHandler('AWS::SNS::TopicPolicy', 'Topics', (arn, document) => sns.putPolicy(arn, document), (arn) => sns.removePolicy(arn)),
  ];
}

function topicResult(topicArn: string) {
  return { physicalId: topicArn, attributes: { TopicArn: topicArn, TopicName: topicArn.split(':').at(-1) } };
}

/** A policy that is put on each of a list of queues or topics. */
function policyHandler(type: string, list: 'Queues' | 'Topics', put: (target: string, document: any) => void, remove: (target: string) => void): ResourceHandler {
  const apply = (properties: Properties): void => {
    for (const target of properties[list]) put(target, properties.PolicyDocument);
  };
  return {
    type,
    properties: [list, 'PolicyDocument'],
    create: (properties, context) => {
      apply(properties);
      const id = context.physicalName();
      return { physicalId: id, attributes: { Id: id } };
    },
    update: (physicalId, properties, old) => {
      for (const target of old[list] ?? []) remove(target);
      apply(properties);
      return { physicalId, attributes: { Id: physicalId } };
    },
    delete: (_physicalId, properties) => {
      for (const target of properties[list] ?? []) remove(target);
    },
  };
}

/** Shown, without effect: nothing is computed of metrics here. */
export function cloudWatchResources({ partition, region, accountId }: CloudIdentity): ResourceHandler[] {
  const recorded = (type: string, recordedOnly: readonly string[], name: string, arnOf: (id: string) => string): ResourceHandler => ({
    type,
    properties: [],
    recordedOnly,
    create: (properties, context) => {
      const id = properties[name] ?? context.physicalName({ maxLength: 255 });
      return { physicalId: id, attributes: { Arn: arnOf(id) } };
    },
    update: (physicalId) => ({ physicalId, attributes: { Arn: arnOf(physicalId) } }),
    delete: () => undefined,
  });
  return [
    recorded('AWS::CloudWatch::Alarm', [
      'AlarmName', 'AlarmDescription', 'ActionsEnabled', 'AlarmActions', 'OKActions', 'InsufficientDataActions', 'ComparisonOperator', 'DatapointsToAlarm', 'Dimensions',
      'EvaluateLowSampleCountPercentile', 'EvaluationPeriods', 'ExtendedStatistic', 'MetricName', 'Metrics', 'Namespace', 'Period', 'Statistic', 'Tags', 'Threshold',
      'ThresholdMetricId', 'TreatMissingData', 'Unit',
    ], 'AlarmName', (id) => `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${id}`),
    recorded('AWS::CloudWatch::Dashboard', ['DashboardName', 'DashboardBody'], 'DashboardName', (id) => `arn:${partition}:cloudwatch::${accountId}:dashboard/${id}`),
  ];
}
