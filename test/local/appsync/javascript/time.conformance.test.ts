import { afterAll, expect } from 'vitest';
import { JavaScriptRuntime } from '../../../../local/appsync/javascript/runtime.ts';
import { documented } from '../../support/documented.ts';
import { moduleOf, NOW, useValue } from './harness.ts';

const PAGE = 'appsync/latest/devguide/time-helpers-in-util-time.html';
const JS_PAGE = 'appsync/latest/devguide/time-helpers-in-util-time-js.html';
const RDS_PAGE = 'appsync/latest/devguide/resolver-reference-rds-js.html';
const valueOf = useValue();

/** The page shows answers of several moments. */
let now = 0;
const runtime = new JavaScriptRuntime({ clock: { now: () => now } });
afterAll(() => {
  runtime.close();
});
async function at(moment: number, expression: string): Promise<unknown> {
  now = moment;
  return (await runtime.compile('time', moduleOf(`return ${expression};`)).evaluate('request', {})).result;
}

const STANDALONE = 1_517_943_695_750;
const standalone: [quote: string, expected: unknown, moment?: number][] = [
  ['$util.time.nowISO8601() : 2018-02-06T19:01:35.749Z', '2018-02-06T19:01:35.749Z', STANDALONE - 1],
  ['$util.time.nowEpochSeconds() : 1517943695', 1_517_943_695],
  ['$util.time.nowEpochMilliSeconds() : 1517943695750', 1_517_943_695_750],
  ['$util.time.nowFormatted("yyyy-MM-dd HH:mm:ssZ") : 2018-02-06 19:01:35+0000', '2018-02-06 19:01:35+0000'],
  ['$util.time.nowFormatted("yyyy-MM-dd HH:mm:ssZ", "+08:00") : 2018-02-07 03:01:35+0800', '2018-02-07 03:01:35+0800'],
  [
    '$util.time.nowFormatted("yyyy-MM-dd HH:mm:ssZ", "Australia/Perth") : 2018-02-07 03:01:35+0800',
    '2018-02-07 03:01:35+0800',
  ],
  [
    '$util.time.nowFormatted("yyyy-MM-dd[XXX]", "-07:00:30") : 2018-07-11-07:00',
    '2018-07-11-07:00',
    Date.UTC(2018, 6, 11, 22, 14, 45),
  ],
  [
    `$util.time.nowFormatted("yyyy-MM-dd'T'HH:mm:ss[XXXXX]", "-07:00:30") : 2018-07-11T15:14:15-07:00:30`,
    '2018-07-11T15:14:15-07:00:30',
    Date.UTC(2018, 6, 11, 22, 14, 45),
  ],
];
for (const [quote, expected, moment] of standalone) {
  documented(PAGE, quote, async () => {
    const call = quote.slice(1, quote.lastIndexOf(') : ') + 1);
    expect(await at(moment ?? STANDALONE, call)).toBe(expected);
  });
}

const conversions: [quote: string, expected: unknown][] = [
  ['$util.time.epochMilliSecondsToSeconds($nowEpochMillis) : 1517943695', 1_517_943_695],
  ['$util.time.epochMilliSecondsToISO8601($nowEpochMillis) : 2018-02-06T19:01:35.758Z', '2018-02-06T19:01:35.758Z'],
  [
    '$util.time.epochMilliSecondsToFormatted($nowEpochMillis, "yyyy-MM-dd HH:mm:ssZ") : 2018-02-06 19:01:35+0000',
    '2018-02-06 19:01:35+0000',
  ],
  [
    '$util.time.epochMilliSecondsToFormatted($nowEpochMillis, "yyyy-MM-dd HH:mm:ssZ", "+08:00") : 2018-02-07 03:01:35+0800',
    '2018-02-07 03:01:35+0800',
  ],
  ['$util.time.parseISO8601ToEpochMilliSeconds("2018-02-01T17:21:05.180+08:00") : 1517476865180', 1_517_476_865_180],
  [
    '$util.time.parseFormattedToEpochMilliSeconds("2018-02-02 01:19:22+0800", "yyyy-MM-dd HH:mm:ssZ") : 1517505562000',
    1_517_505_562_000,
  ],
  [
    '$util.time.parseFormattedToEpochMilliSeconds("2018-02-02 01:19:22", "yyyy-MM-dd HH:mm:ss", "+08:00") : 1517505562000',
    1_517_505_562_000,
  ],
];
for (const [quote, expected] of conversions) {
  documented(PAGE, quote, () => {
    const call = quote.slice(1, quote.lastIndexOf(') : ') + 1).replace('$nowEpochMillis', '1517943695758');
    expect(valueOf(call)).toBe(expected);
  });
}

documented(JS_PAGE, 'Returns a String representation of UTC in ISO8601 format.', () => {
  expect(valueOf('util.time.nowISO8601()')).toBe(new Date(NOW).toISOString());
});
documented(JS_PAGE, 'Returns the number of seconds from the epoch of 1970-01-01T00:00:00Z to now.', () => {
  expect(valueOf('util.time.nowEpochSeconds()')).toBe(Math.floor(NOW / 1000));
});
documented(JS_PAGE, 'Returns the number of milliseconds from the epoch of 1970-01-01T00:00:00Z to now.', () => {
  expect(valueOf('util.time.nowEpochMilliSeconds()')).toBe(NOW);
});
documented(
  JS_PAGE,
  'Returns a string of the current timestamp in UTC using the specified format from a String input type.',
  () => {
    expect(valueOf(`util.time.nowFormatted("EEEE, d MMMM uuuu 'at' h:mm a")`)).toBe(
      'Friday, 2 January 2026 at 3:04 AM',
    );
  },
);
documented(
  JS_PAGE,
  'Returns a string of the current timestamp for a timezone using the specified format and timezone from String input types.',
  () => {
    expect(valueOf(`util.time.nowFormatted('HH:mm VV xxx', 'Asia/Kolkata')`)).toBe('08:34 Asia/Kolkata +05:30');
  },
);
documented(
  JS_PAGE,
  'Parses a timestamp passed as a String along with a format containing a time zone, then returns the timestamp as milliseconds since epoch.',
  () => {
    expect(
      valueOf(`util.time.parseFormattedToEpochMilliSeconds('02/Jan/2026 03:04 Europe/Paris', 'dd/MMM/yyyy HH:mm VV')`),
    ).toBe(Date.UTC(2026, 0, 2, 2, 4));
    expect(() =>
      valueOf(`util.time.parseFormattedToEpochMilliSeconds('2026-01-02 03:04', 'yyyy-MM-dd HH:mm')`),
    ).toThrow('no time zone');
  },
);
documented(
  JS_PAGE,
  'Parses a timestamp passed as a String along with a format and time zone, then returns the timestamp as milliseconds since epoch.',
  () => {
    expect(
      valueOf(
        `util.time.parseFormattedToEpochMilliSeconds('2026-07-02 03:04', 'yyyy-MM-dd HH:mm', 'America/New_York')`,
      ),
    ).toBe(Date.UTC(2026, 6, 2, 7, 4));
  },
);
documented(
  JS_PAGE,
  'Parses an ISO8601 timestamp passed as a String, then returns the timestamp as milliseconds since epoch.',
  () => {
    expect(valueOf(`util.time.parseISO8601ToEpochMilliSeconds('2026-01-02T03:04:05Z')`)).toBe(
      Date.UTC(2026, 0, 2, 3, 4, 5),
    );
  },
);
documented(JS_PAGE, 'Converts an epoch milliseconds timestamp to an epoch seconds timestamp.', () => {
  expect(valueOf('util.time.epochMilliSecondsToSeconds(1999)')).toBe(1);
});
documented(JS_PAGE, 'Converts an epoch milliseconds timestamp to an ISO8601 timestamp.', () => {
  expect(valueOf('util.time.epochMilliSecondsToISO8601(0)')).toBe('1970-01-01T00:00:00.000Z');
});
documented(
  JS_PAGE,
  'Converts an epoch milliseconds timestamp, passed as long, to a timestamp formatted according to the supplied format in UTC.',
  () => {
    expect(valueOf(`util.time.epochMilliSecondsToFormatted(0, 'yyyy-DDD QQQ')`)).toBe('1970-001 Q1');
  },
);
documented(
  JS_PAGE,
  'Converts an epoch milliseconds timestamp, passed as a long, to a timestamp formatted according to the supplied format in the supplied timezone.',
  () => {
    expect(valueOf(`util.time.epochMilliSecondsToFormatted(0, "yyyy-MM-dd HH:mm O", 'Asia/Tokyo')`)).toBe(
      '1970-01-01 09:00 GMT+9',
    );
  },
);
documented(RDS_PAGE, "const now = util.time.nowFormatted('YYYY-MM-dd HH:mm:ss')", () => {
  expect(valueOf(`util.time.nowFormatted('YYYY-MM-dd HH:mm:ss')`)).toBe('2026-01-02 03:04:05');
});
