import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { ConsoleMessage } from '../console/answers.ts';
import { AwsError } from '../errors.ts';
import { invalidValue } from './errors.ts';
import type { AcceptedMessage, MessageCounts, MessageStore, NewStoredMessage, StoredMessage } from './message-store.ts';
import type { QueueSettings } from './queue-settings.ts';
import { newReceipt, parseReceiptHandle } from './receipt-handle.ts';
import { Wakeups } from './wakeups.ts';

/** A message to send, checked. */
export interface NewMessage {
  readonly body: string;
  /** JSON. */
  readonly attributes: string | null;
  readonly traceHeader: string | null;
  readonly sender: string;
  /** In seconds. */
  readonly delay: number;
  readonly groupId: string | null;
  /** Of a FIFO queue. */
  readonly deduplicationId: string | null;
}

export interface Receiving {
  /** Of messages. */
  readonly limit: number;
  /** In seconds. */
  readonly visibilityTimeout: number;
  /** Standard queues: deliver the newest first, or leave what is delivered in the queue for another delivery. */
  readonly fault?: 'reorder' | 'duplicate';
}

const deduplicationMs = 5 * 60_000;
/** So long after it was last used a queue counts as active. */
const activeMs = 6 * 3_600_000;
const longestInvisibleMs = 12 * 3_600_000;

/** Messages that may be in flight in one queue. */
const mostInFlight = 120_000;

/** One queue: its rules, on the store that it shares with others. */
export class Queue {
  readonly arn: string;
  readonly settings: QueueSettings;
  readonly wakeups: Wakeups;
  readonly #store: () => MessageStore;
  readonly #clock: Clock;
  readonly #deadLetters: () => Queue | undefined;
  /** When somebody last sent or received. Milliseconds since the epoch. */
  #usedAt = -Infinity;

  constructor(
    arn: string,
    settings: QueueSettings,
    store: () => MessageStore,
    clock: Clock,
    deadLetters: () => Queue | undefined,
  ) {
    this.arn = arn;
    this.settings = settings;
    this.#store = store;
    this.#clock = clock;
    this.#deadLetters = deadLetters;
    this.wakeups = new Wakeups(clock, () => store().nextVisible(this.name, clock.now()));
  }

  get name(): string {
    return this.settings.name;
  }

  send(message: NewMessage): AcceptedMessage {
    const store = this.#store();
    const now = this.#clock.now();
    this.#usedAt = now;
    const visibleAt = now + message.delay * 1000;
    const accepted = store.transaction(() => {
      const key = message.deduplicationId === null ? undefined : this.#deduplicationKey(message);
      const earlier = key === undefined ? undefined : store.accepted(this.name, key, now);
      if (earlier) return earlier;
      const sequenceNumber = this.settings.fifo ? this.#nextSequenceNumber() : null;
      const added = { id: randomUUID(), sequenceNumber };
      if (key !== undefined) store.accept(this.name, key, now + deduplicationMs, added);
      const { delay: _, ...given } = message;
      store.insert(this.name, { ...given, ...added, ...neverReceived, sentAt: now, visibleAt, deadLetterSource: null });
      return added;
    });
    this.wakeups.expect(visibleAt);
    return accepted;
  }

  /** Also moves away what has been received too often. */
  receive({ limit, visibilityTimeout, fault }: Receiving): StoredMessage[] {
    const store = this.#store();
    const now = this.#clock.now();
    this.#usedAt = now;
    const until = now + visibilityTimeout * 1000;
    const messages = store.transaction(() => {
      this.#expire(now);
      const taken: StoredMessage[] = [];
      while (taken.length < limit) {
        const left = limit - taken.length;
        const candidates = this.settings.fifo
          ? store.visibleInOrder(this.name, now, left)
          : store.visible(this.name, now, left, fault === 'reorder');
        const { deliverable, exhausted } = this.#sort(candidates);
        for (const message of exhausted) this.#moveToDeadLetters(message, now);
        taken.push(...deliverable);
        // Those taken are still visible: only a move has made room for others.
        if (exhausted.length === 0 || deliverable.length > 0) break;
      }
      return taken.map((message) => this.#deliver(message, now, fault === 'duplicate' ? now : until));
    });
    if (messages.length > 0) this.wakeups.expect(until);
    return messages;
  }

  /** A message that is gone, or was received again since, is none of an error. @throws AwsError for a FIFO queue's */
  delete(handle: string): void {
    const message = this.#findByHandle(handle);
    if (!message) return;
    if (this.settings.fifo && message.visibleAt <= this.#clock.now()) {
      throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
    }
    this.#store().delete(message.seq);
    // Its group may go on.
    if (this.settings.fifo) this.wakeups.announce();
  }

  /** @throws AwsError InvalidParameterValue, MessageNotInflight, ReceiptHandleIsInvalid */
  changeVisibility(handle: string, seconds: number): void {
    const now = this.#clock.now();
    const message = this.#findByHandle(handle);
    if (!message) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      throw invalidValue('ReceiptHandle', handle, reason);
    }
    if (message.visibleAt <= now) {
      throw new AwsError('MessageNotInflight', `Message with receipt handle ${handle} is not in flight.`);
    }
    const visibleAt = now + seconds * 1000;
    if (visibleAt - (message.lastReceivedAt ?? now) > longestInvisibleMs) {
      const limit = longestInvisibleMs / 1000;
      const reason = `Total VisibilityTimeout for the message is beyond the limit [${limit} seconds]`;
      throw invalidValue('VisibilityTimeout', seconds, reason);
    }
    this.#store().changeVisibility(message.seq, visibleAt);
    this.wakeups.expect(visibleAt);
  }

  counts(): MessageCounts {
    this.#expire(this.#clock.now());
    return this.#store().counts(this.name, this.#clock.now());
  }

  /** What waits, without receiving it. */
  peek(limit: number): ConsoleMessage[] {
    const messages = this.#store().visible(this.name, this.#clock.now(), limit, false);
    return messages.map(({ id, body, sentAt, receivedInAll }) => ({
      id,
      body,
      sentAt: new Date(sentAt).toISOString(),
      received: receivedInAll,
    }));
  }

  /** What CloudWatch is told of it; null: nothing; undefined: the metric isn't measured here. */
  metric(name: string): number | null | undefined {
    const { visible, inFlight, delayed } = this.counts();
    const now = this.#clock.now();
    const isActive = visible + inFlight + delayed > 0 || now - this.#usedAt <= activeMs;
    switch (name) {
      case 'ApproximateNumberOfMessagesVisible':
        return isActive ? visible : null;
      case 'ApproximateNumberOfMessagesNotVisible':
        return isActive ? inFlight : null;
      case 'ApproximateNumberOfMessagesDelayed':
        return isActive ? delayed : null;
      case 'ApproximateAgeOfOldestMessage': {
        const oldest = this.#store().oldest(this.name, now);
        return oldest === undefined ? null : Math.floor((now - oldest) / 1000);
      }
      default:
        return undefined;
    }
  }

  /** Whether as many messages are in flight as may be. */
  isFull(): boolean {
    return this.#store().inFlight(this.name, this.#clock.now(), mostInFlight) >= mostInFlight;
  }

  purge(): void {
    this.#store().purge(this.name);
  }

  /**
   * Moves messages that wait here back to where they came from, or to another queue, as new messages.
   * @returns how many: fewer than `limit` where no more wait, or where the next one has no destination
   */
  redrive(limit: number, destinationOf: (sourceArn: string | null) => Queue | undefined): number {
    const store = this.#store();
    const now = this.#clock.now();
    const destinations: Queue[] = [];
    store.transaction(() => {
      for (const { seq, ...message } of store.visible(this.name, now, limit, false)) {
        const destination = destinationOf(message.deadLetterSource);
        if (!destination) break;
        destinations.push(destination);
        store.delete(seq);
        store.insert(destination.name, {
          ...message,
          ...neverReceived,
          id: randomUUID(),
          sequenceNumber: destination.settings.fifo ? this.#nextSequenceNumber() : null,
          sentAt: now,
          visibleAt: now,
          deadLetterSource: null,
        });
      }
    });
    for (const destination of new Set(destinations)) destination.wakeups.announce();
    return destinations.length;
  }

  #sort(candidates: readonly StoredMessage[]): { deliverable: StoredMessage[]; exhausted: StoredMessage[] } {
    const most = this.#deadLetters() ? (this.settings.redrive?.maxReceiveCount ?? Infinity) : Infinity;
    return {
      deliverable: candidates.filter(({ received }) => received < most),
      exhausted: candidates.filter(({ received }) => received >= most),
    };
  }

  #deliver(message: StoredMessage, now: number, visibleAt: number): StoredMessage {
    const receipt = newReceipt();
    this.#store().receive(message.seq, now, visibleAt, receipt);
    const firstReceivedAt = message.firstReceivedAt ?? now;
    return { ...message, receipt, visibleAt, firstReceivedAt, receivedInAll: message.receivedInAll + 1 };
  }

  #moveToDeadLetters({ seq, ...message }: StoredMessage, now: number): void {
    const target = this.#deadLetters();
    if (!target) return;
    const store = this.#store();
    store.delete(seq);
    const moved: NewStoredMessage = {
      ...message,
      received: 0,
      receipt: null,
      visibleAt: now,
      deadLetterSource: this.arn,
    };
    // In a FIFO queue the message's id takes the place of its deduplication id, and its retention begins anew.
    const own = target.settings.fifo
      ? { sentAt: now, deduplicationId: message.id, sequenceNumber: this.#nextSequenceNumber() }
      : {};
    store.insert(target.name, { ...moved, ...own });
    target.wakeups.expect(now);
  }

  #expire(now: number): void {
    this.#store().deleteSentUntil(this.name, now - this.settings.retentionPeriod * 1000);
  }

  #findByHandle(handle: string): StoredMessage | undefined {
    const { messageId, receipt } = parseReceiptHandle(handle, this.name);
    const message = this.#store().find(this.name, messageId);
    return message?.receipt === receipt ? message : undefined;
  }

  #deduplicationKey({ deduplicationId, groupId }: NewMessage): string {
    const parts = this.settings.deduplicationScope === 'messageGroup' ? [deduplicationId, groupId] : [deduplicationId];
    return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  }

  /** Twenty digits, growing, with gaps. */
  #nextSequenceNumber(): string {
    return String(18_870_000_000_000_000_000n + BigInt(this.#store().newest() + 1) * 256n);
  }
}

const neverReceived = { received: 0, receivedInAll: 0, firstReceivedAt: null, lastReceivedAt: null, receipt: null };
