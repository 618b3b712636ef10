import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOf } from '../../../local/scheduler/zone.ts';
import { compiled, timesOf } from './expressions.ts';

const zones = fc.constantFrom('UTC', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
const someTime = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
const minuteField = fc.oneof(fc.constantFrom('*', '0', '30', '0/7', '5,59', '50-10'), fc.nat(59).map(String));
const hourField = fc.oneof(fc.constantFrom('*', '0/3', '22-4', '1,2,3'), fc.nat(23).map(String));
const dayFields = fc.constantFrom(
  ...['* * ?', '? * MON-FRI', 'L * ?', '15W * ?', '? 1/2 6L', '? * 3#5', '1,31 * ?', '? * FRI-MON', '29 2 ?'],
);
const crons = fc
  .tuple(minuteField, hourField, dayFields)
  .map(([minute, hour, days]) => `cron(${minute} ${hour} ${days} *)`);

describe('occurrences of a cron expression', () => {
  it('are those that a walk through all minutes of its zone finds, first ones of repeated minutes only', () => {
    fc.assert(
      fc.property(crons, zones, someTime, (expression, zoneName, start) => {
        const occurrences = compiled(expression, zoneName).occurrences(0);
        const zone = zoneOf(zoneName);
        const end = start + 86_400_000;
        const seen = new Set<number>();
        const matches = compiled(expression, 'UTC').occurrences(0);
        const walked: number[] = [];
        for (let time = Math.ceil(start / 60_000) * 60_000 - 4 * 3_600_000; time <= end; time += 60_000) {
          const local = (zone?.localOf(time) ?? 0) * 1000;
          if (!seen.has(local) && matches.last(local) === local && time > start) walked.push(time);
          seen.add(local);
        }
        const found: number[] = [];
        for (let time = occurrences.next(start); time !== undefined && time <= end; time = occurrences.next(time)) {
          found.push(time);
        }
        expect(found).toEqual(walked);
      }),
      { numRuns: 30 },
    );
  });

  it('are the same forward and backward', () => {
    fc.assert(
      fc.property(crons, zones, someTime, (expression, zone, start) => {
        const occurrences = compiled(expression, zone).occurrences(0);
        const next = occurrences.next(start);
        if (next === undefined) return;
        expect(next).toBeGreaterThan(start);
        expect(occurrences.last(next)).toBe(next);
        const before = occurrences.last(next - 1);
        if (before === undefined) return;
        expect(before).toBeLessThanOrEqual(start);
        expect(occurrences.next(before)).toBe(next);
      }),
    );
  });
});

describe('an expression that is none', () => {
  it.each([
    ...['cron(60 0 * * ? *)', 'cron(0 24 * * ? *)', 'cron(0 0 0 * ? *)', 'cron(0 0 32 * ? *)', 'cron(0 0 1 13 ? *)'],
    ...['cron(0 0 ? * 8 *)', 'cron(0 0 ? * 2#6 *)', 'cron(0 0 ? * MON/2 *)', 'cron(0 0 15WX * ? *)', 'cron()'],
    ...[
      'cron(0 0 1 FOO ? *)',
      'cron(0/0 0 1 * ? *)',
      'cron(/5 0 1 * ? *)',
      'cron(0 0 1 * ? * *)',
      'cron(0,,1 0 1 * ? *)',
    ],
    ...[
      'cron(0 0 1 * ? 2030-2020)',
      'cron(* * * *)',
      'cron(a 0 1 * ? *)',
      'cron(0 0 32W * ? *)',
      'cron(1-2-3 0 1 * ? *)',
    ],
    ...['at(2026-02-31T00:00:00)', 'at(2026-07-01)', 'at(2026-07-01T00:00:00Z)', 'rate(5 minutes', 'every 5 minutes'],
  ])('%s', (expression) => {
    expect(() => compiled(expression)).toThrow('Invalid');
  });

  it.each(['Europe/Atlantis', '+02:00', '', 'local'])('in the zone %j', (zone) => {
    expect(zoneOf(zone)).toBeUndefined();
  });
});

it('what clocks show for the second time brings about nothing that was due at the first', () => {
  const occurrences = compiled('cron(30 1 * * ? *)', 'America/New_York').occurrences(0);
  const again = Date.parse('2026-11-01T06:10:00Z');
  expect(occurrences.next(again)).toBe(Date.parse('2026-11-02T06:30:00Z'));
  expect(occurrences.last(again)).toBe(Date.parse('2026-11-01T05:30:00Z'));
});

it('a calendar without such a day has no times', () => {
  expect(timesOf('cron(0 0 31 2 ? *)', '2026-01-01T00:00:00Z', 1)).toEqual([]);
  expect(timesOf('cron(0 0 31W 4 ? *)', '2026-01-01T00:00:00Z', 1)).toEqual([]);
});
