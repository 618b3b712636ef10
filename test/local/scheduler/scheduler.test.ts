import { describe, expect, it } from 'vitest';
import { queueArn } from '../sqs/account.ts';
import { newCloud } from '../support/cloud.ts';
import { functionArn, schedulerWith, toFunction, toQueue } from './account.ts';

const noon = Date.parse('2026-07-01T12:00:00Z');
const atNoon = () => newCloud({ now: noon });

describe('a schedule', () => {
  it('runs once for all the occurrences that the clock jumps over, then goes on from the new time', async () => {
    const { bodies, jumpTo, pass } = schedulerWith({ schedules: { sweep: {} } }, atNoon());
    await jumpTo('2026-07-01T12:00:00Z');
    expect(bodies()).toEqual(['2026-07-01T12:00:00Z']);
    await jumpTo('2026-07-08T09:33:00Z');
    expect(bodies()).toEqual(['2026-07-08T09:30:00Z']);
    await pass(2);
    expect(bodies()).toEqual(['2026-07-08T09:35:00Z']);
  });

  it('goes on after a restart with its next occurrence, in the rhythm that it had', async () => {
    const { bodies, jumpTo, restart, scheduler, cloud, pass } = schedulerWith({ schedules: { sweep: {} } }, atNoon());
    await jumpTo('2026-07-01T12:00:00Z');
    expect(bodies()).toHaveLength(1);
    await scheduler.stop();
    cloud.clock.time = Date.parse('2026-07-01T13:33:00Z');
    const next = restart();
    await next.idle();
    expect(bodies()).toEqual([]);
    await pass(2);
    await next.idle();
    expect(bodies()).toEqual(['2026-07-01T13:35:00Z']);
  });

  it('that is due only once is made up for after a restart', async () => {
    const once = { ScheduleExpression: 'at(2026-07-01T12:30:00)' };
    const { bodies, restart, scheduler, cloud } = schedulerWith({ schedules: { once } }, atNoon());
    await scheduler.stop();
    cloud.clock.time = Date.parse('2026-07-01T13:00:00Z');
    const next = restart();
    cloud.clock.pass(0);
    await next.idle();
    expect(bodies()).toEqual(['2026-07-01T12:30:00Z']);
  });

  it('that was due once before there was one never runs', async () => {
    const { bodies, pass } = schedulerWith(
      { schedules: { past: { ScheduleExpression: 'at(2026-07-01T11:59:59)' } } },
      atNoon(),
    );
    await pass(3);
    expect(bodies()).toEqual([]);
  });

  it('loses no invocation of a process that was killed', async () => {
    const { bodies, cloud, scheduler, restart } = schedulerWith({ schedules: { sweep: {} } }, atNoon());
    cloud.faults.plan({ service: 'scheduler', operation: 'Deliver', kind: 'throttle', count: 1 });
    cloud.clock.pass(0);
    await scheduler.stop();
    expect(bodies()).toEqual([]);
    const next = restart();
    cloud.clock.pass(1000);
    await next.idle();
    expect(bodies()).toEqual(['2026-07-01T12:00:00Z']);
  });

  it('invokes again what was under way in a process that was killed', async () => {
    let answer = (): void => undefined;
    const waits = new Promise<void>((resolve) => (answer = resolve));
    const once = { ScheduleExpression: 'at(2026-07-01T12:00:00)', ...toFunction({ Input: '1' }) };
    const { cloud, invoked, restart } = schedulerWith({ schedules: { once }, invoke: () => waits }, atNoon());
    cloud.clock.pass(0);
    restart();
    expect(invoked).toHaveLength(2);
    answer();
  });

  it('goes back to a snapshot', async () => {
    const once = { ScheduleExpression: 'at(2026-07-01T12:03:00)' };
    const { bodies, cloud, scheduler, pass } = schedulerWith({ schedules: { once } }, atNoon());
    const folder = `${cloud.stateFolder}/snapshot/scheduler`;
    scheduler.snapshot(folder);
    for (let round = 0; round < 2; round += 1) {
      await pass(5);
      expect(bodies()).toEqual(['2026-07-01T12:03:00Z']);
      cloud.clock.time = noon;
      await scheduler.restore(folder);
    }
  });

  it('is idle although it will be due', async () => {
    const { scheduler } = schedulerWith(
      { schedules: { later: { ScheduleExpression: 'cron(0 13 * * ? *)' } } },
      atNoon(),
    );
    await scheduler.idle();
  });

  it('invokes a function by its role, in a session of its own name', async () => {
    const { invoked, pass } = schedulerWith({ schedules: { sweep: toFunction({ Input: '{"n":1}' }) } }, atNoon());
    await pass(1);
    const arn = 'arn:aws:sts::000000000000:assumed-role/Sender/sweep';
    expect(invoked).toMatchObject([{ functionArn, payload: { n: 1 }, principal: { arn } }]);
  });

  it('whose role may not invoke is refused, by name in the terminal, and its dead-letter queue is told', async () => {
    const sweep = toFunction({ DeadLetterConfig: { Arn: queueArn('dead') } });
    const { bodies, cloud, pass } = schedulerWith({ schedules: { sweep }, mayDo: ['sqs:SendMessage'] }, atNoon());
    await pass(1);
    expect(bodies('dead')).toHaveLength(1);
    expect(cloud.terminal.join('\n')).toContain('not authorized to perform: lambda:InvokeFunction');
    expect(cloud.terminal.join('\n')).toContain('schedule sweep of 2026-07-01T12:00:00.000Z');
  });

  it('sends to a FIFO queue with a group', async () => {
    const fifo = { Arn: queueArn('line.fifo'), SqsParameters: { MessageGroupId: 'g' } };
    const { scheduler } = schedulerWith({ schedules: { sweep: toQueue(fifo) } }, atNoon());
    await scheduler.idle();
    expect(() => schedulerWith({ schedules: { sweep: toQueue({ Arn: queueArn('line.fifo') }) } })).toThrow(
      'Stack/sweep: Target: SqsParameters: MessageGroupId is missing',
    );
  });

  it.each([
    ['duplicate', 2],
    ['crashAfterCommit', 2],
    ['throttle', 1],
  ] as const)('under the planned fault %s arrives %i times', async (kind, times) => {
    const once = { ScheduleExpression: 'at(2026-07-01T12:00:00)' };
    const { bodies, cloud, pass } = schedulerWith({ schedules: { once } }, atNoon());
    cloud.faults.plan({ service: 'scheduler', operation: 'Deliver', kind, count: 1 });
    await pass(1);
    expect(bodies()).toHaveLength(times);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ KmsKeyArn: 'arn:aws:kms:x' }, 'Stack/sweep: KmsKeyArn is not run locally'],
    [{ Target: { Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage', RoleArn: 'r' } }, 'aws-sdk:sqs:sendMessage: only'],
    [{ Target: { Arn: 'arn:aws:states:us-east-1:0:stateMachine:x', RoleArn: 'r' } }, 'only functions, SQS queues'],
    [toQueue({ EcsParameters: {} }), 'Stack/sweep: Target: EcsParameters is not run locally'],
    [toQueue({ RetryPolicy: { MaximumRetryAttempts: 186 } }), 'MaximumRetryAttempts is 186'],
    [toQueue({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }), 'MaximumEventAgeInSeconds is 59'],
    [{ Name: 'a b' }, 'Name a b must be'],
    [{ StartDate: 'soon' }, 'StartDate is soon'],
    [{ StartDate: '2026-02-01T00:00:00Z', EndDate: '2026-01-01T00:00:00Z' }, 'EndDate you specify must be after'],
    [{ ScheduleExpression: 'rate(5 weeks)' }, 'Invalid Schedule Expression rate(5 weeks).'],
  ])('with %j is refused', (properties, message) => {
    expect(() => schedulerWith({ schedules: { sweep: properties } })).toThrow(message);
  });
});
