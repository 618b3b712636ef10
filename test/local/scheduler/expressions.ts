import { scheduleExpression } from '../../../local/scheduler/schedule-expression.ts';
import { zoneOf } from '../../../local/scheduler/zone.ts';

/**
 * The next times of an expression, as ISO 8601 without seconds that are none.
 * @param from the time from which on, itself included; a rate's first
 */
export function timesOf(expression: string, from: string, count: number, zone = 'UTC'): string[] {
  const start = Date.parse(from);
  const occurrences = compiled(expression, zone).occurrences(start);
  const times: string[] = [];
  for (let time = occurrences.next(start - 1); time !== undefined && times.length < count;) {
    times.push(new Date(time).toISOString().replace(':00.000Z', 'Z').replace('.000Z', 'Z'));
    time = occurrences.next(time);
  }
  return times;
}

export function compiled(expression: string, zoneName = 'UTC') {
  const zone = zoneOf(zoneName);
  const found = zone && scheduleExpression(expression, zone);
  if (!found) throw new Error(`Invalid: ${expression} ${zoneName}`);
  return found;
}
