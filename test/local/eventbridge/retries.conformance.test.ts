import { expect } from 'vitest';
import { queueArn } from '../sqs/account.ts';
import { documented } from '../support/documented.ts';
import { busArn, entry, eventsWith, forwardRole, toQueue } from './account.ts';

const guide = 'eventbridge/latest/userguide/';
const deadLetters = `${guide}eb-rule-dlq.html`;

/** A rule whose queue takes nothing for a while. */
function failing(target: Record<string, unknown> = {}) {
  const events = eventsWith({
    queues: { q: {}, dead: {} },
    rules: { rule: toQueue('q', { DeadLetterConfig: { Arn: queueArn('dead') }, ...target }) },
  });
  const { cloud, eventbridge } = events;
  const fail = (count: number) => {
    cloud.faults.plan({ service: 'eventbridge', operation: 'Deliver', kind: 'throttle', count });
  };
  const pass = async (seconds: number) => {
    await eventbridge.idle();
    cloud.clock.pass(seconds * 1000);
    await eventbridge.idle();
  };
  return { ...events, fail, pass };
}

documented(
  deadLetters,
  "When an event isn't successfully delivered to a target because of retriable errors, EventBridge retries sending the event.",
  async () => {
    const { put, bodies, fail, pass } = failing();
    fail(1);
    await put(entry());
    await pass(0);
    expect(bodies('q')).toHaveLength(0);
    await pass(3600);
    expect(bodies('q')).toHaveLength(1);
  },
);

documented(
  deadLetters,
  'By default, EventBridge retries sending the event for 24 hours and up to 185 times',
  async () => {
    const { put, bodies, fail, pass, cloud } = failing();
    fail(1000);
    await put(entry());
    for (let hour = 0; hour < 23; hour += 1) await pass(3600);
    expect(bodies('dead')).toHaveLength(0);
    for (let round = 0; round < 20; round += 1) await pass(480);
    expect(bodies('dead')).toHaveLength(1);
    expect(cloud.faults.report()[0]?.struck).toBeLessThanOrEqual(186);
  },
);

documented(deadLetters, 'Some events are dropped or sent to a DLQ without any retry attempts.', async () => {
  const { put, eventbridge, bodies } = eventsWith({
    queues: { q: {}, dead: {} },
    openQueues: ['dead'],
    rules: { rule: toQueue('q', { DeadLetterConfig: { Arn: queueArn('dead') } }) },
  });
  await put(entry());
  await eventbridge.idle();
  expect(bodies('dead')).toHaveLength(1);
});

documented(
  deadLetters,
  "If an event isn't delivered after all retry attempts are exhausted, the event is dropped",
  async () => {
    const { put, bodies, fail, pass, cloud } = failing({
      DeadLetterConfig: undefined,
      RetryPolicy: { MaximumRetryAttempts: 0 },
    });
    fail(1);
    await put(entry());
    await pass(86_400);
    expect(bodies('q')).toHaveLength(0);
    expect(cloud.terminal).toHaveLength(1);
  },
);

documented(
  deadLetters,
  "Only standard queues are supported. You can't use a FIFO queue for a DLQ in EventBridge.",
  () => {
    const target = { DeadLetterConfig: { Arn: queueArn('dead.fifo') } };
    expect(() => eventsWith({ rules: { rule: toQueue('q', target) } })).toThrow('standard SQS queue');
  },
);

documented(
  deadLetters,
  'To successfully deliver events to the queue, EventBridge must have permission to do so.',
  async () => {
    const { put, eventbridge, bodies, cloud } = eventsWith({
      queues: { q: {}, dead: {} },
      openQueues: [],
      rules: { rule: toQueue('q', { DeadLetterConfig: { Arn: queueArn('dead') } }) },
    });
    await put(entry());
    await eventbridge.idle();
    expect(bodies('dead')).toEqual([]);
    expect(cloud.terminal.at(-1)).toContain('not taken by its dead-letter queue');
  },
);

documented(
  `${guide}eb-bus-to-bus.html`,
  "EventBridge can't route events received from a sender event bus to a third event bus.",
  async () => {
    const role = 'arn:aws:iam::000000000000:role/Forward';
    const forward = (bus: string, to: string) => ({
      EventBusName: bus,
      EventPattern: { source: ['app'] },
      Targets: [{ Id: 'bus', Arn: busArn(to), RoleArn: role }],
    });
    const { put, eventbridge, iam, cloud } = eventsWith({
      buses: ['second', 'third'],
      rules: { first: forward('default', 'second'), next: forward('second', 'third') },
    });
    forwardRole(iam);
    await put(entry());
    await eventbridge.idle();
    expect(cloud.events.list().map(({ bus }) => bus)).toEqual(['default', 'second']);
  },
);
