import type { Cloud } from '../cloud.ts';
import type { LoggedEvent } from '../event-log.ts';
import type { Bus } from './buses.ts';
import type { Deliveries } from './deliveries.ts';
import type { NewDelivery } from './delivery-store.ts';
import type { BusEvent } from './event.ts';
import type { Rule } from './rule.ts';

/** An event that a bus has taken. */
export interface Accepted {
  readonly bus: Bus;
  readonly event: BusEvent;
}

interface IntakeOptions {
  /** By another bus. */
  readonly forwarded?: boolean;
  /** Rules that hear of it. Default: all of the bus. */
  readonly ruleArns?: readonly string[] | undefined;
}

/** Matches what comes in with rules. */
export class Intake {
  readonly #cloud: Cloud;
  readonly #deliveries: Deliveries;

  constructor(cloud: Cloud, deliveries: Deliveries) {
    this.#cloud = cloud;
    this.#deliveries = deliveries;
  }

  /** What the events are to bring about is on disk when this returns. */
  take(accepted: readonly Accepted[], { forwarded = false, ruleArns }: IntakeOptions = {}): void {
    const ingestedAt = this.#cloud.clock.now();
    const deliveries: NewDelivery[] = [];
    const logged = accepted.map(({ bus, event }) => {
      const json = JSON.stringify(event);
      const heard = [...bus.rules.values()].filter(({ arn }) => !ruleArns || ruleArns.includes(arn));
      const rules = heard.filter(({ enabled, pattern }) => enabled && pattern?.matches(event));
      for (const { arn: ruleArn, targets } of rules) {
        for (const { id: targetId, kind } of targets) {
          // It doesn't go on from the bus that it was sent to by another.
          if (forwarded && kind === 'bus') continue;
          deliveries.push({ event: json, ruleArn, targetId, ingestedAt });
        }
      }
      return loggedEvent(event, bus.name, rules);
    });
    this.#deliveries.add(deliveries);
    this.#cloud.events.add(...logged);
  }

  /** It goes to the rule's own targets only. */
  takeScheduled(rule: Rule, event: BusEvent): void {
    const delivery = { event: JSON.stringify(event), ruleArn: rule.arn, ingestedAt: this.#cloud.clock.now() };
    this.#deliveries.add(rule.targets.map(({ id: targetId }) => ({ ...delivery, targetId })));
    this.#cloud.events.add(loggedEvent(event, rule.bus, [rule]));
  }
}

function loggedEvent(event: BusEvent, bus: string, rules: readonly Rule[]): LoggedEvent {
  const { id, source, 'detail-type': detailType, detail, resources, time, 'replay-name': replayName } = event;
  const logged = { id, bus, source, detailType, detail, resources, time, rules: rules.map(({ name }) => name) };
  return { ...logged, ...(replayName ? { replayName } : {}) };
}
