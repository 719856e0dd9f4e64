import { requireAccess } from '../../functions/require-access';
import { Authority } from '../../services';
import { md5 } from '../sqs/queue';
import { SnsService } from '../sns/sns-service';
import { SqsService } from '../sqs/sqs-service';
import { serviceTask, TaskIntegration } from './task-integration';

/** Task states that send messages. Bodies that are not text are sent as JSON. */
export function messageTasks(sqs: SqsService, sns: SnsService, authority: Authority): TaskIntegration[] {
  return [
    serviceTask({
      operation: 'sqs:sendMessage',
      required: ['QueueUrl', 'MessageBody'],
      optional: [],
      run: ({ QueueUrl, MessageBody }, { caller }) => {
        const queue = sqs.queueOfUrl(String(QueueUrl));
        requireAccess(authority, { caller, action: 'sqs:SendMessage', resource: queue.arn, resourcePolicy: sqs.policyOf(queue.arn) }, 403);
        const body = asText(MessageBody);
        return { MessageId: queue.send(body).messageId, MD5OfMessageBody: md5(body) };
      },
    }),
    serviceTask({
      operation: 'sns:publish',
      required: ['TopicArn', 'Message'],
      optional: ['Subject'],
      run: ({ TopicArn, Message, Subject }, { caller }) => {
        requireAccess(authority, { caller, action: 'sns:Publish', resource: String(TopicArn), resourcePolicy: sns.policyOf(String(TopicArn)) }, 403);
        return { MessageId: sns.publish(String(TopicArn), asText(Message), Subject) };
      },
    }),
  ];
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
