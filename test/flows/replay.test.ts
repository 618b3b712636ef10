import { StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AWARD, ONCE, type Key } from '../../model/keys.ts';
import { dueKeys, type Delivery, type NotificationItem } from '../../model/notification.ts';
import { eventsOf, type Events } from '../../scripts/events/consumers.ts';
import { cancelReplay, replay } from '../../scripts/events/replay.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners } from '../support/learners.ts';
import { idle, lever, moveClock } from '../support/levers.ts';
import { itemOf, putNotification, subOf } from '../support/notifications.ts';
import { learn } from '../support/points.ts';

const MONTH = 25 * 86_400_000;

let backend: TestBackend;
let events: Events;
let course: TestCourse;
/** Around all that happens here. */
const period = { from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 86_400_000) };

beforeAll(async () => {
  backend = await startTestBackend();
  events = eventsOf('dev', 'us-east-1', backend.url);
  course = await writeCourse(backend.as('mentor'));
  const [learner] = await makeLearners(backend, 1);
  if (!learner) throw new Error('No learner was made.');
  await learn(learner, course, course.lessons.length);
  await idle(backend);
});
afterAll(() => backend.stop());

/** Replays all that has happened for one consumer, as an operator does. @returns what the operator sees */
async function replayed(consumer: string): Promise<string[]> {
  const printed: string[] = [];
  await replay(events, consumer, period, (line) => printed.push(line));
  await idle(backend);
  return printed;
}

const mails = async () => ((await lever(backend, 'GET', 'outbox?channel=EMAIL')) as unknown[]).length;

async function remove(items: readonly Key[]): Promise<void> {
  const { table, tableName } = backend.operator;
  for (const { pk, sk } of items) await table.send(new DeleteCommand({ TableName: tableName, Key: { pk, sk } }));
  await idle(backend);
}

const isAward = ({ sk }: Key) => sk.startsWith(AWARD);
const isTold = (item: Key): item is NotificationItem => (item as { entity?: string }).entity === 'Notification';
const isGuard = ({ pk }: Key) => pk.startsWith(ONCE);

describe('a replay', () => {
  it('changes nothing for consumers that have heard it all, however often it is made', async () => {
    const before = { items: await backend.items(), mails: await mails() };
    expect(before.items.filter(isAward)).not.toEqual([]);
    expect(before.items.filter(isTold)).not.toEqual([]);
    for (const consumer of ['notifications', 'points', 'deliver', 'points', 'notifications']) {
      const printed = await replayed(consumer);
      expect(printed.at(-1)).toMatch(/^COMPLETED, events until 20/);
    }
    expect({ items: await backend.items(), mails: await mails() }).toEqual(before);
  });

  it('brings a consumer that comes late to where it would be', async () => {
    const before = (await backend.items()).filter(isAward);
    await remove(before);
    expect((await backend.items()).filter(isAward)).toEqual([]);
    await replayed('points');
    expect((await backend.items()).filter(isAward)).toEqual(before);
  });

  it('is for its consumer alone, and one to all rules leaves the audit trail alone', async () => {
    const logged = async () => {
      const all = (await lever(backend, 'GET', 'events?bus=kalpla-dev')) as { replayName?: string; rules: string[] }[];
      return all.filter(({ replayName }) => replayName !== undefined).flatMap(({ rules }) => rules);
    };
    expect(new Set(await logged())).toEqual(
      new Set(['kalpla-dev-deliver', 'kalpla-dev-notifications', 'kalpla-dev-points']),
    );
    await events.buses.send(
      new StartReplayCommand({
        ReplayName: 'all',
        EventSourceArn: 'arn:aws:events:us-east-1:000000000000:archive/kalpla-dev',
        EventStartTime: period.from,
        EventEndTime: period.to,
        Destination: { Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/kalpla-dev' },
      }),
    );
    await idle(backend);
    const rules = new Set(await logged());
    expect([...rules].filter((rule) => !rule.startsWith('kalpla-dev-'))).toEqual([]);
  });

  it('tells what there is to choose from, and what is wrong', async () => {
    await expect(replayed('mail-events')).rejects.toThrow(
      /^Events can not be replayed to mail-events\. Choose one of: .*notifications, points, .*refresh-names.*\.$/,
    );
    await expect(cancelReplay(events, 'points')).rejects.toThrow('No replay of points is under way.');
  });

  it('leaves nothing to mail that has waited for more than a week: the mails’ guard lasts no longer', async () => {
    const before = await mails();
    const past = new Date(Date.now() - 7 * 86_400_000 - 1000).toISOString();
    const sub = await subOf(backend.as('student'));
    const put = (EMAIL: Delivery) =>
      putNotification(backend, sub, {
        change: { createdAt: past, channels: { EMAIL }, ...dueKeys('0', { EMAIL }) },
      });
    const ids = [
      await put({ status: 'PENDING' }),
      await put({ status: 'PENDING', reason: 'QUIET_HOURS', dueAt: past }),
      await put({ status: 'PENDING', reason: 'DAILY_DIGEST', dueAt: past }),
    ];
    await moveClock(backend, { advance: 'PT1M' });
    const told = await Promise.all(ids.map((id) => itemOf(backend, id)));
    const skipped = { status: 'SKIPPED', reason: 'TOO_OLD', at: expect.any(String) as string };
    expect(told.map(({ channels }) => channels.EMAIL)).toEqual([skipped, skipped, skipped]);
    expect(await mails()).toBe(before);
    await remove(told);
  });

  it('a month later mails nobody: what is new to the consumer is in the list, with the reason in its receipt', async () => {
    await moveClock(backend, { now: new Date(Date.now() + MONTH).toISOString() });
    const before = { items: (await backend.items()).filter(isTold), mails: await mails() };
    await replayed('notifications');
    await replayed('deliver');
    expect({ items: (await backend.items()).filter(isTold), mails: await mails() }).toEqual(before);

    await remove((await backend.items()).filter((item) => isTold(item) || isGuard(item)));
    await replayed('notifications');
    const after = (await backend.items()).filter(isTold);
    expect(after.map(({ id }) => id).sort()).toEqual(before.items.map(({ id }) => id).sort());
    expect(await mails()).toBe(before.mails);
    const channels = after.map(({ channels: { EMAIL, IN_APP } }) => ({ ...EMAIL, list: IN_APP?.status }));
    expect(channels).toContainEqual({
      status: 'SKIPPED',
      reason: 'TOO_OLD',
      at: expect.any(String) as string,
      list: 'SENT',
    });
    expect(channels.filter(({ status }) => status !== 'SKIPPED')).toEqual([]);
  });
});
