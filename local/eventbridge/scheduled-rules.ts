import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { Timetable } from '../scheduler/timetable.ts';
import { isoSeconds } from './event.ts';
import type { BusEvent } from './event.ts';
import type { Rule } from './rule.ts';

/** Rules that run on a schedule: each gets an event of its own when it is due. */
export class ScheduledRules {
  readonly #cloud: Cloud;
  readonly #timetable: Timetable;
  readonly #deliver: (rule: Rule, event: BusEvent) => void;

  /** @param deliver what it brings about is on disk when it returns */
  constructor(cloud: Cloud, deliver: (rule: Rule, event: BusEvent) => void) {
    this.#cloud = cloud;
    this.#timetable = new Timetable(join(cloud.stateFolder, 'eventbridge', 'schedules.json'), cloud.clock);
    this.#deliver = deliver;
  }

  start(rules: Iterable<Rule>): void {
    for (const rule of rules) {
      const { schedule, arn, enabled } = rule;
      if (!schedule || !enabled) continue;
      this.#timetable.plan({
        key: `${arn} ${schedule.source}`,
        isOnce: false,
        occurrences: (created) => schedule.expression.occurrences(created),
        fire: (time) => {
          this.#deliver(rule, this.#event(arn, time));
        },
      });
    }
    this.#timetable.start();
  }

  snapshot(folder: string): void {
    this.#timetable.snapshot(folder);
  }

  restore(folder: string): void {
    this.#timetable.restore(folder);
  }

  stop(): void {
    this.#timetable.stop();
  }

  #event(ruleArn: string, time: number): BusEvent {
    const { accountId: account, region } = this.#cloud;
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account,
      time: isoSeconds(time),
      region,
      resources: [ruleArn],
      detail: {},
    };
  }
}
