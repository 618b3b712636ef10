import { ChronoUnit, DateTimeFormatter, Instant, LocalDateTime, ZoneId, ZonedDateTime } from '@js-joda/core';
import '@js-joda/timezone';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { useValue } from './harness.ts';

const valueOf = useValue();
const format = (milliseconds: number, pattern: string, zone: string): unknown =>
  valueOf('util.time.epochMilliSecondsToFormatted(ctx.args.ms, ctx.args.pattern, ctx.args.zone)', {
    arguments: { ms: milliseconds, pattern, zone },
  });
const parse = (text: string, pattern: string, zone?: string): unknown =>
  valueOf('util.time.parseFormattedToEpochMilliSeconds(ctx.args.text, ctx.args.pattern, ctx.args.zone)', {
    arguments: { text, pattern, zone },
  });

const moments = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2036, 0, 1) });
const zones = fc.constantFrom(
  ...['UTC', 'Z', '+08:00', '-03:30', 'Europe/Paris', 'America/New_York', 'America/St_Johns', 'Asia/Kolkata'],
  ...['Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu'],
);
/** Letters that need no names of a language: those the other library has. */
const fields = fc.constantFrom(
  ...['yyyy', 'uuuu', 'yy', 'y', 'M', 'MM', 'd', 'dd', 'D', 'DDD', 'H', 'HH', 'k', 'kk', 'K', 'KK', 'h', 'hh'],
  ...['m', 'mm', 's', 'ss', 'S', 'SSS', 'SSSSSS', 'n', 'X', 'XX', 'XXX', 'x', 'xx', 'xxx', 'Z', "'T'", '-', ' '],
);

describe('util.time', () => {
  test('formats as js-joda, a port of Java’s DateTimeFormatter, does', () => {
    fc.assert(
      fc.property(moments, zones, fc.array(fields, { minLength: 1, maxLength: 8 }), (moment, zone, parts) => {
        const pattern = parts.join('/');
        const judge = DateTimeFormatter.ofPattern(pattern);
        const time = ZonedDateTime.ofInstant(Instant.ofEpochMilli(moment), ZoneId.of(zone));
        expect(format(moment, pattern, zone)).toBe(time.format(judge));
      }),
      { numRuns: 300 },
    );
  });

  test('reads what it wrote', () => {
    const patterns = [
      ...['yyyy-MM-dd HH:mm:ss.SSSXXX', 'yyyyMMddHHmmssSSSX', 'd MMM uuuu h:mm:ss.SSS a VV', 'EEEE d/M/y k:m:s.SSS xx'],
      ...['D uuuu A Z', "uuuu-MM-dd'T'HH:mm:ss.nZZZZZ", '[uuuu-][MM-]dd HH:mm:ss.SSS OOOO'],
    ];
    fc.assert(
      fc.property(moments, zones, fc.constantFrom(...patterns), (moment, zone, pattern) => {
        const text = format(moment, pattern, zone) as string;
        const read = parse(text, pattern, zone) as number;
        // In an hour that the clocks repeat, a zone's name doesn't tell which of both it is: the earlier is taken.
        expect(format(read, pattern, zone)).toBe(text);
        expect(Math.abs(read - moment) % 1_800_000).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  test('reads local times as js-joda does, also where the clocks change', () => {
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const local = LocalDateTime.ofInstant(Instant.ofEpochMilli(moment), ZoneId.UTC).truncatedTo(ChronoUnit.SECONDS);
        expect(parse(local.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME), "uuuu-MM-dd'T'HH:mm:ss", zone)).toBe(
          local.atZone(ZoneId.of(zone)).toInstant().toEpochMilli(),
        );
      }),
      { numRuns: 200 },
    );
    for (const [text, zone, expected] of [
      ['2026-03-29 02:30', 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
      ['2026-10-25 02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
      ['2026-03-08 02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
      ['2026-11-01 01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
      ['2011-12-30 12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
    ] as const) {
      expect(new Date(parse(text, 'yyyy-MM-dd HH:mm', zone) as number).toISOString()).toBe(expected);
    }
  });

  const moment = Date.UTC(2026, 7, 9, 15, 4, 5, 678);
  test.each([
    ['G GGGG GGGGG', 'AD Anno Domini A'],
    ['MMM MMMM MMMMM LLL', 'Aug August A Aug'],
    ['E EEEE EEEEE e ee eee c cccc', 'Sun Sunday S 1 01 Sun 1 Sunday'],
    ['Q QQ QQQ QQQQ QQQQQ', '3 03 Q3 3rd quarter 3'],
    ['YYYY w ww W F', '2026 33 33 3 2'],
    ['h a K k H', '3 PM 3 15 15'],
    ['A n N', '54245678 678000000 54245678000000'],
    ['SSSSSSSSS S', '678000000 6'],
    ["yyyy''MM 'o''clock'", "2026'08 o'clock"],
    ['ppppH|pphh', '  15|03'],
    ['X x XXX xxx O OOOO ZZZZ ZZZZZ VV z', 'Z +00 Z +00:00 GMT GMT GMT Z UTC UTC'],
    ['yyyyy', '02026'],
  ])('%s', (pattern, expected) => {
    expect(format(moment, pattern, 'UTC')).toBe(expected);
  });

  test.each([
    ['America/New_York', 'z zzzz', 'EDT Eastern Daylight Time'],
    ['Australia/Perth', 'z', 'AWST'],
    ['Europe/Paris', 'z', 'CEST'],
    ['+05:30', 'z', '+05:30'],
  ])('names of %s', (zone, pattern, expected) => {
    expect(format(moment, pattern, zone)).toBe(expected);
  });

  test('a week belongs to the year whose January 1 it has', () => {
    expect(format(Date.UTC(2025, 11, 28), 'YYYY-MM-dd w', 'UTC')).toBe('2026-12-28 1');
    expect(format(Date.UTC(2025, 11, 27), 'YYYY-MM-dd w', 'UTC')).toBe('2025-12-27 52');
  });

  test.each([
    ['yyyy-MM-dd HH:mm', '2026-02-31 10:00', '2026-02-28T10:00:00.000Z'],
    ['yyyy-MM-dd HH', '2026-02-03 10', '2026-02-03T10:00:00.000Z'],
    ['yy-M-d h:m a', '26-2-3 12:05 AM', '2026-02-03T00:05:00.000Z'],
    ['uuuu-MM-dd HH:mm[:ss]', '2026-02-03 10:11', '2026-02-03T10:11:00.000Z'],
    ['uuuu-MM-dd HH:mm[:ss]', '2026-02-03 10:11:12', '2026-02-03T10:11:12.000Z'],
    ['uuuuMMddHHmm', '202602031011', '2026-02-03T10:11:00.000Z'],
  ])('%s reads %s', (pattern, text, expected) => {
    expect(new Date(parse(text, pattern, 'UTC') as number).toISOString()).toBe(expected);
  });

  test.each([
    ['yyyy-MM-dd HH:mm', '2026-02-03', 'could not be parsed at index 10'],
    ['yyyy-MM-dd HH:mm', '2026-02-03 10:11x', 'could not be parsed at index 16'],
    ['yyyy-MM-dd HH:mm', '2026-13-03 10:11', 'no value of the field M'],
    ['yyyy-MM-dd', '2026-02-03', 'no time of day'],
    ['HH:mm', '10:11', 'no month'],
    ['E yyyy-MM-dd HH', 'Mon 2026-02-03 10', 'day of the week'],
    ['YYYY-MM-dd HH', '2026-02-03 10', 'field Y'],
    ['b', 'x', 'Unknown pattern letter: b'],
    ['yyyy]', '2026', 'contains ] without previous ['],
    ["yyyy'", '2026', 'incomplete string literal'],
    ['yyyy{', '2026', 'reserved character'],
  ])('%s does not read %j: %s', (pattern, text, message) => {
    expect(() => parse(text, pattern, 'UTC')).toThrow(message);
  });

  test.each(['Nowhere/City', 'europe/paris', '+19:00', '', '8'])('%j is no time zone', (zone) => {
    expect(() => format(moment, 'HH', zone)).toThrow('java.time.');
  });
});
