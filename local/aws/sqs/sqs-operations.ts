import { callerArn } from '../../access/principal-arn';
import { requireAccess } from '../../functions/require-access';
import { Authority } from '../../services';
import { AwsError, notEmulated } from '../wire/aws-error';
import { OperationContext, Operations } from '../wire/http';
import { md5, Message, Queue } from './queue';
import { SqsService } from './sqs-service';

const MESSAGE_LIMIT = 1_048_576;

/** SQS on the wire (JSON 1.0, `AmazonSQS`). */
export function sqsOperations(sqs: SqsService, authority: Authority): Operations {
  const allow = (context: OperationContext, action: string, queue: Queue): Queue => {
    requireAccess(authority, { caller: context.caller, action: `sqs:${action}`, resource: queue.arn, resourcePolicy: sqs.policyOf(queue.arn) }, 403);
    return queue;
  };
  return {
    GetQueueUrl: (input, context) => ({ QueueUrl: sqs.urlOf(allow(context, 'GetQueueUrl', sqs.queue(input.QueueName)).name) }),
    GetQueueAttributes: (input, context) => attributesOf(allow(context, 'GetQueueAttributes', sqs.queueOfUrl(input.QueueUrl)), input.AttributeNames ?? []),
    SendMessage: (input, context) => {
      const queue = allow(context, 'SendMessage', sqs.queueOfUrl(input.QueueUrl));
      const refused = ['MessageGroupId', 'MessageDeduplicationId'].find((name) => input[name] !== undefined);
      if (refused) throw notEmulated(`sqs:SendMessage with ${refused}: FIFO queues`);
      const body = String(input.MessageBody ?? '');
      if (!body || Buffer.byteLength(body) > MESSAGE_LIMIT) throw new AwsError('InvalidParameterValue', `One or more parameters are invalid. Reason: Message must have 1 to ${MESSAGE_LIMIT} bytes.`);
      const message = queue.send(body, input.MessageAttributes, callerArn(context.caller.principal), input.DelaySeconds);
      return { MessageId: message.messageId, MD5OfMessageBody: md5(body) };
    },
    ReceiveMessage: async (input, context) => {
      const queue = allow(context, 'ReceiveMessage', sqs.queueOfUrl(input.QueueUrl));
      const messages = await queue.receive(input.MaxNumberOfMessages ?? 1, input.WaitTimeSeconds ?? 0, input.VisibilityTimeout);
      return messages.length ? { Messages: messages.map(messageView) } : {};
    },
    DeleteMessage: (input, context) => {
      allow(context, 'DeleteMessage', sqs.queueOfUrl(input.QueueUrl)).remove(input.ReceiptHandle);
      return {};
    },
  };
}

function attributesOf(queue: Queue, names: readonly string[]): unknown {
  const { visible, inFlight, delayed } = queue.counts();
  const all = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(queue.settings.visibilityTimeoutSeconds),
    DelaySeconds: String(queue.settings.delaySeconds),
    MessageRetentionPeriod: String(queue.settings.retentionSeconds),
    ...(queue.settings.redrive ? { RedrivePolicy: JSON.stringify(queue.settings.redrive) } : {}),
  };
  return { Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name))) };
}

function messageView({ messageId, receiptHandle, body, messageAttributes, senderId, sentAt, receives, firstReceivedAt }: Message): Record<string, unknown> {
  return {
    MessageId: messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5(body),
    Body: body,
    Attributes: { SenderId: senderId, SentTimestamp: String(sentAt), ApproximateReceiveCount: String(receives), ApproximateFirstReceiveTimestamp: String(firstReceivedAt) },
    ...(Object.keys(messageAttributes).length ? { MessageAttributes: messageAttributes } : {}),
  };
}
