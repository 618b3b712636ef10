import type { Cloud } from '../../cloud.ts';
import type { Bucket } from '../buckets.ts';
import type { BucketEvent, S3Ports } from '../ports.ts';
import { covers } from '../settings/notification-settings.ts';
import type { Database } from '../store/database.ts';
import { bridgeDetail, eventMessage } from './event-message.ts';
import type { ObjectEvent } from './event-message.ts';

/** An event on its way to one target. */
type Delivery =
  | { readonly kind: 'function'; readonly arn: string; readonly bucketArn: string; readonly message: unknown }
  | { readonly kind: 'queue'; readonly arn: string; readonly bucketArn: string; readonly message: unknown }
  | { readonly kind: 'eventBridge'; readonly event: BucketEvent };

interface Row {
  readonly id: number;
  readonly delivery: string;
  readonly attempts: number;
  readonly due: number;
}

/** S3 tries for hours; what fails for so long here fails for good. */
const attemptLimit = 8;

/** Milliseconds before the first retry; it doubles. */
const firstRetryMs = 1000;

/** Events of buckets, kept on disk until they are delivered: at least once, in no order that holds. */
export class Notifications {
  readonly #cloud: Cloud;
  readonly #ports: S3Ports;
  readonly #database: Database;
  #running: Promise<void> | undefined;
  #giveUp: (() => void) | undefined;
  #stopped = false;

  constructor(cloud: Cloud, ports: S3Ports, database: Database) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#database = database;
  }

  /** Writes down what is to be delivered, in the transaction that changes the object; `wake` then delivers. */
  add(bucket: Bucket, event: ObjectEvent): void {
    for (const delivery of this.#deliveriesOf(bucket, event)) {
      this.#database.run(
        'INSERT INTO deliveries (delivery, attempts, due) VALUES (?, 0, ?)',
        JSON.stringify(delivery),
        this.#cloud.clock.now(),
      );
    }
  }

  /** Delivers what is due. */
  wake(): void {
    if (this.#stopped || this.#running) return;
    this.#running = this.#deliverAll().finally(() => {
      this.#running = undefined;
      // What was added while the last one ended is due already.
      if (this.#next('ASC')) this.wake();
      else this.#arm();
    });
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#giveUp?.();
    await this.#running;
  }

  #deliveriesOf(bucket: Bucket, event: ObjectEvent): Delivery[] {
    const { targets, eventBridge } = bucket.notifications;
    const { key } = event.version;
    const matching = targets.filter(
      ({ events, prefix, suffix }) =>
        events.some((type) => covers(type, `s3:${event.name}`)) && key.startsWith(prefix) && key.endsWith(suffix),
    );
    const messages = matching.map(({ kind, arn, id }): Delivery => {
      const message = eventMessage(event, bucket, this.#cloud.region, id);
      return { kind, arn, bucketArn: bucket.arn, message };
    });
    if (!eventBridge) return messages;
    const time = new Date(event.time).toISOString();
    const bridged = { source: 'aws.s3', ...bridgeDetail(event, bucket), resources: [bucket.arn], time } as const;
    return [...messages, { kind: 'eventBridge', event: bridged }];
  }

  async #deliverAll(): Promise<void> {
    // What a caller has just written is answered first.
    await Promise.resolve();
    for (;;) {
      const first = this.#next('ASC');
      if (!first || this.#stopped) return;
      const fault = this.#cloud.faults.strike('s3', 'Deliver', ['duplicate', 'reorder']);
      const row = (fault === 'reorder' && this.#next('DESC')) || first;
      await this.#deliver(row, fault === 'duplicate' ? 2 : 1);
    }
  }

  /** The first or last of those that are due. */
  #next(order: 'ASC' | 'DESC'): Row | undefined {
    return this.#database.one<Row>(
      `SELECT * FROM deliveries WHERE due <= ? ORDER BY id ${order} LIMIT 1`,
      this.#cloud.clock.now(),
    );
  }

  async #deliver({ id, delivery, attempts }: Row, times: number): Promise<void> {
    try {
      for (let count = 0; count < times; count += 1) await this.#send(JSON.parse(delivery) as Delivery);
      this.#database.run('DELETE FROM deliveries WHERE id = ?', id);
    } catch (error) {
      const made = attempts + 1;
      this.#cloud.log.warn('s3', `an event couldn't be delivered (attempt ${made}): ${String(error)}`);
      if (made >= attemptLimit) {
        this.#database.run('DELETE FROM deliveries WHERE id = ?', id);
        return;
      }
      const due = this.#cloud.clock.now() + firstRetryMs * 2 ** attempts;
      this.#database.run('UPDATE deliveries SET attempts = ?, due = ? WHERE id = ?', made, due, id);
    }
  }

  #send(delivery: Delivery): Promise<void> | void {
    switch (delivery.kind) {
      case 'function':
        return this.#ports.invokeFunction(delivery.arn, delivery.message, delivery.bucketArn);
      case 'queue':
        return this.#ports.sendMessage(delivery.arn, JSON.stringify(delivery.message), delivery.bucketArn);
      case 'eventBridge':
        return this.#ports.putEvent?.(delivery.event);
    }
  }

  /** Comes back for what is due later. */
  #arm(): void {
    this.#giveUp?.();
    if (this.#stopped) return;
    const next = this.#database.one<{ due: number | null }>('SELECT min(due) AS due FROM deliveries')?.due;
    if (next === undefined || next === null) return;
    this.#giveUp = this.#cloud.clock.at(next, () => this.wake());
  }
}
