import { randomUUID } from 'node:crypto';
import { serviceCaller } from '../../functions/service-caller';
import { NamedPolicy, PolicyDocument } from '../../access/model';
import { Services } from '../../services';
import { Table } from '../../store/table';
import { TargetKind, TargetRegistry } from '../events/target-registry';
import { AwsError, notEmulated } from '../wire/aws-error';
import { notification, PublishedMessage } from './notification';

export interface TopicRecord {
  readonly topicArn: string;
  readonly displayName: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SubscriptionRecord {
  readonly subscriptionArn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly rawMessageDelivery: boolean;
}

export interface SnsOptions extends Pick<Services, 'folder' | 'identity' | 'clock' | 'report'> {
  /** Delivers to subscribed queues and functions. Asked for when a message is published: the registry also holds the topics. */
  readonly targets: () => TargetRegistry;
}

/** Protocols that reach a person or a foreign host: recorded, never sent. */
const RECORDED = ['email', 'email-json', 'sms', 'http', 'https', 'application'];

/** Topics. Every message is kept in a log; queues and functions get it. */
export class SnsService {
  private readonly topics: Table<TopicRecord>;
  private readonly subscriptions: Table<SubscriptionRecord>;
  private readonly policies: Table<PolicyDocument>;
  private readonly log: Table<PublishedMessage>;

  constructor(private readonly options: SnsOptions) {
    this.topics = Table.open(options.folder, 'sns-topics');
    this.subscriptions = Table.open(options.folder, 'sns-subscriptions');
    this.policies = Table.open(options.folder, 'sns-policies');
    this.log = Table.open(options.folder, 'sns-messages');
  }

  putTopic(name: string, settings: Pick<TopicRecord, 'displayName' | 'tags'>): TopicRecord {
    const topic = { topicArn: this.arn(name), ...settings };
    this.topics.put(topic.topicArn, topic);
    return topic;
  }

  hasTopic(name: string): boolean {
    return this.topics.has(this.arn(name));
  }

  topic(arn: string): TopicRecord {
    const found = this.topics.get(arn);
    if (!found) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return found;
  }

  allTopics(): TopicRecord[] {
    return this.topics.values();
  }

  removeTopic(arn: string): void {
    this.topics.delete(arn);
    this.policies.delete(arn);
    for (const { subscriptionArn, topicArn } of this.subscriptions.values()) if (topicArn === arn) this.subscriptions.delete(subscriptionArn);
  }

  subscribe(topicArn: string, protocol: string, endpoint: string, rawMessageDelivery: boolean): SubscriptionRecord {
    this.topic(topicArn);
    if (!['lambda', 'sqs', ...RECORDED].includes(protocol)) throw notEmulated(`AWS::SNS::Subscription with Protocol ${protocol}`);
    const record = { subscriptionArn: `${topicArn}:${randomUUID()}`, topicArn, protocol, endpoint, rawMessageDelivery };
    this.subscriptions.put(record.subscriptionArn, record);
    return record;
  }

  unsubscribe(subscriptionArn: string): void {
    this.subscriptions.delete(subscriptionArn);
  }

  subscriptionsOf(topicArn: string): SubscriptionRecord[] {
    return this.subscriptions.values().filter((each) => each.topicArn === topicArn);
  }

  putPolicy(topicArn: string, document: PolicyDocument): void {
    this.policies.put(this.topic(topicArn).topicArn, document);
  }

  removePolicy(topicArn: string): void {
    this.policies.delete(topicArn);
  }

  policyOf(topicArn: string): NamedPolicy[] {
    const document = this.policies.get(topicArn);
    return document ? [{ name: `topic ${topicArn.split(':').at(-1)}`, document }] : [];
  }

  /** Gives the message id. */
  publish(topicArn: string, message: string, subject?: string): string {
    this.topic(topicArn);
    const published: PublishedMessage = { messageId: randomUUID(), topicArn, message, subject, timestamp: this.options.clock.now() };
    this.log.put(published.messageId, published);
    this.options.report({ source: 'sns', type: 'message', detail: { topicArn, messageId: published.messageId, subject, message } });
    for (const subscription of this.subscriptionsOf(topicArn)) void this.send(subscription, published);
    return published.messageId;
  }

  /** Everything that was published to the topic, oldest first. */
  published(topicArn: string): PublishedMessage[] {
    return this.log.values().filter((each) => each.topicArn === topicArn);
  }

  /** Topics as targets of rules and functions. */
  target(): TargetKind {
    return { service: 'sns', action: 'sns:Publish', policyOf: (arn) => this.policyOf(arn), deliver: ({ arn, body }) => { this.publish(arn, body); } };
  }

  close(): void {
    for (const table of [this.topics, this.subscriptions, this.policies, this.log]) table.close();
  }

  private arn(name: string): string {
    const { partition, region, accountId } = this.options.identity;
    return `arn:${partition}:sns:${region}:${accountId}:${name}`;
  }

  private async send({ protocol, endpoint, subscriptionArn, topicArn, rawMessageDelivery }: SubscriptionRecord, message: PublishedMessage): Promise<void> {
    if (RECORDED.includes(protocol)) return;
    const body = rawMessageDelivery && protocol === 'sqs' ? message.message : notification(protocol, subscriptionArn, message);
    try {
      await this.options.targets().deliver({ arn: endpoint, body, caller: serviceCaller('sns.amazonaws.com'), sourceArn: topicArn });
    } catch (error) {
      this.options.report({ source: 'sns', type: 'delivery-failed', detail: { topicArn, endpoint, error: String(error) } });
    }
  }
}
