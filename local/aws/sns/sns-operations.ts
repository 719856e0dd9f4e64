import { requireAccess } from '../../functions/require-access';
import { Authority } from '../../services';
import { AwsError, notEmulated } from '../wire/aws-error';
import { OperationContext, Operations } from '../wire/http';
import { SnsService } from './sns-service';

const MESSAGE_LIMIT = 262_144;

/** SNS on the wire (Query, version 2010-03-31). */
export function snsOperations(sns: SnsService, authority: Authority): Operations {
  const allow = (context: OperationContext, action: string, resource: string): void => {
    requireAccess(authority, { caller: context.caller, action: `sns:${action}`, resource, resourcePolicy: sns.policyOf(resource) }, 403);
  };
  return {
    Publish: (input, context) => {
      const refused = Object.keys(input).find((name) => !['TopicArn', 'TargetArn', 'Message', 'Subject', 'Action', 'Version'].includes(name));
      if (refused) throw notEmulated(`sns:Publish with ${refused}`);
      const topicArn = String(input.TopicArn ?? input.TargetArn);
      allow(context, 'Publish', topicArn);
      if (!input.Message || Buffer.byteLength(input.Message) > MESSAGE_LIMIT) throw new AwsError('InvalidParameter', `Invalid parameter: Message must have 1 to ${MESSAGE_LIMIT} bytes`);
      return { MessageId: sns.publish(topicArn, input.Message, input.Subject) };
    },
    ListTopics: (_input, context) => {
      allow(context, 'ListTopics', '*');
      return { Topics: sns.allTopics().map(({ topicArn }) => ({ TopicArn: topicArn })) };
    },
    ListSubscriptionsByTopic: (input, context) => {
      allow(context, 'ListSubscriptionsByTopic', input.TopicArn);
      return {
        Subscriptions: sns.subscriptionsOf(input.TopicArn).map(({ subscriptionArn, topicArn, protocol, endpoint }) => (
          { SubscriptionArn: subscriptionArn, TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, Owner: topicArn.split(':')[4] }
        )),
      };
    },
  };
}
