import { Duration } from '@js-joda/core';
import { AwsError } from './errors.ts';

/** Years in which every service here can write a date. */
const first = Date.parse('2000-01-01T00:00:00Z');
const last = Date.parse('2100-01-01T00:00:00Z');

/**
 * Where the body of the clock lever puts the clock: `{"now": "2026-11-20T09:00:00Z"}` or `{"advance": "PT1H"}`.
 * @param now of the clock, in milliseconds since the epoch, as is the result
 * @throws AwsError Validation
 */
export function movedClock(body: unknown, now: number): number {
  const { now: target, advance } = (body ?? {}) as { now?: unknown; advance?: unknown };
  if ((target === undefined) === (advance === undefined)) throw invalid('Give either now or advance.');
  const moved = target === undefined ? now + milliseconds(advance) : instant(target);
  if (moved >= first && moved <= last) return moved;
  throw invalid('The clock goes from 2000 to 2100.');
}

function instant(text: unknown): number {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw invalid(`now is ${JSON.stringify(text)}, but must be a time such as 2026-11-20T09:00:00Z.`);
}

function milliseconds(text: unknown): number {
  try {
    return Duration.parse(text as string).toMillis();
  } catch {
    throw invalid(
      `advance is ${JSON.stringify(text)}, but must be an ISO 8601 duration of days at most, such as PT1H.`,
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError('Validation', message);
}
