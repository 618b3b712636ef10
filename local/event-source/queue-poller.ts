import { availableParallelism } from 'node:os';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { Principal } from '../iam/principal.ts';
import { Activity } from './activity.ts';
import { Backoff } from './backoff.ts';
import type { DeliveryResult } from './delivery.ts';
import type { Filter } from './filters.ts';
import type { QueueMessage, Queues } from './ports.ts';

/**
 * Batches of a queue at once: "up to five", and never more here; on few cores fewer, but two at least, for more
 * instances of a function would only cost memory.
 */
export const queueBatchesAtOnce = Math.max(2, Math.min(5, availableParallelism()));

/** How a poller reads a queue, defaults filled in. */
export interface QueueSource {
  readonly queueArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  /** For how long messages are hidden, where that isn't the queue's own time: a long batching window needs more. */
  readonly visibilitySeconds?: number;
  /** Batches at once. */
  readonly concurrency: number;
  /** Messages that don't pass are deleted. */
  readonly filter?: Filter<QueueMessage>;
}

export interface QueueReading {
  readonly source: QueueSource;
  readonly cloud: Cloud;
  readonly queues: Queues;
  readonly principal: Principal;
  deliver(messages: readonly QueueMessage[]): Promise<DeliveryResult>;
}

/** ReceiveMessage's own limit. */
const receivedAtOnce = 10;

/** What a function or Pipe takes at once. */
const payloadBytes = 6 * 1024 * 1024;
/** What Lambda adds to a body, about. */
const messageOverhead = 2048;

/**
 * Reads a queue in batches and deletes what was processed. What failed stays in the queue, and becomes visible again
 * once the queue's visibility timeout is over.
 */
export class QueuePoller {
  readonly #reading: QueueReading;
  readonly #activity = new Activity();
  #gathered: QueueMessage[] = [];
  #gatherUntil = 0;
  #cancelAlarm: (() => void) | undefined;
  #unwatch: (() => void) | undefined;
  #underWay = 0;
  #isReceiving = false;
  #isDue = false;
  #stopped = false;

  constructor(reading: QueueReading) {
    this.#reading = reading;
  }

  start(): void {
    const { queues, source } = this.#reading;
    this.#unwatch = queues.watch(source.queueArn, () => this.#pump());
    this.#pump();
  }

  idle(): Promise<void> {
    return this.#activity.idle();
  }

  /** What is under way is not deleted any more: it becomes visible again. */
  stop(): void {
    this.#stopped = true;
    this.#unwatch?.();
    this.#cancelAlarm?.();
  }

  #pump(): void {
    this.#isDue = true;
    if (this.#isReceiving || this.#isStopped()) return;
    this.#isReceiving = true;
    void this.#activity.run(() => this.#receive());
  }

  /** A method: what is under way may be stopped at any await. */
  #isStopped(): boolean {
    return this.#stopped;
  }

  async #receive(): Promise<void> {
    const backoff = new Backoff();
    while (this.#isDue && !this.#isStopped() && this.#underWay < this.#reading.source.concurrency) {
      this.#isDue = false;
      const outcome = this.#gather();
      if (outcome === 'refused') break;
      if (outcome === 'failed') {
        this.#isDue = true;
        await backoff.wait();
        continue;
      }
      const batch = this.#takeBatch(outcome === 'more');
      if (!batch) continue;
      this.#isDue = true;
      this.#begin(batch);
    }
    // In the same turn as the last look at what is due, so that nothing is missed.
    this.#isReceiving = false;
  }

  /** Receives until a batch is full or the queue has nothing visible left. */
  #gather(): 'full' | 'more' | 'failed' | 'refused' {
    const { queues, principal, source, cloud } = this.#reading;
    try {
      for (;;) {
        const room = source.batchSize - this.#gathered.length;
        if (room <= 0 || bytesOf(this.#gathered) > payloadBytes) return 'full';
        const received = queues.receive(principal, source.queueArn, Math.min(room, receivedAtOnce));
        if (received.length === 0) return 'more';
        const wanted = source.filter ? received.filter(source.filter) : received;
        const unwanted = received.filter((message) => !wanted.includes(message));
        if (unwanted.length > 0) this.#delete(unwanted);
        this.#hide(wanted);
        if (this.#gathered.length === 0) {
          this.#gatherUntil = cloud.clock.now() + source.batchingWindowSeconds * 1000;
        }
        this.#gathered.push(...wanted);
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      cloud.log.warn('event-source', `${source.queueArn}: ${error.code}: ${error.message}`);
      // Neither time nor another attempt cures these.
      return /AccessDenied|NotExist|NonExistent|KMS/i.test(error.code) ? 'refused' : 'failed';
    }
  }

  /** A parameter of ReceiveMessage on AWS: no permission of its own. */
  #hide(messages: readonly QueueMessage[]): void {
    const { queues, source, cloud } = this.#reading;
    if (source.visibilitySeconds === undefined) return;
    const service: Principal = { kind: 'administrator', arn: `arn:aws:iam::${cloud.accountId}:root` };
    for (const { receiptHandle } of messages) {
      queues.changeVisibility(service, source.queueArn, receiptHandle, source.visibilitySeconds);
    }
  }

  #takeBatch(mayWait: boolean): readonly QueueMessage[] | undefined {
    if (this.#gathered.length === 0) return undefined;
    const { clock } = this.#reading.cloud;
    if (mayWait && clock.now() < this.#gatherUntil) {
      this.#cancelAlarm?.();
      this.#cancelAlarm = clock.at(this.#gatherUntil, () => this.#pump());
      return undefined;
    }
    return this.#gathered.splice(0);
  }

  #begin(batch: readonly QueueMessage[]): void {
    this.#underWay += 1;
    void this.#activity.run(async () => {
      await this.#process(batch);
      this.#underWay -= 1;
      this.#pump();
    });
  }

  async #process(batch: readonly QueueMessage[]): Promise<void> {
    const { queues, source, cloud } = this.#reading;
    const visibleAt =
      cloud.clock.now() + (source.visibilitySeconds ?? queues.visibilityTimeout(source.queueArn)) * 1000;
    const backoff = new Backoff();
    while (!this.#isStopped() && cloud.clock.now() < visibleAt) {
      const result = await this.#reading.deliver(batch);
      if (this.#isStopped() || result.kind === 'failed') return;
      if (result.kind !== 'unreached') {
        const failed = new Set(result.kind === 'partly' ? result.failed : []);
        this.#delete(batch.filter(({ messageId }) => !failed.has(messageId)));
        return;
      }
      await backoff.wait();
    }
  }

  #delete(messages: readonly QueueMessage[]): void {
    const { queues, principal, source, cloud } = this.#reading;
    try {
      queues.delete(
        principal,
        source.queueArn,
        messages.map(({ receiptHandle }) => receiptHandle),
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      cloud.log.warn('event-source', `${source.queueArn}: ${error.code}: ${error.message}`);
    }
  }
}

function bytesOf(messages: readonly QueueMessage[]): number {
  return messages.reduce((sum, { body }) => sum + Buffer.byteLength(body) + messageOverhead, 0);
}
