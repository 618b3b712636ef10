import type { Cron } from './cron.ts';
import type { Zone } from './zone.ts';

/** When something is due. All times are milliseconds since the epoch. */
export interface Occurrences {
  /** The first one after a time. */
  next(after: number): number | undefined;
  /** The last one not after a time. */
  last(until: number): number | undefined;
}

const daySeconds = 86_400;
/** Longer than any zone's clocks were ever set back at once. */
const longestRepeatSeconds = 3 * 3600;

export function onceAt(time: number): Occurrences {
  return {
    next: (after) => (time > after ? time : undefined),
    last: (until) => (time <= until ? time : undefined),
  };
}

/** @param first the first occurrence */
export function everyPeriod(periodMs: number, first: number): Occurrences {
  return {
    next: (after) => (after < first ? first : first + (Math.floor((after - first) / periodMs) + 1) * periodMs),
    last: (until) => (until < first ? undefined : first + Math.floor((until - first) / periodMs) * periodMs),
  };
}

/** Times that the zone's clocks skip are left out; those that they show twice count once. */
export function onCalendar(cron: Cron, zone: Zone): Occurrences {
  return {
    next: (after) => {
      const from = zone.localOf(after);
      for (let day = Math.max(cron.firstDay, dayOfLocal(from)); day <= cron.lastDay; day += 1) {
        if (!cron.holds(day)) continue;
        for (const minute of cron.minutes) {
          const local = day * daySeconds + minute * 60;
          const time = local > from ? zone.instantOf(local) : undefined;
          // What the clocks show again was due when they showed it first.
          if (time !== undefined && time > after) return time;
        }
      }
      return undefined;
    },
    last: (until) => {
      const to = zone.localOf(until) + longestRepeatSeconds;
      for (let day = Math.min(cron.lastDay, dayOfLocal(to)); day >= cron.firstDay; day -= 1) {
        if (!cron.holds(day)) continue;
        for (const minute of cron.minutes.toReversed()) {
          const local = day * daySeconds + minute * 60;
          const time = local <= to ? zone.instantOf(local) : undefined;
          if (time !== undefined && time <= until) return time;
        }
      }
      return undefined;
    },
  };
}

function dayOfLocal(local: number): number {
  return Math.floor(local / daySeconds);
}

/** Those between two times, both included. */
export function between(occurrences: Occurrences, start = -Infinity, end = Infinity): Occurrences {
  return {
    next: (after) => {
      const found = occurrences.next(Math.max(after, start - 1));
      return found !== undefined && found <= end ? found : undefined;
    },
    last: (until) => {
      const found = occurrences.last(Math.min(until, end));
      return found !== undefined && found >= start ? found : undefined;
    },
  };
}
