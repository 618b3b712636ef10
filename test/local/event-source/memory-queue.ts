import type { Queues, QueueMessage, QueueSender, SentMessage } from '../../../local/event-source/ports.ts';
import type { StoppedClock } from '../support/cloud.ts';

export const queueArn = 'arn:aws:sqs:us-east-1:000000000000:orders';

interface Kept {
  readonly message: SentMessage;
  readonly id: string;
  receives: number;
  visibleAt: number;
  handle: string;
}

/** Queues in memory, each with a visibility timeout of 30 seconds. */
export class MemoryQueues implements Queues {
  readonly #clock: StoppedClock;
  readonly #queues = new Map<string, Kept[]>();
  readonly #watchers = new Set<() => void>();
  readonly senders: QueueSender[] = [];
  timeout = 30;
  #count = 0;

  constructor(clock: StoppedClock) {
    this.#clock = clock;
  }

  /** Bodies that are in a queue, hidden or not. */
  bodies(arn = queueArn): string[] {
    return this.#of(arn).map(({ message }) => message.body);
  }

  messages(arn = queueArn): SentMessage[] {
    return this.#of(arn).map(({ message }) => message);
  }

  put(...bodies: readonly string[]): string[] {
    const sender = { principal: { kind: 'administrator', arn: 'root' } } as const;
    return bodies.map((body) => this.send(sender, queueArn, { body }));
  }

  receive(_: unknown, arn: string, limit: number): readonly QueueMessage[] {
    const now = this.#clock.now();
    const visible = this.#of(arn).filter(({ visibleAt }) => visibleAt <= now);
    const held = new Set(
      this.#of(arn)
        .filter(({ visibleAt, message }) => visibleAt > now && message.messageGroupId)
        .map(({ message }) => message.messageGroupId),
    );
    return visible
      .filter(({ message }) => !held.has(message.messageGroupId))
      .slice(0, limit)
      .map((kept) => {
        kept.receives += 1;
        this.#hide(kept, this.timeout);
        kept.handle = `${kept.id}/${kept.receives}`;
        return {
          messageId: kept.id,
          receiptHandle: kept.handle,
          body: kept.message.body,
          attributes: { ApproximateReceiveCount: String(kept.receives), ...groupOf(kept.message) },
          messageAttributes: {},
          md5OfBody: '',
        };
      });
  }

  delete(_: unknown, arn: string, receiptHandles: readonly string[]): void {
    this.#queues.set(
      arn,
      this.#of(arn).filter(({ handle }) => !receiptHandles.includes(handle)),
    );
    this.#tell();
  }

  changeVisibility(_: unknown, arn: string, receiptHandle: string, seconds: number): void {
    const kept = this.#of(arn).find(({ handle }) => handle === receiptHandle);
    if (kept) this.#hide(kept, seconds);
  }

  send(sender: QueueSender, arn: string, message: SentMessage): string {
    this.#count += 1;
    const id = `message-${this.#count}`;
    this.#queues.set(arn, [...this.#of(arn), { message, id, receives: 0, visibleAt: 0, handle: '' }]);
    this.senders.push(sender);
    this.#tell();
    return id;
  }

  watch(_: string, onVisible: () => void): () => void {
    this.#watchers.add(onVisible);
    return () => this.#watchers.delete(onVisible);
  }

  visibilityTimeout(): number {
    return this.timeout;
  }

  #of(arn: string): Kept[] {
    return this.#queues.get(arn) ?? [];
  }

  #hide(kept: Kept, seconds: number): void {
    kept.visibleAt = this.#clock.now() + seconds * 1000;
    this.#clock.at(kept.visibleAt, () => this.#tell());
  }

  #tell(): void {
    for (const onVisible of this.#watchers) onVisible();
  }
}

function groupOf({ messageGroupId }: SentMessage): Record<string, string> {
  return messageGroupId ? { MessageGroupId: messageGroupId } : {};
}
