import {
  CancelReplayCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  ListArchivesCommand,
  ListReplaysCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import type { StartReplayCommandInput } from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { BusEvent } from '../../../local/eventbridge/event.ts';
import { administrator } from '../sqs/account.ts';
import { documented } from '../support/documented.ts';
import { busArn, entry, eventsClient, toQueue } from './account.ts';

const archiving = 'eventbridge/latest/userguide/eb-archive.html';
const replaying = 'eventbridge/latest/userguide/eb-replay-archived-event.html';
const template = 'AWSCloudFormation/latest/UserGuide/aws-resource-events-archive.html';
const reference = 'eventbridge/latest/APIReference/';

const account = 'arn:aws:events:us-east-1:000000000000:';
const noon = Date.parse('2026-11-21T12:00:00Z');
const minutes = (count: number) => new Date(noon + count * 60_000);

/** Two rules that hear the same, and an archive of all. */
async function archived(archive: Record<string, unknown> = {}) {
  const events = await eventsClient({
    queues: { q: {}, other: {} },
    rules: { rule: toQueue('q'), otherRule: toQueue('other') },
    archives: { kept: archive },
    buses: ['own'],
  });
  const { client, eventbridge, put, bodies } = events;
  const received = (queue = 'q') => bodies(queue).map((body) => JSON.parse(body) as BusEvent);
  const replay = async (input: Partial<StartReplayCommandInput> = {}) => {
    await client.send(
      new StartReplayCommand({
        ReplayName: 'again',
        EventSourceArn: `${account}archive/kept`,
        EventStartTime: minutes(-60),
        EventEndTime: minutes(60),
        Destination: { Arn: busArn('default') },
        ...input,
      }),
    );
    await eventbridge.idle();
  };
  return {
    ...events,
    received,
    replay,
    /** Past the port: it has done nothing yet when this returns. */
    start: (name: string) =>
      eventbridge.operate(administrator, 'StartReplay', {
        ReplayName: name,
        EventSourceArn: `${account}archive/kept`,
        EventStartTime: noon / 1000,
        EventEndTime: noon / 1000 + 3600,
        Destination: { Arn: busArn('default') },
      }),
    /** Puts an event of that minute, and forgets its delivery. */
    happen: async (detail: unknown, time: Date) => {
      await put(entry(detail, { Time: time }));
      await eventbridge.idle();
      return [...received('q'), ...received('other')][0];
    },
    count: async () => (await client.send(new DescribeArchiveCommand({ ArchiveName: 'kept' }))).EventCount,
    state: async (ReplayName = 'again') => client.send(new DescribeReplayCommand({ ReplayName })),
  };
}

documented(
  archiving,
  'you can create an archive of events so that you can easily replay, or resend them to the event bus that originally received them, at a later time.',
  async () => {
    const { happen, replay, received } = await archived();
    const first = await happen({ n: 1 }, minutes(0));
    await replay();
    expect(received()).toEqual([{ ...first, 'replay-name': 'again' }]);
  },
);

documented(
  archiving,
  'You can specify an event pattern for EventBridge to use when filtering the events it sends to the archive.',
  async () => {
    const { happen, count } = await archived({ EventPattern: { detail: { n: [1] } } });
    await happen({ n: 1 }, minutes(0));
    await happen({ n: 2 }, minutes(0));
    expect(await count()).toBe(1);
  },
);

documented(archiving, 'You can specify the number of days to retain events in the archive.', async () => {
  const { happen, count, cloud, replay, received } = await archived({ RetentionDays: 2 });
  await happen({ n: 1 }, minutes(0));
  cloud.clock.pass(2 * 86_400_000 - 1000);
  expect(await count()).toBe(1);
  cloud.clock.pass(2000);
  expect(await count()).toBe(0);
  await replay();
  expect(received()).toEqual([]);
});

documented(archiving, 'By default, EventBridge stores events in an archive indefinitely.', async () => {
  const { happen, count, cloud, client } = await archived();
  await happen({ n: 1 }, minutes(0));
  cloud.clock.pass(10_000 * 86_400_000);
  expect(await count()).toBe(1);
  expect(await client.send(new DescribeArchiveCommand({ ArchiveName: 'kept' }))).toMatchObject({ RetentionDays: 0 });
});

documented(
  archiving,
  'There may be a delay between an event being received on an event bus and the event arriving in the archive.',
  async () => {
    const { put, count, cloud, eventbridge } = await archived();
    cloud.faults.plan({ service: 'eventbridge', operation: 'Deliver', kind: 'throttle', count: 3 });
    await put(entry({}, { Time: minutes(0) }));
    await eventbridge.idle();
    expect(await count()).toBe(0);
    cloud.clock.pass(1000);
    await eventbridge.idle();
    expect(await count()).toBe(1);
  },
);

documented(
  archiving,
  'EventBridge generates a managed rule on the source event bus that prevents replayed events from being sent to the archive.',
  async () => {
    const { happen, replay, count, client } = await archived({ EventPattern: { source: ['app'] } });
    const rule = await client.send(new DescribeRuleCommand({ Name: 'Events-Archive-kept' }));
    expect(rule).toMatchObject({ ManagedBy: 'prod.vhs.events.aws.internal', State: 'ENABLED' });
    expect(JSON.parse(rule.EventPattern ?? '')).toEqual({ source: ['app'], 'replay-name': [{ exists: false }] });
    await happen({ n: 1 }, minutes(0));
    await replay();
    await replay({ ReplayName: 'third' });
    expect(await count()).toBe(1);
  },
);

documented(
  template,
  'If you do not specify a pattern to filter events sent to the archive, all events are sent to the archive except replayed events.',
  async () => {
    const { put, eventbridge, count } = await archived();
    await put(entry({}, { Source: 'another' }));
    await eventbridge.idle();
    expect(await count()).toBe(1);
  },
);

documented(
  replaying,
  "Events aren't necessarily replayed in the same order that they were added to the archive. A replay processes events to replay based on the time in the event, and replays them on one minute intervals.",
  async () => {
    const { happen, replay, received, state } = await archived();
    for (const minute of [2, 0, 1, 0]) await happen({ minute }, minutes(minute));
    await replay();
    expect(received().map(({ detail }) => (detail as { minute: number }).minute)).toEqual([0, 0, 1, 2]);
    expect((await state()).EventLastReplayedTime).toEqual(minutes(2));
  },
);

documented(
  `${reference}API_Replay.html`,
  'Any event with a creation time prior to the EventEndTime specified is replayed.',
  async () => {
    const { happen, replay, received } = await archived();
    for (const minute of [0, 1, 2, 3]) await happen({ minute }, minutes(minute));
    await replay({ EventStartTime: minutes(1), EventEndTime: minutes(3) });
    expect(received().map(({ detail }) => (detail as { minute: number }).minute)).toEqual([1, 2]);
  },
);

documented(replaying, 'Choose Specify rules, and then select the rule or rules to replay the events to.', async () => {
  const { happen, replay, received, state } = await archived();
  await happen({ n: 1 }, minutes(0));
  const Destination = { Arn: busArn('default'), FilterArns: [`${account}rule/otherRule`] };
  await replay({ Destination });
  expect([received().length, received('other').length]).toEqual([0, 1]);
  expect((await state()).Destination).toEqual(Destination);
});

documented(
  replaying,
  'For destination, you can replay events only to the same event bus that emitted the events.',
  async () => {
    const { replay } = await archived();
    await expect(replay({ Destination: { Arn: busArn('own') } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
    });
  },
);

documented(
  replaying,
  'You can have a maximum of 10 active concurrent replays per account per AWS Region.',
  async () => {
    const { start, eventbridge } = await archived();
    for (let n = 0; n < 10; n += 1) start(`r${n}`);
    expect(() => start('r10')).toThrow(expect.objectContaining({ code: 'LimitExceededException' }) as Error);
    await eventbridge.idle();
    expect(start('r10')).toMatchObject({ State: 'STARTING' });
  },
);

documented(
  `${reference}API_CancelReplay.html`,
  'An error occurred because a replay can be canceled only when the state is Running or Starting.',
  async () => {
    const { happen, start, state, eventbridge, received, client } = await archived();
    for (let n = 0; n < 3; n += 1) await happen({ n }, minutes(n));
    start('again');
    expect(eventbridge.operate(administrator, 'CancelReplay', { ReplayName: 'again' })).toMatchObject({
      ReplayArn: `${account}replay/again`,
      State: 'CANCELLING',
    });
    await eventbridge.idle();
    expect([(await state()).State, received()]).toEqual(['CANCELLED', []]);
    const cancel = client.send(new CancelReplayCommand({ ReplayName: 'again' }));
    await expect(cancel).rejects.toMatchObject({ name: 'IllegalStatusException' });
  },
);

documented(
  `${reference}API_DescribeReplay.html`,
  'Use DescribeReplay to determine the progress of a running replay.',
  async () => {
    const { happen, replay, state } = await archived();
    await happen({ n: 1 }, minutes(0));
    await replay();
    expect(await state()).toMatchObject({
      ReplayArn: `${account}replay/again`,
      State: 'COMPLETED',
      EventSourceArn: `${account}archive/kept`,
      EventStartTime: minutes(-60),
      EventEndTime: minutes(60),
      ReplayStartTime: expect.any(Date) as Date,
      ReplayEndTime: expect.any(Date) as Date,
    });
    await expect(state('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  },
);

documented(
  `${reference}API_ListReplays.html`,
  'You can either list all the replays or you can provide a prefix to match to the replay names.',
  async () => {
    const { replay, client } = await archived();
    for (const ReplayName of ['a1', 'a2', 'b1']) await replay({ ReplayName });
    const list = async (input: object) => {
      const { Replays = [], NextToken } = await client.send(new ListReplaysCommand(input));
      return { names: Replays.map((one) => one.ReplayName), NextToken };
    };
    expect((await list({ NamePrefix: 'a' })).names).toEqual(['a1', 'a2']);
    const { names, NextToken } = await list({ Limit: 2 });
    expect([names, (await list({ NextToken })).names]).toEqual([['a1', 'a2'], ['b1']]);
    await expect(list({ NamePrefix: 'a', State: 'RUNNING' })).rejects.toThrow('At most one filter is allowed');
    const { Archives } = await client.send(new ListArchivesCommand({ EventSourceArn: busArn('default') }));
    expect(Archives).toMatchObject([{ ArchiveName: 'kept', State: 'ENABLED', EventCount: 0, SizeBytes: 0 }]);
    expect((await client.send(new ListArchivesCommand({ EventSourceArn: busArn('own') }))).Archives).toEqual([]);
  },
);

documented(`${reference}API_StartReplay.html`, 'The resource you are trying to create already exists.', async () => {
  const { replay } = await archived();
  await replay();
  await expect(replay()).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
});
