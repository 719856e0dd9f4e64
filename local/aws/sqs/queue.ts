import { createHash, randomUUID } from 'node:crypto';
import { Clock } from '../../services';

export interface QueueSettings {
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly redrive?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
  readonly tags: Readonly<Record<string, string>>;
}

export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
  readonly senderId: string;
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  receiptHandle?: string;
}

/** The messages of one queue, in memory. */
export class Queue {
  private messages: Message[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly name: string,
    readonly arn: string,
    public settings: QueueSettings,
    private readonly clock: Clock,
    private readonly deadLetter: (targetArn: string, message: Message) => void,
  ) {}

  send(body: string, messageAttributes: Readonly<Record<string, unknown>> = {}, senderId = '', delaySeconds = this.settings.delaySeconds): Message {
    const now = this.clock.now();
    const message = { messageId: randomUUID(), body, messageAttributes, senderId, sentAt: now, visibleAt: now + delaySeconds * 1000, receives: 0 };
    this.messages.push(message);
    for (const wake of this.listeners) wake();
    return message;
  }

  /** Long polling: waits for a message up to the given time. */
  async receive(most: number, waitSeconds: number, visibilitySeconds = this.settings.visibilityTimeoutSeconds): Promise<Message[]> {
    const end = this.clock.now() + waitSeconds * 1000;
    for (;;) {
      const taken = this.take(most, visibilitySeconds);
      const left = end - this.clock.now();
      if (taken.length || left <= 0) return taken;
      const arrived = new AbortController();
      const wake = (): void => arrived.abort();
      this.listeners.add(wake);
      // A message that is delayed or in flight becomes visible without being sent.
      await this.clock.sleep(Math.min(left, 1000), arrived.signal);
      this.listeners.delete(wake);
    }
  }

  /** Deleting what is gone succeeds. */
  remove(receiptHandle: string): void {
    this.messages = this.messages.filter((message) => message.receiptHandle !== receiptHandle);
  }

  counts(): { visible: number; inFlight: number; delayed: number } {
    const now = this.clock.now();
    const hidden = this.messages.filter(({ visibleAt }) => visibleAt > now);
    const delayed = hidden.filter(({ receives }) => receives === 0).length;
    return { visible: this.messages.length - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  private take(most: number, visibilitySeconds: number): Message[] {
    const now = this.clock.now();
    this.messages = this.messages.filter(({ sentAt }) => now - sentAt <= this.settings.retentionSeconds * 1000);
    this.redriveWornOut(now);
    const taken = this.messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, most);
    for (const message of taken) {
      message.receives += 1;
      message.firstReceivedAt ??= now;
      message.visibleAt = now + visibilitySeconds * 1000;
      message.receiptHandle = randomUUID();
    }
    return taken;
  }

  private redriveWornOut(now: number): void {
    const { redrive } = this.settings;
    if (!redrive) return;
    const wornOut = this.messages.filter(({ visibleAt, receives }) => visibleAt <= now && receives >= redrive.maxReceiveCount);
    this.messages = this.messages.filter((message) => !wornOut.includes(message));
    for (const message of wornOut) this.deadLetter(redrive.deadLetterTargetArn, message);
  }
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
