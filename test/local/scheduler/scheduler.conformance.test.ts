import { expect } from 'vitest';
import { queueArn } from '../sqs/account.ts';
import { documented } from '../support/documented.ts';
import { newCloud } from '../support/cloud.ts';
import { busArn, functionArn, roleArn, schedulerWith, throttled, toFunction, toQueue } from './account.ts';

const guide = 'scheduler/latest/UserGuide/';
const types = `${guide}schedule-types.html`;
const attributes = `${guide}managing-schedule-context-attributes.html`;
const deadLetters = `${guide}configuring-schedule-dlq.html`;
const resource = 'AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedule.html';
const target = 'AWSCloudFormation/latest/UserGuide/aws-properties-scheduler-schedule-target.html';
const retryPolicy = 'AWSCloudFormation/latest/UserGuide/aws-properties-scheduler-schedule-retrypolicy.html';
const window = 'AWSCloudFormation/latest/UserGuide/aws-properties-scheduler-schedule-flexibletimewindow.html';

const noon = Date.parse('2026-07-01T12:00:00Z');
const atNoon = () => newCloud({ now: noon });

documented(
  types,
  'If you do not provide a StartDate for a rate-based schedule, your schedule starts invoking the target immediately.',
  async () => {
    const { bodies, pass } = schedulerWith({ schedules: { sweep: {} } }, atNoon());
    await pass(10);
    expect(bodies()).toEqual(['2026-07-01T12:00:00Z', '2026-07-01T12:05:00Z', '2026-07-01T12:10:00Z']);
  },
);

documented(
  types,
  'With rate-based schedules, you use the StartDate property to set the first occurrence of the schedule.',
  async () => {
    const sweep = { StartDate: '2026-07-01T12:02:00.000Z' };
    const { bodies, pass } = schedulerWith({ schedules: { sweep } }, atNoon());
    await pass(8);
    expect(bodies()).toEqual(['2026-07-01T12:02:00Z', '2026-07-01T12:07:00Z']);
  },
);

documented(
  resource,
  "Depending on the schedule's recurrence expression, invocations might stop on, or before, the EndDate you specify.",
  async () => {
    const sweep = { EndDate: '2026-07-01T12:09:00.000Z' };
    const { bodies, pass } = schedulerWith({ schedules: { sweep } }, atNoon());
    await pass(30);
    expect(bodies()).toEqual(['2026-07-01T12:00:00Z', '2026-07-01T12:05:00Z']);
  },
);

documented(
  types,
  'When you configure a one-time schedule, EventBridge Scheduler ignores the StartDate and EndDate you specify for the schedule.',
  async () => {
    const once = {
      ScheduleExpression: 'at(2026-07-01T14:03:00)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      StartDate: '2026-07-02T00:00:00.000Z',
      EndDate: '2026-07-03T00:00:00.000Z',
    };
    const { bodies, pass } = schedulerWith({ schedules: { once } }, atNoon());
    await pass(30);
    expect(bodies()).toEqual(['2026-07-01T12:03:00Z']);
  },
);

documented(
  types,
  'A one-time schedule will invoke a target only once at the date and time that you specify using a valid date, and a timestamp.',
  async () => {
    const schedules = { once: { ScheduleExpression: 'at(2026-07-01T12:03:00)' } };
    const { bodies, pass, restart } = schedulerWith({ schedules }, atNoon());
    await pass(5);
    expect(bodies()).toHaveLength(1);
    const next = restart();
    await pass(0);
    await next.idle();
    expect(bodies()).toHaveLength(0);
    expect(() => schedulerWith({ schedules: { once: { ScheduleExpression: 'at(2026-02-30T12:00:00)' } } })).toThrow(
      'Stack/once: Invalid Schedule Expression at(2026-02-30T12:00:00).',
    );
  },
);

documented(
  types,
  'EventBridge Scheduler uses the Time Zone Database maintained by the Internet Assigned Numbers Authority (IANA).',
  () => {
    const elsewhere = { ScheduleExpressionTimezone: 'Mars/Olympus_Mons' };
    expect(() => schedulerWith({ schedules: { elsewhere } })).toThrow(
      'Stack/elsewhere: Invalid Schedule Expression Timezone: Mars/Olympus_Mons',
    );
  },
);

documented(resource, 'Specifies whether the schedule is enabled or disabled.', async () => {
  const { bodies, pass } = schedulerWith({ schedules: { off: { State: 'DISABLED' } } }, atNoon());
  await pass(10);
  expect(bodies()).toEqual([]);
  expect(() => schedulerWith({ schedules: { off: { State: 'PAUSED' } } })).toThrow('State is PAUSED');
});

documented(resource, 'The name of the schedule group associated with this schedule.', () => {
  const { deployed } = schedulerWith({ groups: ['night'], schedules: { sweep: { GroupName: 'night' }, own: {} } });
  expect(deployed).toEqual([
    { ref: 'sweep', attributes: { Arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/night/sweep' } },
    { ref: 'own', attributes: { Arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/own' } },
  ]);
  expect(() => schedulerWith({ schedules: { sweep: { GroupName: 'day' } } })).toThrow(
    'Stack/sweep: Schedule group day does not exist.',
  );
});

documented(window, 'Determines whether the schedule is invoked within a flexible time window.', async () => {
  const flexible = { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 } };
  const { bodies, scheduler } = schedulerWith({ schedules: { flexible } }, atNoon());
  await scheduler.idle();
  expect(bodies()).toEqual([]);
  for (const wrong of [{ Mode: 'FLEXIBLE' }, { Mode: 'OFF', MaximumWindowInMinutes: 1 }, { Mode: 'WIDE' }]) {
    expect(() => schedulerWith({ schedules: { wrong: { FlexibleTimeWindow: wrong } } })).toThrow('FlexibleTimeWindow');
  }
});

documented(
  attributes,
  '<aws.scheduler.scheduled-time> – The time you specified for the schedule to invoke its target, for example, 2022-03-22T18:59:43Z.',
  async () => {
    const once = {
      ScheduleExpression: 'at(2026-07-01T12:03:43)',
      ...toFunction({ Input: '{"at":"<aws.scheduler.scheduled-time>"}' }),
    };
    const { invoked, jumpTo } = schedulerWith({ schedules: { once } }, atNoon());
    await jumpTo('2026-07-01T12:04:10Z');
    expect(invoked).toMatchObject([{ functionArn, payload: { at: '2026-07-01T12:03:43Z' } }]);
  },
);

documented(
  attributes,
  '<aws.scheduler.attempt-number> – A counter that identifies the attempt number for the current invocation, for example, 1.',
  async () => {
    const Input = '["<aws.scheduler.attempt-number>","<aws.scheduler.execution-id>"]';
    let refused = 1;
    const { invoked, pass } = schedulerWith(
      {
        schedules: { once: { ScheduleExpression: 'at(2026-07-01T12:00:00)', ...toFunction({ Input }) } },
        invoke: async () => {
          if (refused-- > 0) throw throttled();
        },
      },
      atNoon(),
    );
    await pass(1);
    const [first, second] = invoked.map(({ payload }) => payload as string[]);
    expect([first?.[0], second?.[0]]).toEqual(['1', '2']);
    expect(first?.[1]).not.toBe(second?.[1]);
  },
);

documented(attributes, '<aws.scheduler.schedule-arn> – The ARN of the schedule.', async () => {
  const sweep = toQueue({ Input: '<aws.scheduler.schedule-arn> <aws.scheduler.other>' });
  const { bodies, pass } = schedulerWith({ schedules: { sweep } }, atNoon());
  await pass(1);
  expect(bodies()).toEqual(['arn:aws:scheduler:us-east-1:000000000000:schedule/default/sweep <aws.scheduler.other>']);
});

documented(
  target,
  'If you do not specify anything for this field, Amazon EventBridge Scheduler delivers a default notification to the target.',
  async () => {
    const { invoked, pass } = schedulerWith({ schedules: { sweep: toFunction() } }, atNoon());
    await pass(1);
    expect(invoked.map(({ payload }) => payload)).toMatchObject([
      {
        'detail-type': 'Scheduled Event',
        source: 'aws.scheduler',
        time: '2026-07-01T12:00:00Z',
        resources: ['arn:aws:scheduler:us-east-1:000000000000:schedule/default/sweep'],
      },
    ]);
  },
);

documented(
  target,
  'If you are configuring a templated Lambda, AWS Step Functions, or Amazon EventBridge target, the input must be a well-formed JSON. For all other target types, a JSON is not required.',
  async () => {
    const bus = { Arn: busArn, RoleArn: roleArn, EventBridgeParameters: { Source: 'school', DetailType: 'bell' } };
    expect(() => schedulerWith({ schedules: { a: toFunction({ Input: 'text' }) } })).toThrow('well-formed JSON');
    expect(() => schedulerWith({ schedules: { a: { Target: { ...bus, Input: 'text' } } } })).toThrow(
      'well-formed JSON',
    );
    const { entries, bodies, pass } = schedulerWith(
      { schedules: { bell: { Target: { ...bus, Input: '{"n":1}' } }, text: toQueue({ Input: 'text' }) } },
      atNoon(),
    );
    await pass(1);
    expect(entries).toEqual([{ EventBusName: busArn, Source: 'school', DetailType: 'bell', Detail: '{"n":1}' }]);
    expect(bodies()).toEqual(['text']);
  },
);

documented(
  retryPolicy,
  'Retry attempts with exponential backoff continue until either the maximum number of attempts is made or until the duration of the MaximumEventAgeInSeconds is reached.',
  async () => {
    const once = (policy: object) => ({
      ScheduleExpression: 'at(2026-07-01T12:00:00)',
      ...toFunction({ RetryPolicy: policy, DeadLetterConfig: { Arn: queueArn('dead') } }),
    });
    const invoke = async () => {
      throw throttled();
    };
    const schedules = {
      few: once({ MaximumRetryAttempts: 2 }),
      short: once({ MaximumEventAgeInSeconds: 60 }),
    };
    const { messages, pass, invoked } = schedulerWith({ schedules, invoke }, atNoon());
    await pass(5);
    const conditions = messages('dead').map(({ messageAttributes }) => textsOf(messageAttributes));
    expect(
      conditions.map(({ SCHEDULE_ARN, EXHAUSTED_RETRY_CONDITION }) => [SCHEDULE_ARN, EXHAUSTED_RETRY_CONDITION]),
    ).toEqual([
      [expect.stringContaining('/few'), 'MaximumRetryAttempts'],
      [expect.stringContaining('/short'), 'MaximumEventAgeInSeconds'],
    ]);
    // Once and twice again; after 0, 1, 3, 7, 15, 31 seconds.
    expect(invoked).toHaveLength(3 + 6);
  },
);

documented(
  deadLetters,
  'This attribute will be present if the error from the target API is a retryable error, and not a permanent error.',
  async () => {
    const gone = toQueue({ Arn: queueArn('gone'), DeadLetterConfig: { Arn: queueArn('dead') } });
    const { messages, scheduler, pass } = schedulerWith({ schedules: { gone } }, atNoon());
    await pass(1);
    await scheduler.idle();
    const [message] = messages('dead');
    expect(message?.body).toBe('2026-07-01T12:00:00Z');
    expect(textsOf(message?.messageAttributes ?? {})).toEqual({
      ERROR_CODE: 'QueueDoesNotExist',
      ERROR_MESSAGE: 'The specified queue does not exist.',
      EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: '0',
      SCHEDULED_TIME: '2026-07-01T12:00:00Z',
      SCHEDULE_ARN: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/gone',
      TARGET_ARN: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
    });
  },
);

documented(
  deadLetters,
  "If the schedule fails to invoke a target due to an issue with EventBridge Scheduler, you'll see the following error code instead: AWS.Scheduler.InternalServerError.",
  async () => {
    const sweep = toQueue({ DeadLetterConfig: { Arn: queueArn('dead') }, RetryPolicy: { MaximumRetryAttempts: 0 } });
    const { messages, pass, cloud } = schedulerWith({ schedules: { sweep } }, atNoon());
    cloud.faults.plan({ service: 'scheduler', operation: 'Deliver', kind: 'error', count: 1 });
    await pass(1);
    expect(textsOf(messages('dead')[0]?.messageAttributes ?? {})).toMatchObject({
      ERROR_CODE: 'AWS.Scheduler.InternalServerError',
      ERROR_MESSAGE: 'Unexpected error occurred while processing the request',
    });
  },
);

documented(deadLetters, "EventBridge Scheduler does not support using a FIFO queue as your schedule's DLQ.", () => {
  const sweep = toQueue({ DeadLetterConfig: { Arn: queueArn('dead.fifo') } });
  expect(() => schedulerWith({ schedules: { sweep } })).toThrow('DeadLetterConfig: Arn must name a standard SQS queue');
});

documented(
  target,
  'The Amazon Resource Name (ARN) of the IAM role that EventBridge Scheduler will use for this target when the schedule is invoked.',
  () => {
    expect(() => schedulerWith({ trustedGroup: 'other', schedules: { sweep: {} } })).toThrow(
      'Stack/sweep: The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    );
  },
);

function textsOf(given: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, (value as { stringValue: string }).stringValue]),
  );
}
