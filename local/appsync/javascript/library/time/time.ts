import { evaluation } from '../evaluation.ts';
import { refuse } from '../refusal.ts';
import { format } from './format.ts';
import { parse } from './parse.ts';
import { zoneOf, type Zone } from './zone.ts';

const { parse: parseDate } = Date;
const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)$/;

function isNullish(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function zoneOrUtc(timezone: string | null | undefined): Zone {
  return zoneOf(timezone ?? 'UTC');
}

function toISO8601(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** `util.time`, by the clock that the runtime was given. */
export const time = {
  nowISO8601: (): string => toISO8601(evaluation.now),
  nowEpochSeconds: (): number => Math.floor(evaluation.now / 1000),
  nowEpochMilliSeconds: (): number => evaluation.now,
  nowFormatted: (pattern: string, timezone?: string): string => format(evaluation.now, pattern, zoneOrUtc(timezone)),
  epochMilliSecondsToISO8601: toISO8601,
  epochMilliSecondsToSeconds: (milliseconds: number): number => Math.floor(milliseconds / 1000),
  epochMilliSecondsToFormatted: (milliseconds: number, pattern: string, timezone?: string): string =>
    format(milliseconds, pattern, zoneOrUtc(timezone)),
  parseFormattedToEpochMilliSeconds: (timestamp: string, pattern: string, timezone?: string): number =>
    parse(timestamp, pattern, isNullish(timezone) ? undefined : zoneOf(timezone)),

  parseISO8601ToEpochMilliSeconds(timestamp: string): number {
    const milliseconds = ISO_8601.test(timestamp) ? parseDate(timestamp) : NaN;
    if (Number.isNaN(milliseconds)) {
      refuse(`java.time.format.DateTimeParseException: Text '${timestamp}' could not be parsed at index 0`);
    }
    return milliseconds;
  },
};
