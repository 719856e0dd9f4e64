export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** The document that a queue or function gets for a message. It carries no signature. */
export function notification(protocol: string, subscriptionArn: string, { messageId, topicArn, message, subject, timestamp }: PublishedMessage): string {
  const sns = { Type: 'Notification', MessageId: messageId, TopicArn: topicArn, Subject: subject ?? null, Message: message, Timestamp: new Date(timestamp).toISOString() };
  if (protocol !== 'lambda') return JSON.stringify(subject === undefined ? { ...sns, Subject: undefined } : sns);
  return JSON.stringify({ Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscriptionArn, Sns: { ...sns, MessageAttributes: {} } }] });
}
