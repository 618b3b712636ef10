import { describe, expect, it } from 'vitest';
import { administrator, queueArn } from '../sqs/account.ts';
import { newCloud } from '../support/cloud.ts';
import { busArn, entry, eventsWith, forwardRole, toQueue } from './account.ts';

describe('an event reaches', () => {
  it('the queues of all rules that match, and is in the log with their names', async () => {
    const { put, bodies, eventbridge, cloud } = eventsWith({
      queues: { first: {}, second: {}, third: {} },
      rules: {
        one: toQueue('first'),
        two: toQueue('second'),
        other: toQueue('third', {}, { EventPattern: { source: ['else'] } }),
        off: toQueue('third', {}, { State: 'DISABLED' }),
      },
    });
    const { Entries: entries } = await put(entry({ lesson: 1 }, { Resources: ['arn:x'], Time: 1_500_000_000.9 }));
    await eventbridge.idle();
    const event = {
      version: '0',
      id: (entries[0] as { EventId: string }).EventId,
      'detail-type': 'Happened',
      source: 'app',
      account: '000000000000',
      time: '2017-07-14T02:40:00Z',
      region: 'us-east-1',
      resources: ['arn:x'],
      detail: { lesson: 1 },
    };
    expect(bodies('first').map((body) => JSON.parse(body) as unknown)).toEqual([event]);
    expect(bodies('second')).toEqual([JSON.stringify(event)]);
    expect(bodies('third')).toEqual([]);
    expect(cloud.events.list()).toEqual([
      {
        id: event.id,
        bus: 'default',
        source: 'app',
        detailType: 'Happened',
        detail: { lesson: 1 },
        resources: ['arn:x'],
        time: event.time,
        rules: ['one', 'two'],
      },
    ]);
  });

  it('a function, and a log group as a line', async () => {
    const invoked: unknown[] = [];
    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:confirm';
    const { put, eventbridge } = eventsWith({
      rules: {
        rule: {
          EventPattern: { source: ['app'] },
          Targets: [
            { Id: 'function', Arn: functionArn, InputPath: '$.detail' },
            { Id: 'log', Arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/events/all:*' },
          ],
        },
      },
      invoke: async (...call) => invoked.push(call),
    });
    await put(entry({ name: 'Ada' }));
    await eventbridge.idle();
    expect(invoked).toEqual([[functionArn, { name: 'Ada' }]]);
  });

  it('another bus by a role, and goes no further from there', async () => {
    const { put, bodies, eventbridge, iam } = eventsWith({
      buses: ['second', 'third'],
      queues: { q: {}, last: {} },
      rules: {
        across: {
          EventPattern: { source: ['app'] },
          Targets: [{ Id: 'bus', Arn: busArn('second'), RoleArn: 'arn:aws:iam::000000000000:role/Forward' }],
        },
        further: {
          EventBusName: 'second',
          EventPattern: { source: ['app'] },
          Targets: [
            { Id: 'q', Arn: queueArn('q') },
            { Id: 'bus', Arn: busArn('third'), RoleArn: 'arn:aws:iam::000000000000:role/Forward' },
          ],
        },
        last: toQueue('last', {}, { EventBusName: 'third' }),
      },
    });
    forwardRole(iam);
    await put(entry());
    await eventbridge.idle();
    expect(bodies('q')).toHaveLength(1);
    expect(bodies('last')).toEqual([]);
  });

  it('ten thousand times in seconds, in order', async () => {
    const { put, sqs, eventbridge } = eventsWith({ queues: { q: {} }, rules: { rule: toQueue('q') } });
    for (let batch = 0; batch < 1000; batch += 1) {
      await put(...Array.from({ length: 10 }, (_, index) => entry({ n: batch * 10 + index })));
    }
    await eventbridge.idle();
    const seen: number[] = [];
    for (;;) {
      const messages = sqs.receive(administrator, queueArn('q'), 10);
      if (messages.length === 0) break;
      seen.push(...messages.map(({ body }) => (JSON.parse(body) as { detail: { n: number } }).detail.n));
      sqs.delete(
        administrator,
        queueArn('q'),
        messages.map(({ receiptHandle }) => receiptHandle),
      );
    }
    expect(seen).toEqual(Array.from({ length: 10_000 }, (_, n) => n));
  }, 60_000);
});

describe('a delivery that fails', () => {
  const failing = (target: Record<string, unknown> = {}) =>
    eventsWith({
      queues: { q: {}, dead: {} },
      rules: { rule: toQueue('q', { DeadLetterConfig: { Arn: queueArn('dead') }, ...target }) },
    });
  const deadLetters = ({ sqs }: ReturnType<typeof failing>) =>
    sqs.receive(administrator, queueArn('dead'), 10).map(({ body, messageAttributes }) => ({
      detail: (JSON.parse(body) as { detail: unknown }).detail,
      attributes: Object.fromEntries(
        Object.entries(messageAttributes).map(([name, value]) => [
          name,
          (value as { stringValue: string }).stringValue,
        ]),
      ),
    }));

  it('is tried again, later and later', async () => {
    const events = failing();
    const { cloud, eventbridge, put, bodies } = events;
    cloud.faults.plan({ service: 'eventbridge', operation: 'Deliver', kind: 'throttle', count: 3 });
    await put(entry());
    await eventbridge.idle();
    for (const [seconds, arrived] of [
      [1, 0],
      [2, 0],
      [3.9, 0],
      [0.1, 1],
    ] as const) {
      cloud.clock.pass(seconds * 1000);
      await eventbridge.idle();
      expect(bodies('q')).toHaveLength(arrived);
    }
    expect(deadLetters(events)).toEqual([]);
  });

  it('ends in the dead-letter queue when the tries are used up', async () => {
    const events = failing({ RetryPolicy: { MaximumRetryAttempts: 1 } });
    const { cloud, eventbridge, put } = events;
    cloud.faults.plan({ service: 'eventbridge', operation: 'Deliver', kind: 'throttle', count: 9 });
    await put(entry({ n: 1 }));
    await eventbridge.idle();
    cloud.clock.pass(1000);
    await eventbridge.idle();
    expect(deadLetters(events)).toEqual([
      {
        detail: { n: 1 },
        attributes: {
          RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/rule',
          TARGET_ARN: queueArn('q'),
          ERROR_CODE: 'THROTTLING',
          ERROR_MESSAGE: 'Rate exceeded',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '1',
        },
      },
    ]);
  });

  it('ends there when the event is too old', async () => {
    const events = failing({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    const { cloud, eventbridge, put } = events;
    cloud.faults.plan({ service: 'eventbridge', operation: 'Deliver', kind: 'error', count: 99 });
    await put(entry());
    for (let second = 0; second < 60; second += 1) {
      await eventbridge.idle();
      cloud.clock.pass(1000);
    }
    await eventbridge.idle();
    expect(deadLetters(events)).toMatchObject([
      { attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' } },
    ]);
  });

  it('isn’t tried again where the queue’s policy denies it', async () => {
    const events = eventsWith({
      queues: { q: {}, dead: {} },
      openQueues: ['dead'],
      rules: { rule: toQueue('q', { DeadLetterConfig: { Arn: queueArn('dead') } }) },
    });
    await events.put(entry());
    await events.eventbridge.idle();
    expect(deadLetters(events)).toMatchObject([{ attributes: { ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0' } }]);
    expect(events.cloud.terminal.join()).toContain(
      'events.amazonaws.com is not authorized to perform: sqs:sendmessage',
    );
  });

  it('is lost, and shown, without a dead-letter queue', async () => {
    const { put, eventbridge, cloud } = eventsWith({
      rules: { rule: toQueue('none', { RetryPolicy: { MaximumRetryAttempts: 0 } }) },
    });
    await put(entry());
    await eventbridge.idle();
    expect(cloud.terminal.join()).toContain('NO_RESOURCE The specified queue does not exist.');
  });
});

describe('planned faults', () => {
  it.each([
    ['duplicate', ['1', '1', '2']],
    ['reorder', ['2', '1']],
    ['crashAfterCommit', ['1', '2', '1']],
  ] as const)('%s', async (kind, arrived) => {
    const { cloud, put, eventbridge, bodies } = eventsWith({
      queues: { q: {} },
      rules: { rule: toQueue('q', { InputPath: '$.detail.n' }) },
    });
    cloud.faults.plan({ service: 'eventbridge', operation: 'Deliver', kind, count: 1 });
    await put(entry({ n: 1 }), entry({ n: 2 }));
    await eventbridge.idle();
    cloud.clock.pass(1000);
    await eventbridge.idle();
    expect(bodies('q')).toEqual(arrived);
  });

  it('refuse PutEvents before, or lose its answer after', async () => {
    const { cloud, put, eventbridge, bodies } = eventsWith({ queues: { q: {} }, rules: { rule: toQueue('q') } });
    cloud.faults.plan({ service: 'eventbridge', operation: 'PutEvents', kind: 'throttle', count: 1 });
    cloud.faults.plan({ service: 'eventbridge', operation: 'PutEvents', kind: 'crashAfterCommit', count: 1 });
    await expect(put(entry())).rejects.toMatchObject({ code: 'ThrottlingException' });
    await eventbridge.idle();
    expect(bodies('q')).toHaveLength(0);
    await expect(put(entry())).rejects.toMatchObject({ code: 'InternalException' });
    await eventbridge.idle();
    expect(bodies('q')).toHaveLength(1);
  });
});

describe('state', () => {
  it('a killed process loses no delivery', async () => {
    const cloud = newCloud();
    const { put, eventbridge, create, bodies } = eventsWith(
      { queues: { q: {} }, rules: { rule: toQueue('q') } },
      cloud,
    );
    cloud.faults.plan({ service: 'eventbridge', operation: 'Deliver', kind: 'throttle', count: 1 });
    await put(entry());
    await eventbridge.stop();
    expect(bodies('q')).toEqual([]);
    const next = create();
    cloud.clock.pass(1000);
    await next.idle();
    expect(bodies('q')).toHaveLength(1);
  });

  it('goes back to a snapshot', async () => {
    const { cloud, put, eventbridge, bodies } = eventsWith({ queues: { q: {} }, rules: { rule: toQueue('q') } });
    cloud.faults.plan({ service: 'eventbridge', operation: 'Deliver', kind: 'throttle', count: 1 });
    await put(entry());
    await eventbridge.idle();
    const folder = `${cloud.stateFolder}/snapshot/eventbridge`;
    eventbridge.snapshot(folder);
    for (let round = 0; round < 2; round += 1) {
      cloud.clock.pass(1000);
      await eventbridge.idle();
      expect(bodies('q')).toHaveLength(1);
      await eventbridge.restore(folder);
      await eventbridge.idle();
    }
  });
});
