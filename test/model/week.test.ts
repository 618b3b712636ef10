import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { weekOf } from '../../model/week.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('the ISO week of a time', () => {
  it.each([
    ['2026-11-21T12:00:00Z', '2026-W47'],
    ['2026-12-31T23:59:59Z', '2026-W53'],
    ['2027-01-03T23:59:59Z', '2026-W53'],
    ['2027-01-04T00:00:00Z', '2027-W01'],
    ['2024-12-30T00:00:00Z', '2025-W01'],
    ['1970-01-01T00:00:00Z', '1970-W01'],
  ])('%s is in %s', (time, week) => {
    expect(weekOf(seconds(time))).toBe(week);
  });

  it('is what luxon says, for any time of the next two centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: seconds('2200-01-01') }), (time) => {
        expect(weekOf(time)).toBe(DateTime.fromSeconds(time, { zone: 'utc' }).toFormat("kkkk-'W'WW"));
      }),
      { numRuns: 2_000 },
    );
  });
});
