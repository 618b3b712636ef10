import { cronOf } from './cron.ts';
import { everyPeriod, onCalendar, onceAt } from './occurrences.ts';
import type { Occurrences } from './occurrences.ts';
import type { Zone } from './zone.ts';

/** A schedule expression, compiled. */
export interface ScheduleExpression {
  readonly kind: 'rate' | 'cron' | 'at';
  /** @param first of a rate, in milliseconds since the epoch */
  occurrences(first: number): Occurrences;
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads `rate(…)`, `cron(…)` and `at(…)`; undefined: it is none of them. A cron or one-time expression is in the zone. */
export function scheduleExpression(text: string, zone: Zone): ScheduleExpression | undefined {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text.trim()) ?? [];
  if (kind === 'rate') return rate(inner);
  if (kind === 'cron') {
    const cron = cronOf(inner);
    return cron && { kind, occurrences: () => onCalendar(cron, zone) };
  }
  return kind === 'at' ? at(inner.trim(), zone) : undefined;
}

/** Whether an expression that is valid for a schedule is so for a rule: those demand more, and know no single times. */
export function suitsRule(text: string): boolean {
  const [, value, plural] = /^rate\(\s*(\d+)\s+[a-z]+?(s?)\s*\)$/.exec(text.trim()) ?? [];
  if (value !== undefined) return (Number(value) === 1) === (plural === '');
  // "Cron expressions have six required fields".
  return /^cron\(\s*(\S+\s+){5}\S+\s*\)$/.test(text.trim());
}

function rate(inner: string): ScheduleExpression | undefined {
  const [, value = '', unit = ''] = /^\s*(\d{1,9})\s+(minute|hour|day)s?\s*$/.exec(inner) ?? [];
  const periodMs = Number(value) * (unitMs[unit] ?? 0);
  return periodMs > 0 ? { kind: 'rate', occurrences: (first) => everyPeriod(periodMs, first) } : undefined;
}

function at(inner: string, zone: Zone): ScheduleExpression | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner)) return undefined;
  const local = Date.parse(`${inner}Z`) / 1000;
  // 31 February.
  if (Number.isNaN(local) || !new Date(local * 1000).toISOString().startsWith(inner)) return undefined;
  const time = zone.instantOf(local) ?? zone.instantOf(local + 3600);
  return time === undefined ? undefined : { kind: 'at', occurrences: () => onceAt(time) };
}
