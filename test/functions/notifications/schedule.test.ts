import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfQuietHours, nextDigest } from '../../../functions/notifications/schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAY_MINUTES = 1440;

/** What clocks show, by the platform's own calendar: minutes since an epoch of their own. */
function slowClockOf(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? NaN;
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) / MINUTE;
  };
}

const clocks = new Map<string, (instant: number) => number>();

/** The same, asking once an hour where the clocks are not changed. */
function clockOf(zone: string): (instant: number) => number {
  const known = clocks.get(zone);
  if (known) return known;
  const slow = slowClockOf(zone);
  const offsets = new Map<number, number>();
  const offsetAt = (hour: number): number => {
    const offset = offsets.get(hour) ?? slow(hour) - hour / MINUTE;
    offsets.set(hour, offset);
    return offset;
  };
  const clock = (instant: number): number => {
    const hour = Math.floor(instant / HOUR) * HOUR;
    const offset = offsetAt(hour);
    return offset === offsetAt(hour + HOUR) ? Math.floor(instant / MINUTE) + offset : slow(instant);
  };
  clocks.set(zone, clock);
  return clock;
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours! * 60 + minutes!;
}

function within(reading: number, { start, end }: { start: string; end: string }): boolean {
  const now = reading % DAY_MINUTES;
  const [from, to] = [minutesOf(start), minutesOf(end)];
  return from <= to ? from <= now && now < to : from <= now || now < to;
}

/** Whether clocks come to show the time in this minute, or are put forward over it, but not by a day. */
function reaches(before: number, after: number, time: string): boolean {
  const wanted = minutesOf(time);
  if (after % DAY_MINUTES === wanted) return true;
  const next = before + 1 + ((wanted - ((before + 1) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES);
  return next <= after && after - before < DAY_MINUTES;
}

/** Zones that change their clocks by half an hour, at midnight, in Ramadan, skip a day or never do, and some at random. */
const zone = fc.oneof(
  fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Africa/Casablanca',
    'Pacific/Apia',
    'America/Havana',
    'Asia/Kathmandu',
    'UTC',
  ),
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
);

/** Instants of a year at which the clocks of a zone are about to be changed. */
function changesOf(name: string, year: number): number[] {
  const read = clockOf(name);
  const from = Date.UTC(year, 0, 1);
  const isChanged = (instant: number, span: number) => read(instant + span) - read(instant) !== span / MINUTE;
  return Array.from({ length: 365 }, (_, day) => from + day * DAY)
    .filter((day) => isChanged(day, DAY))
    .flatMap((day) => Array.from({ length: 24 }, (_, hour) => day + hour * HOUR).filter((at) => isChanged(at, HOUR)));
}

const FROM = Date.UTC(2011, 8, 1);
const TO = Date.UTC(2030, 0, 1);
const changesByZone = new Map<string, number[]>();

/** Half of the instants are within a day of a change of the clocks, where the zone has one in a year from then. */
const moment = fc
  .record({
    zone,
    at: fc.integer({ min: FROM, max: TO }),
    near: fc.boolean(),
    nearness: fc.integer({ min: -26 * HOUR, max: 3 * HOUR }),
    year: fc.integer({ min: 2011, max: 2029 }),
  })
  .map(({ zone, at, near, nearness, year }) => {
    if (!near) return { zone, now: new Date(at) };
    const key = `${zone} ${year}`;
    const changes = changesByZone.get(key) ?? changesOf(zone, year);
    changesByZone.set(key, changes);
    const change = changes[at % Math.max(changes.length, 1)];
    return { zone, now: new Date(change === undefined ? at : change + nearness) };
  });

const time = fc
  .oneof(fc.nat(DAY_MINUTES - 1), fc.integer({ min: 0, max: 4 * 60 }))
  .map((minutes) => [Math.floor(minutes / 60), minutes % 60].map((part) => `${part}`.padStart(2, '0')).join(':'));
const hours = fc.record({ start: time, end: time }).filter(({ start, end }) => start !== end);

/** Walks through the minutes, as somebody who watches the clocks. */
function firstMinute(zone: string, now: Date, accept: (before: number, after: number) => boolean): Date {
  const read = clockOf(zone);
  let instant = Math.floor(now.getTime() / MINUTE) * MINUTE;
  let before = read(instant);
  for (let step = 0; step < 9 * DAY_MINUTES; step += 1) {
    instant += MINUTE;
    const after = read(instant);
    if (accept(before, after)) return new Date(instant);
    before = after;
  }
  throw new Error('never');
}

describe('the end of quiet hours', () => {
  it('is what somebody who watches the clocks would say: after now, at the end or right after a jump, never quiet', () => {
    fc.assert(
      fc.property(moment, hours, ({ zone, now }, quiet) => {
        const read = clockOf(zone);
        const found = endOfQuietHours(now, zone, quiet);
        expect(found !== null).toBe(within(read(now.getTime()), quiet));
        if (!found) return;
        expect(found.getTime()).toBeGreaterThan(now.getTime());
        expect(within(read(found.getTime()), quiet)).toBe(false);
        expect(endOfQuietHours(found, zone, quiet)).toBeNull();
        const seen = firstMinute(
          zone,
          now,
          (before, after) => reaches(before, after, quiet.end) && !within(after, quiet),
        );
        expect(found).toEqual(seen);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['over midnight', 'Europe/Berlin', '2026-11-21T22:30', '22:00-07:00', '2026-11-22T06:00:00.000Z'],
    ['after midnight', 'Europe/Berlin', '2026-11-22T02:00', '22:00-07:00', '2026-11-22T06:00:00.000Z'],
    ['in a night of 23 hours', 'Europe/Berlin', '2026-03-28T22:00', '22:00-07:00', '2026-03-29T05:00:00.000Z'],
    ['in a night of 25 hours', 'Europe/Berlin', '2026-10-24T22:00', '22:00-07:00', '2026-10-25T06:00:00.000Z'],
    [
      'that end in an hour that is left out',
      'Europe/Berlin',
      '2026-03-28T23:00',
      '22:00-02:30',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'that end in an hour that comes twice',
      'Europe/Berlin',
      '2026-10-24T23:00',
      '22:00-02:30',
      '2026-10-25T00:30:00.000Z',
    ],
    ['of a nap', 'Asia/Kathmandu', '2026-11-21T08:00', '13:00-14:15', '2026-11-21T08:30:00.000Z'],
  ])('%s', (_, zone, now, window, expected) => {
    const [start = '', end = ''] = window.split('-');
    expect(endOfQuietHours(new Date(`${now}Z`), zone, { start, end })?.toISOString()).toBe(expected);
  });

  it('is none at the very minute at which they are over, and one in the minute in which they begin', () => {
    const quiet = { start: '22:00', end: '07:00' };
    expect(endOfQuietHours(new Date('2026-11-21T07:00Z'), 'UTC', quiet)).toBeNull();
    expect(endOfQuietHours(new Date('2026-11-21T06:59:59.999Z'), 'UTC', quiet)?.toISOString()).toContain('T07:00');
    expect(endOfQuietHours(new Date('2026-11-21T22:00Z'), 'UTC', quiet)?.toISOString()).toBe(
      '2026-11-22T07:00:00.000Z',
    );
  });

  it('is reckoned in UTC for a zone that is none', () => {
    const now = new Date('2026-11-21T23:00Z');
    expect(endOfQuietHours(now, 'Mars/Olympus', { start: '22:00', end: '07:00' })?.toISOString()).toContain('T07:00');
  });
});

describe('the next digest', () => {
  it('is what somebody who watches the clocks would say: after now, at its time or right after a jump', () => {
    fc.assert(
      fc.property(moment, time, ({ zone, now }, digestAt) => {
        const found = nextDigest(now, zone, 'DAILY', digestAt);
        expect(found.getTime()).toBeGreaterThan(now.getTime());
        const read = clockOf(zone);
        const seen = firstMinute(zone, now, (before, after) => reaches(before, after, digestAt));
        // Of an hour that comes twice, the first: what is late for it waits for the next day.
        const again = read(found.getTime()) - read(seen.getTime()) === DAY_MINUTES;
        if (again) expect(sameReadingBefore(zone, seen)).toBe(true);
        else expect(found).toEqual(seen);
      }),
      { numRuns: 300 },
    );
  });

  it('comes once a day, whatever the clocks do', () => {
    fc.assert(
      fc.property(moment, time, ({ zone, now }, digestAt) => {
        const first = nextDigest(now, zone, 'DAILY', digestAt);
        const second = nextDigest(first, zone, 'DAILY', digestAt);
        // The shortest day is that of the station at Troll, which puts its clocks forward by two hours.
        expect(second.getTime() - first.getTime()).toBeGreaterThanOrEqual(22 * HOUR);
      }),
    );
  });

  it('of the week comes on the first Monday of those of the day', () => {
    fc.assert(
      fc.property(moment, time, ({ zone, now }, digestAt) => {
        const read = clockOf(zone);
        let daily = nextDigest(now, zone, 'DAILY', digestAt);
        while (new Date(read(daily.getTime()) * MINUTE).getUTCDay() !== 1) {
          daily = nextDigest(daily, zone, 'DAILY', digestAt);
        }
        expect(nextDigest(now, zone, 'WEEKLY', digestAt)).toEqual(daily);
      }),
    );
  });

  it.each([
    ['later today', 'DAILY 08:00', 'Europe/Berlin', '2026-11-21T05:00', '2026-11-21T07:00:00.000Z'],
    ['tomorrow at the very minute', 'DAILY 08:00', 'Europe/Berlin', '2026-11-21T07:00', '2026-11-22T07:00:00.000Z'],
    ['after a change of clocks', 'DAILY 08:00', 'Europe/Berlin', '2026-10-24T07:00', '2026-10-25T07:00:00.000Z'],
    ['after an hour left out', 'DAILY 02:30', 'Europe/Berlin', '2026-03-28T12:00', '2026-03-29T01:00:00.000Z'],
    ['in the first of two hours', 'DAILY 02:30', 'Europe/Berlin', '2026-10-24T12:00', '2026-10-25T00:30:00.000Z'],
    ['not in the second', 'DAILY 02:30', 'Europe/Berlin', '2026-10-25T00:30', '2026-10-26T01:30:00.000Z'],
    ['on Monday', 'WEEKLY 08:00', 'Pacific/Auckland', '2026-11-21T12:00', '2026-11-22T19:00:00.000Z'],
    ['on Monday in a week', 'WEEKLY 08:00', 'UTC', '2026-11-23T08:00', '2026-11-30T08:00:00.000Z'],
    ['past a day that a zone left out', 'DAILY 08:00', 'Pacific/Apia', '2011-12-29T20:00', '2011-12-30T18:00:00.000Z'],
  ])('%s', (_, wanted, zone, now, expected) => {
    const [mode, digestAt = ''] = wanted.split(' ');
    expect(nextDigest(new Date(`${now}Z`), zone, mode as 'DAILY' | 'WEEKLY', digestAt).toISOString()).toBe(expected);
  });

  it('is refused for what is no time of day', () => {
    expect(() => nextDigest(new Date(0), 'UTC', 'DAILY', 'noon')).toThrow(RangeError);
  });
});

/** Whether clocks have shown the same in the hours before. */
function sameReadingBefore(zone: string, date: Date): boolean {
  const read = clockOf(zone);
  const reading = read(date.getTime());
  return Array.from({ length: 180 }, (_, minute) => read(date.getTime() - (minute + 1) * MINUTE)).includes(reading);
}
