import type { QuietHours } from '../../generated/schema.ts';
import { Clocks, DAY, timeOfDay, type Reading } from './local-time.ts';

/** Whether clocks that show this are within the hours, which may go over midnight. */
function isQuiet(reading: Reading, { start, end }: QuietHours): boolean {
  const [now, from, to] = [reading % DAY, timeOfDay(start), timeOfDay(end)];
  return from <= to ? from <= now && now < to : from <= now || now < to;
}

/** Midnights of the day on which clocks show this and of those that follow. */
function daysFrom(reading: Reading, count: number): Reading[] {
  const midnight = reading - (reading % DAY);
  return Array.from({ length: count }, (_, days) => midnight + days * DAY);
}

/**
 * When quiet hours that hold now are over: when the clocks next show their end. Where the clocks are put forward over
 * it, right after that, if that is not quiet again.
 * @param zone IANA name
 * @returns null when it is not quiet now
 */
export function endOfQuietHours(now: Date, zone: string, quietHours: QuietHours): Date | null {
  const clocks = new Clocks(zone);
  const reading = clocks.read(now.getTime());
  if (!isQuiet(reading, quietHours)) return null;
  const ends = daysFrom(reading, 4).flatMap((midnight) => clocks.instantsOf(midnight + timeOfDay(quietHours.end)));
  return dateOf(
    ends.find((instant) => instant > now.getTime() && !isQuiet(clocks.read(instant), quietHours)),
    quietHours.end,
  );
}

/** Whether there is such a day: a zone that changes sides of the date line leaves one out. */
function isDay(clocks: Clocks, midnight: Reading): boolean {
  const noon = midnight + DAY / 2;
  return clocks.instantsOf(noon).some((instant) => clocks.read(instant) === noon);
}

const MONDAY = 1;

/**
 * When the next digest is due: once a day, or on Mondays, when the clocks first show the time. Where they are put
 * forward over it, right after that.
 * @param zone IANA name
 * @param digestAt `HH:MM`
 */
export function nextDigest(now: Date, zone: string, mode: 'DAILY' | 'WEEKLY', digestAt: string): Date {
  const clocks = new Clocks(zone);
  const days = daysFrom(clocks.read(now.getTime()), 16);
  const digests = days
    .filter((midnight) => mode === 'DAILY' || new Date(midnight).getUTCDay() === MONDAY)
    .filter((midnight) => isDay(clocks, midnight))
    .flatMap((midnight) => clocks.instantsOf(midnight + timeOfDay(digestAt)).slice(0, 1));
  return dateOf(
    digests.find((instant) => instant > now.getTime()),
    digestAt,
  );
}

/** @throws RangeError for what is no time of day */
function dateOf(instant: number | undefined, time: string): Date {
  if (instant === undefined) throw new RangeError(`No clock shows ${JSON.stringify(time)}.`);
  return new Date(instant);
}
