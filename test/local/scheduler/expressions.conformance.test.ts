import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { timesOf } from './expressions.ts';

const rules = 'eventbridge/latest/userguide/eb-create-rule-schedule.html';
const types = 'scheduler/latest/UserGuide/schedule-types.html';
const schedule = 'AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedule.html';

// 1 July 2026 is a Wednesday.
const july = '2026-07-01T00:00:00Z';

documented(rules, 'Run at 10:00 am (UTC+0) every day', () => {
  expect(timesOf('cron(0 10 * * ? *)', july, 2)).toEqual(['2026-07-01T10:00Z', '2026-07-02T10:00Z']);
});

documented(rules, 'Run at 12:15 pm (UTC+0) every day', () => {
  expect(timesOf('cron(15 12 * * ? *)', july, 2)).toEqual(['2026-07-01T12:15Z', '2026-07-02T12:15Z']);
});

documented(rules, 'Run at 6:00 pm (UTC+0) every Monday through Friday', () => {
  expect(timesOf('cron(0 18 ? * MON-FRI *)', july, 4)).toEqual([
    '2026-07-01T18:00Z',
    '2026-07-02T18:00Z',
    '2026-07-03T18:00Z',
    '2026-07-06T18:00Z',
  ]);
});

documented(rules, 'Run at 8:00 am (UTC+0) every 1st day of the month', () => {
  expect(timesOf('cron(0 8 1 * ? *)', july, 2)).toEqual(['2026-07-01T08:00Z', '2026-08-01T08:00Z']);
});

documented(rules, 'Run every 15 minutes', () => {
  expect(timesOf('cron(0/15 * * * ? *)', july, 5)).toEqual(
    ['00:00', '00:15', '00:30', '00:45', '01:00'].map((time) => `2026-07-01T${time}Z`),
  );
});

documented(rules, 'Run every 10 minutes Monday through Friday', () => {
  expect(timesOf('cron(0/10 * ? * MON-FRI *)', '2026-07-03T23:50:00Z', 2)).toEqual([
    '2026-07-03T23:50Z',
    '2026-07-06T00:00Z',
  ]);
});

documented(rules, 'Run every 5 minutes Monday through Friday between 8:00 am and 5:55 pm (UTC+0)', () => {
  expect(timesOf('cron(0/5 8-17 ? * MON-FRI *)', '2026-07-03T17:50:00Z', 3)).toEqual([
    '2026-07-03T17:50Z',
    '2026-07-03T17:55Z',
    '2026-07-06T08:00Z',
  ]);
});

documented(
  rules,
  'Run every 30 minutes Monday through Friday between 10:00 pm on the starting day to 2:00 am on the following day (UTC) Run from 12:00 am to 2:00 am on Monday morning (UTC).',
  () => {
    expect(timesOf('cron(0/30 20-2 ? * MON-FRI *)', '2026-07-05T20:00:00Z', 7)).toEqual([
      ...['00:00', '00:30', '01:00', '01:30', '02:00', '02:30', '20:00'].map((time) => `2026-07-06T${time}Z`),
    ]);
  },
);

documented(rules, 'The following example creates a rule that runs every day, at 2:05pm and 2:35pm UTC+0.', () => {
  expect(timesOf('cron(5,35 14 * * ? *)', july, 3)).toEqual([
    '2026-07-01T14:05Z',
    '2026-07-01T14:35Z',
    '2026-07-02T14:05Z',
  ]);
});

documented(
  rules,
  'The following example creates a rule that runs at 10:15am UTC+0 on the last Friday of each month during the years 2019 to 2022.',
  () => {
    expect(timesOf('cron(15 10 ? * 6L 2019-2022)', '2022-10-01T00:00:00Z', 9)).toEqual([
      '2022-10-28T10:15Z',
      '2022-11-25T10:15Z',
      '2022-12-30T10:15Z',
    ]);
  },
);

documented(
  types,
  'The , (comma) wildcard includes additional values. In the Month field, JAN,FEB,MAR includes January, February, and March.',
  () => {
    expect(timesOf('cron(0 0 1 JAN,FEB,MAR ? *)', july, 4)).toEqual([
      '2027-01-01T00:00Z',
      '2027-02-01T00:00Z',
      '2027-03-01T00:00Z',
      '2028-01-01T00:00Z',
    ]);
  },
);

documented(
  types,
  'The - (dash) wildcard specifies ranges. In the Day field, 1-15 includes days 1 through 15 of the specified month.',
  () => {
    const days = timesOf('cron(0 0 1-15 7 ? 2026)', july, 99).map((time) => Number(time.slice(8, 10)));
    expect(days).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  },
);

documented(types, "You can't use * in both the Day-of-month and Day-of-week fields.", () => {
  expect(() => timesOf('cron(0 0 * * * *)', july, 1)).toThrow('Invalid');
  expect(() => timesOf('cron(0 0 ? * ? *)', july, 1)).toThrow('Invalid');
});

documented(
  types,
  'In the Minutes field, you could enter 1/10 to specify every tenth minute, starting from the first minute of the hour (for example, the 11th, 21st, and 31st minute, and so on).',
  () => {
    const minutes = timesOf('cron(1/10 0 1 7 ? 2026)', july, 99).map((time) => Number(time.slice(14, 16)));
    expect(minutes).toEqual([1, 11, 21, 31, 41, 51]);
  },
);

documented(
  types,
  'The L wildcard in the Day-of-month or Day-of-week fields specifies the last day of the month or week.',
  () => {
    expect(timesOf('cron(0 0 L * ? *)', '2028-01-01T00:00:00Z', 3)).toEqual([
      '2028-01-31T00:00Z',
      '2028-02-29T00:00Z',
      '2028-03-31T00:00Z',
    ]);
    expect(timesOf('cron(0 0 ? * L *)', july, 2)).toEqual(['2026-07-04T00:00Z', '2026-07-11T00:00Z']);
  },
);

documented(
  types,
  'The W wildcard in the Day-of-month field specifies a weekday. In the Day-of-month field, 3W specifies the weekday closest to the third day of the month.',
  () => {
    // The third is a Friday, a Monday, a Thursday, a Saturday, a Tuesday, a Thursday, a Sunday.
    expect(timesOf('cron(0 0 3W * ? *)', july, 7).map((time) => time.slice(5, 10))).toEqual([
      ...['07-03', '08-03', '09-03', '10-02', '11-03', '12-03', '01-04'],
    ]);
  },
);

documented(types, '3#2 would be the second Tuesday of the month', () => {
  expect(timesOf('cron(0 0 ? * 3#2 *)', july, 2)).toEqual(['2026-07-14T00:00Z', '2026-08-11T00:00Z']);
});

documented(types, '"3#1,6#3" is not valid because it is interpreted as two expressions.', () => {
  expect(() => timesOf('cron(0 0 ? * 3#1,6#3 *)', july, 1)).toThrow('Invalid');
});

documented(types, 'day-of-week, and one optional field, year, as shown in the following.', () => {
  expect(timesOf('cron(0 10 * * ?)', july, 1)).toEqual(['2026-07-01T10:00Z']);
});

documented(rules, 'Year | 1970-2199 | , - * /', () => {
  expect(timesOf('cron(0 0 1 1 ? 2199)', july, 2)).toEqual(['2199-01-01T00:00Z']);
  expect(() => timesOf('cron(0 0 1 1 ? 2200)', july, 1)).toThrow('Invalid');
  expect(() => timesOf('cron(0 0 1 1 ? 1969)', july, 1)).toThrow('Invalid');
});

documented(
  types,
  'This example creates a schedule that runs once at 1pm UTC-8 on November 20, 2022, and delivers a message to an Amazon SQS queue',
  () => {
    expect(timesOf('at(2022-11-20T13:00:00)', '2022-01-01T00:00:00Z', 9, 'America/Los_Angeles')).toEqual([
      '2022-11-20T21:00Z',
    ]);
  },
);

documented(
  types,
  'When time shifts forward in the Spring, if a cron expression falls on a non-existent date and time, your schedule invocation is skipped.',
  () => {
    expect(timesOf('cron(30 2 * * ? *)', '2026-03-07T00:00:00Z', 3, 'America/New_York')).toEqual([
      '2026-03-07T07:30Z',
      '2026-03-09T06:30Z',
      '2026-03-10T06:30Z',
    ]);
  },
);

documented(
  types,
  'When time shifts backwards in the Fall, your schedule runs only once and does not repeat its invocation.',
  () => {
    expect(timesOf('cron(30 1 * * ? *)', '2026-10-31T00:00:00Z', 3, 'America/New_York')).toEqual([
      '2026-10-31T05:30Z',
      '2026-11-01T05:30Z',
      '2026-11-02T06:30Z',
    ]);
  },
);

documented(
  types,
  'If you configure a schedule in America/New_York, your schedule adjusts when the time changes in that time zone, while a schedule in America/Los_Angeles is adjusted three hours later when the time changes on the west coast.',
  () => {
    const next = (zone: string) => timesOf('cron(0 0/1 * * ? *)', '2026-11-01T04:00:00Z', 6, zone);
    // The second time between one and two o'clock is left out.
    expect(next('America/New_York')).not.toContain('2026-11-01T06:00Z');
    expect(next('America/Los_Angeles')).toContain('2026-11-01T06:00Z');
    expect(next('America/Los_Angeles')).not.toContain('2026-11-01T09:00Z');
  },
);

documented(
  types,
  "EventBridge Scheduler still evaluates the rate expression 24 hours after the schedule's last invocation.",
  () => {
    expect(timesOf('rate(1 days)', '2026-03-07T12:00:00Z', 3, 'America/New_York')).toEqual([
      '2026-03-07T12:00Z',
      '2026-03-08T12:00Z',
      '2026-03-09T12:00Z',
    ]);
  },
);

documented(
  types,
  'Daylight-savings time adjustments do not apply to schedules in universal coordinated time (UTC).',
  () => {
    expect(timesOf('cron(30 2 * * ? *)', '2026-03-07T00:00:00Z', 3)).toEqual([
      '2026-03-07T02:30Z',
      '2026-03-08T02:30Z',
      '2026-03-09T02:30Z',
    ]);
  },
);

documented(
  schedule,
  'A rate expression consists of a value as a positive integer, and a unit with the following options: minute | minutes | hour | hours | day | days',
  () => {
    expect(timesOf('rate(90 minutes)', july, 2)).toEqual(['2026-07-01T00:00Z', '2026-07-01T01:30Z']);
    expect(timesOf('rate(1 hour)', july, 2)).toEqual(['2026-07-01T00:00Z', '2026-07-01T01:00Z']);
    expect(timesOf('rate(2 days)', july, 2)).toEqual(['2026-07-01T00:00Z', '2026-07-03T00:00Z']);
    for (const wrong of ['rate(0 minutes)', 'rate(-1 day)', 'rate(1 week)', 'rate(1.5 hours)', 'rate(1)']) {
      expect(() => timesOf(wrong, july, 1)).toThrow('Invalid');
    }
  },
);
