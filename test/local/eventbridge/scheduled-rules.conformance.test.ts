import { expect } from 'vitest';
import { queueArn } from '../sqs/account.ts';
import { newCloud } from '../support/cloud.ts';
import { documented } from '../support/documented.ts';
import { eventsWith } from './account.ts';

const page = 'eventbridge/latest/userguide/eb-create-rule-schedule.html';
const noon = Date.parse('2026-07-01T12:00:00Z');

/** A rule on a schedule, at noon. */
function scheduled(rule: Readonly<Record<string, unknown>>) {
  const events = eventsWith(
    { queues: { q: {} }, rules: { bell: { Targets: [{ Id: 'q', Arn: queueArn('q') }], ...rule } } },
    newCloud({ now: noon }),
  );
  const { cloud, eventbridge } = events;
  const pass = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await eventbridge.idle();
      cloud.clock.pass(60_000);
    }
    await eventbridge.idle();
  };
  return {
    ...events,
    pass,
    times: () => events.bodies('q').map((body) => (JSON.parse(body) as { time: string }).time),
  };
}

documented(
  page,
  'A rate expression starts when you create the scheduled event rule, and then it runs on a defined schedule.',
  async () => {
    const { pass, times } = scheduled({ ScheduleExpression: 'rate(5 minutes)' });
    await pass(7);
    expect(times()).toEqual(['2026-07-01T12:00:00Z', '2026-07-01T12:05:00Z']);
  },
);

documented(
  page,
  'All scheduled events use UTC+0 time zone, and the minimum precision for a schedule is one minute.',
  async () => {
    const { pass, times } = scheduled({ ScheduleExpression: 'cron(3 12 * * ? *)' });
    await pass(5);
    expect(times()).toEqual(['2026-07-01T12:03:00Z']);
  },
);

documented(
  page,
  "For example, rate(1 hours) and rate(5 hour) aren't valid, but rate(1 hour) and rate(5 hours) are valid.",
  () => {
    for (const wrong of ['rate(1 hours)', 'rate(5 hour)']) {
      expect(() => scheduled({ ScheduleExpression: wrong })).toThrow('Parameter ScheduleExpression is not valid.');
    }
    for (const right of ['rate(1 hour)', 'rate(5 hours)']) scheduled({ ScheduleExpression: right });
  },
);

documented(page, 'You can only create scheduled rules using the default event bus.', () => {
  expect(() => scheduled({ EventBusName: 'own', ScheduleExpression: 'rate(1 hour)' })).toThrow('default event bus');
});

documented(page, 'Cron expressions have six required fields, which are separated by white space.', () => {
  expect(() => scheduled({ ScheduleExpression: 'cron(0 12 * * ?)' })).toThrow('not valid');
});

documented('eventbridge/latest/userguide/eb-run-lambda-schedule.html', '"detail-type": "Scheduled Event"', async () => {
  const { pass, bodies, cloud } = scheduled({ ScheduleExpression: 'rate(1 day)', EventPattern: { source: ['app'] } });
  await pass(1);
  const [event] = bodies('q').map((body) => JSON.parse(body) as Record<string, unknown>);
  expect(event).toEqual({
    version: '0',
    id: event?.['id'],
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: '2026-07-01T12:00:00Z',
    region: 'us-east-1',
    resources: ['arn:aws:events:us-east-1:000000000000:rule/bell'],
    detail: {},
  });
  expect(cloud.events.list()).toMatchObject([{ bus: 'default', source: 'aws.events', rules: ['bell'] }]);
});

documented(page, 'A rule can run in response to an event or at certain time intervals.', async () => {
  const { put, pass, bodies, eventbridge, create, cloud } = scheduled({
    ScheduleExpression: 'rate(1 day)',
    EventPattern: { source: ['app'] },
  });
  await put({ Source: 'app', DetailType: 'x', Detail: '{}' });
  await pass(1);
  expect(bodies('q')).toHaveLength(2);
  // Another process goes on in the same rhythm.
  await eventbridge.stop();
  const next = create();
  cloud.clock.pass(86_400_000);
  await next.idle();
  expect(bodies('q')).toHaveLength(1);
});
