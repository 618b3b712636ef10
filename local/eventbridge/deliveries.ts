import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cloud } from '../cloud.ts';
import { DueWork } from '../due-work.ts';
import { AwsError } from '../errors.ts';
import { DatabaseFile } from './database-file.ts';
import { deliveryFailure } from './delivery-failure.ts';
import type { DeliveryFailure } from './delivery-failure.ts';
import { DeliveryStore } from './delivery-store.ts';
import type { Delivery, DeliveryOutcome, NewDelivery } from './delivery-store.ts';
import type { BusEvent } from './event.ts';
import type { Rule } from './rule.ts';
import type { RuleTarget } from './rule-target.ts';

/** Where an event goes. */
export interface Addressed {
  readonly event: BusEvent;
  readonly rule: Rule;
  readonly target: RuleTarget;
  readonly delivery: Delivery;
}

export interface DeliveryPorts {
  /** The rule and its target, if the template still has them. */
  find(ruleArn: string, targetId: string): { readonly rule: Rule; readonly target: RuleTarget } | undefined;
  /** @throws AwsError */
  deliver(addressed: Addressed): Promise<void> | void;
  /** Sends what can't be delivered where the target wants it. */
  bury(addressed: Addressed, failure: DeliveryFailure, exhausted: string | undefined): void;
}

const FILE = 'deliveries.sqlite';
/** Deliveries that are settled together. */
const together = 100;
/** Seconds between two tries, at most. Twice as long each time, so that 185 tries take about a day. */
const longestWait = 480;

/** Brings events to targets, at least once each: what a killed process leaves goes on when it starts again. */
export class Deliveries {
  readonly #cloud: Cloud;
  readonly #ports: DeliveryPorts;
  readonly #file: DatabaseFile<DeliveryStore>;
  readonly #work: DueWork;

  constructor(cloud: Cloud, ports: DeliveryPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#file = new DatabaseFile(join(cloud.stateFolder, 'eventbridge'), FILE, (path) => new DeliveryStore(path));
    this.#work = new DueWork({ clock: cloud.clock, next: () => this.#file.store.next(), run: () => this.#run() });
  }

  /** They are on disk when this returns. */
  add(deliveries: readonly NewDelivery[]): void {
    if (deliveries.length === 0) return;
    // A poller may still be at a batch: it is told like by any broken service, and comes again after the next start.
    if (this.#work.isStopped) throw deliveryBroke();
    this.#file.store.add(deliveries);
    this.resume();
  }

  /** Begins with what is due. */
  resume(): void {
    this.#work.wake();
  }

  idle(): Promise<void> {
    return this.#work.idle();
  }

  snapshot(folder: string): void {
    this.#file.snapshot(folder);
  }

  async restore(folder: string): Promise<void> {
    await this.idle();
    this.#file.restore(folder);
    this.resume();
  }

  async stop(): Promise<void> {
    await this.#work.stop();
    this.#file.store.close();
  }

  async #run(): Promise<void> {
    while (!this.#work.isStopped) {
      const due = this.#file.store.due(this.#cloud.clock.now(), together);
      if (due.length === 0) return;
      if (this.#cloud.faults.strike('eventbridge', 'Deliver', ['reorder'])) due.reverse();
      const outcomes: DeliveryOutcome[] = [];
      for (const delivery of due) outcomes.push(await this.#attempt(delivery));
      this.#file.store.settle(outcomes);
      // Lets requests through between.
      await nextTurn();
    }
  }

  async #attempt(delivery: Delivery): Promise<DeliveryOutcome> {
    const { id } = delivery;
    const found = this.#ports.find(delivery.ruleArn, delivery.targetId);
    if (!found) return { id };
    const addressed = { ...found, delivery, event: JSON.parse(delivery.event) as BusEvent };
    try {
      await this.#deliver(addressed);
      return { id };
    } catch (error) {
      return this.#failed(addressed, deliveryFailure(error));
    }
  }

  async #deliver(addressed: Addressed): Promise<void> {
    const kind = this.#cloud.faults.strike('eventbridge', 'Deliver', [
      'throttle',
      'error',
      'duplicate',
      'crashAfterCommit',
    ]);
    if (kind === 'throttle') throw new AwsError('ThrottlingException', 'Rate exceeded');
    if (kind === 'error') throw deliveryBroke();
    await this.#ports.deliver(addressed);
    if (kind === 'duplicate') await this.#ports.deliver(addressed);
    if (kind === 'crashAfterCommit') throw deliveryBroke();
  }

  #failed(addressed: Addressed, failure: DeliveryFailure): DeliveryOutcome {
    const { target, delivery } = addressed;
    const retryAt = this.#cloud.clock.now() + Math.min(2 ** delivery.attempts, longestWait) * 1000;
    const isTooOld = retryAt - delivery.ingestedAt > target.maximumEventAgeSeconds * 1000;
    const exhausted =
      delivery.attempts >= target.maximumRetryAttempts
        ? 'MaximumRetryAttempts'
        : isTooOld
          ? 'MaximumEventAgeInSeconds'
          : undefined;
    if (failure.retriable && exhausted === undefined) return { id: delivery.id, retryAt };
    this.#ports.bury(addressed, failure, failure.retriable ? exhausted : undefined);
    return { id: delivery.id };
  }
}

function deliveryBroke(): AwsError {
  return new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
}
