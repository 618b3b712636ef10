import { describe, expect, it } from 'vitest';
import type { BusEvent } from '../../../local/eventbridge/event.ts';
import { declared, roleWith } from '../iam/account.ts';
import { administrator } from '../sqs/account.ts';
import { newCloud } from '../support/cloud.ts';
import { busArn, entry, eventsWith, toQueue } from './account.ts';

const account = 'arn:aws:events:us-east-1:000000000000:';

/** An archive of all, and a rule with a queue. */
function archived() {
  const cloud = newCloud();
  const events = eventsWith({ queues: { q: {} }, rules: { rule: toQueue('q') }, archives: { kept: {} } }, cloud);
  return { ...events, cloud };
}

type Archived = ReturnType<typeof archived>;

const asked = (replay: Record<string, unknown> = {}) => ({
  ReplayName: 'again',
  EventSourceArn: `${account}archive/kept`,
  EventStartTime: 0,
  EventEndTime: 4_000_000_000,
  Destination: { Arn: busArn('default') },
  ...replay,
});

/** Calls an operation past the port. */
function call(eventbridge: Archived['eventbridge'], operation: string, input: object, principal = administrator) {
  return eventbridge.operate(principal, operation, input as Record<string, unknown>) as Record<string, unknown>;
}

describe('an archive of a template', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ ArchiveName: 'a b' }, 'ArchiveName a b'],
    [{ ArchiveName: 'x'.repeat(49) }, '1 to 48'],
    [{ SourceArn: undefined }, 'SourceArn is required'],
    [{ SourceArn: 'arn:aws:sqs:us-east-1:000000000000:q' }, 'must be an event bus of the account'],
    [{ SourceArn: busArn('none') }, 'Event bus none does not exist.'],
    [{ RetentionDays: -1 }, 'RetentionDays must be 0'],
    [{ EventPattern: { source: 'app' } }, 'EventPattern: Event pattern is not valid.'],
    [{ Sort: true }, "Sort isn't run"],
  ])('%j is refused', (properties, message) => {
    expect(() => eventsWith({ archives: { kept: properties } })).toThrow(message);
  });

  it('has a reference and an ARN', () => {
    const { eventbridge } = eventsWith({});
    const properties = { ArchiveName: 'own', SourceArn: busArn('default') };
    expect(
      eventbridge.resourceTypes['AWS::Events::Archive'](declared('AWS::Events::Archive', 'Own', properties)),
    ).toEqual({ ref: 'own', attributes: { Arn: `${account}archive/own` } });
  });
});

describe('StartReplay refuses', () => {
  it.each<[Record<string, unknown>, string, string]>([
    [{ ReplayName: 'a b' }, 'ValidationException', 'regular expression'],
    [{ ReplayName: undefined }, 'ValidationException', "Value null at 'replayName'"],
    [{ EventStartTime: undefined }, 'ValidationException', "Value null at 'eventStartTime'"],
    [{ EventEndTime: 0 }, 'ValidationException', 'EventStartTime must be before EventEndTime.'],
    [{ EventSourceArn: `${account}archive/none` }, 'ValidationException', 'Archive none does not exist.'],
    [{ Destination: { Arn: 'default' } }, 'ValidationException', 'Must contain an event bus ARN.'],
    [{ Destination: { Arn: busArn('none') } }, 'ResourceNotFoundException', 'Event bus none does not exist.'],
    [
      { Destination: { Arn: busArn('default'), FilterArns: [`${account}rule/none`] } },
      'ResourceNotFoundException',
      'Rule none does not exist',
    ],
  ])('%j', (replay, code, message) => {
    const { eventbridge } = archived();
    expect(() => call(eventbridge, 'StartReplay', asked(replay))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error,
    );
  });

  it('who may not', () => {
    const { eventbridge, iam } = archived();
    const role = roleWith(iam, { Effect: 'Allow', Action: 'events:ListReplays', Resource: '*' });
    expect(() => call(eventbridge, 'StartReplay', asked(), role)).toThrow('events:StartReplay');
    expect(call(eventbridge, 'ListReplays', {}, role)).toEqual({ Replays: [] });
  });
});

describe('archived events', () => {
  it('reach a rule that came later', async () => {
    const { put, eventbridge, create, bodies } = archived();
    for (let n = 0; n < 3; n += 1) await put(entry({ n }));
    await eventbridge.idle();
    bodies('q');
    await eventbridge.stop();
    const next = create({ newcomer: toQueue('q', { InputPath: '$.detail.n' }) });
    const Destination = { Arn: busArn('default'), FilterArns: [`${account}rule/newcomer`] };
    call(next, 'StartReplay', asked({ Destination }));
    await next.idle();
    expect(bodies('q')).toEqual(['0', '1', '2']);
  });

  it('are all replayed by the next process when one is killed, some of them twice', async () => {
    const { put, eventbridge, create, bodies, cloud } = archived();
    const total = 330;
    for (let n = 0; n < total; n += 10) {
      await put(...Array.from({ length: 10 }, (_, more) => entry({ n: n + more })));
    }
    await eventbridge.idle();
    while (bodies('q').length > 0);
    call(eventbridge, 'StartReplay', asked());
    // Between two of its pages.
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    const begun = call(eventbridge, 'DescribeReplay', { ReplayName: 'again' });
    await eventbridge.stop();
    expect([begun['State'], begun['EventLastReplayedTime'] !== undefined]).toEqual(['RUNNING', true]);
    const next = create();
    await next.idle();
    expect(call(next, 'DescribeReplay', { ReplayName: 'again' })['State']).toBe('COMPLETED');
    const heard = new Set<number>();
    for (let page = bodies('q'); page.length > 0; page = bodies('q')) {
      for (const body of page) heard.add(((JSON.parse(body) as BusEvent).detail as { n: number }).n);
    }
    expect(heard.size).toBe(total);
    const replayed = cloud.events.list().filter(({ replayName }) => replayName === 'again').length;
    expect(replayed).toBeGreaterThanOrEqual(total);
    // It goes on, and doesn't begin anew.
    expect(replayed).toBeLessThan(total + 50);
  });

  it('are not lost when the process ends while they are under way', async () => {
    const { put, eventbridge, create } = archived();
    const total = 300;
    for (let n = 0; n < total; n += 10) {
      await put(...Array.from({ length: 10 }, (_, more) => entry({ n: n + more })));
    }
    await eventbridge.stop();
    const next = create();
    await next.idle();
    expect(call(next, 'DescribeArchive', { ArchiveName: 'kept' })['EventCount']).toBe(total);
  });

  it('go back to a snapshot with their replays', async () => {
    const { put, eventbridge, cloud } = archived();
    await put(entry());
    await eventbridge.idle();
    const folder = `${cloud.stateFolder}/snapshot/eventbridge`;
    eventbridge.snapshot(folder);
    await put(entry());
    call(eventbridge, 'StartReplay', asked());
    await eventbridge.idle();
    expect(call(eventbridge, 'DescribeArchive', { ArchiveName: 'kept' })['EventCount']).toBe(2);
    await eventbridge.restore(folder);
    expect(call(eventbridge, 'DescribeArchive', { ArchiveName: 'kept' })['EventCount']).toBe(1);
    expect(call(eventbridge, 'ListReplays', {})).toEqual({ Replays: [] });
  });

  it('are kept once, however often they are delivered', async () => {
    const { put, eventbridge, cloud } = archived();
    cloud.faults.plan({ service: 'eventbridge', operation: 'Deliver', kind: 'duplicate', count: 2 });
    await put(entry());
    await eventbridge.idle();
    expect(call(eventbridge, 'DescribeArchive', { ArchiveName: 'kept' })['EventCount']).toBe(1);
  });

  it('let replays be forgotten after 90 days', async () => {
    const { eventbridge, cloud } = archived();
    call(eventbridge, 'StartReplay', asked());
    await eventbridge.idle();
    cloud.clock.pass(90 * 86_400_000);
    expect(call(eventbridge, 'ListReplays', {})).toEqual({ Replays: [] });
    call(eventbridge, 'StartReplay', asked());
  });
});
