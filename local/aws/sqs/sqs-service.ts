import { NamedPolicy, PolicyDocument } from '../../access/model';
import { Services } from '../../services';
import { Table } from '../../store/table';
import { AwsError } from '../wire/aws-error';
import { TargetKind } from '../events/target-registry';
import { Queue, QueueSettings } from './queue';

export interface SqsOptions extends Pick<Services, 'folder' | 'identity' | 'clock' | 'report'> {
  /** Queue URLs begin with it. */
  readonly endpoint: () => string;
}

/** Standard queues. The queues survive a restart; their messages live in memory. */
export class SqsService {
  private readonly queues = new Map<string, Queue>();
  private readonly settings: Table<QueueSettings>;
  private readonly policies: Table<PolicyDocument>;

  constructor(private readonly options: SqsOptions) {
    this.settings = Table.open(options.folder, 'sqs-queues');
    this.policies = Table.open(options.folder, 'sqs-policies');
    for (const [name, settings] of this.settings.entries()) this.open(name, settings);
  }

  create(name: string, settings: QueueSettings): Queue {
    if (this.queues.has(name)) throw new AwsError('QueueNameExists', `A queue already exists with the same name: ${name}`);
    this.settings.put(name, settings);
    return this.open(name, settings);
  }

  change(name: string, settings: QueueSettings): void {
    this.queue(name).settings = settings;
    this.settings.put(name, settings);
  }

  remove(name: string): void {
    this.queues.delete(name);
    this.settings.delete(name);
    this.policies.delete(name);
  }

  queue(name: string): Queue {
    const found = this.queues.get(name);
    if (!found) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return found;
  }

  queueOfUrl(url: string): Queue {
    return this.queue(url.split('/').at(-1)!);
  }

  queueOfArn(arn: string): Queue {
    return this.queue(arn.split(':').at(-1)!);
  }

  urlOf(name: string): string {
    return `${this.options.endpoint()}/${this.options.identity.accountId}/${name}`;
  }

  arn(name: string): string {
    const { partition, region, accountId } = this.options.identity;
    return `arn:${partition}:sqs:${region}:${accountId}:${name}`;
  }

  putPolicy(name: string, document: PolicyDocument): void {
    this.policies.put(this.queue(name).name, document);
  }

  removePolicy(name: string): void {
    this.policies.delete(name);
  }

  policyOf(arn: string): NamedPolicy[] {
    const name = arn.split(':').at(-1)!;
    const document = this.policies.get(name);
    return document ? [{ name: `queue ${name}`, document }] : [];
  }

  /** Queues as targets of rules, topics and functions. */
  target(): TargetKind {
    return {
      service: 'sqs',
      action: 'sqs:SendMessage',
      policyOf: (arn) => this.policyOf(arn),
      deliver: ({ arn, body }) => {
        const { messageId } = this.queueOfArn(arn).send(body);
        this.options.report({ source: 'sqs', type: 'message', detail: { queueArn: arn, messageId } });
      },
    };
  }

  close(): void {
    this.settings.close();
    this.policies.close();
  }

  private open(name: string, settings: QueueSettings): Queue {
    const queue = new Queue(name, this.arn(name), settings, this.options.clock, (targetArn, { body, messageAttributes, senderId }) => {
      this.queueOfArn(targetArn).send(body, messageAttributes, senderId);
    });
    this.queues.set(name, queue);
    return queue;
  }
}
