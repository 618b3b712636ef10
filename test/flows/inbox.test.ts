import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { notificationStateKey } from '../../model/keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle } from '../support/levers.ts';
import {
  ARCHIVE,
  itemOf,
  learnersWithEmptyInbox,
  LIST,
  listed,
  MARK_READ,
  putNotification,
  RECEIPT,
} from '../support/notifications.ts';

let backend: TestBackend;
let learner: Learner;
/** Emptying inboxes takes as long for many as for one. */
const spare: Learner[] = [];

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());
beforeEach(async () => {
  if (spare.length === 0) spare.push(...(await learnersWithEmptyInbox(backend, 10)));
  learner = spare.pop()!;
});

/** Tells the learner so much, oldest first, and waits until it is counted; returns the ids. */
async function tell(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let place = 0; place < count; place += 1) ids.push(await putNotification(backend, learner.sub));
  await idle(backend);
  return ids;
}

function read(input: Record<string, unknown>): Promise<{ markNotificationsRead: { unreadCount: number } }> {
  return learner.run(MARK_READ, { input });
}

function archive(input: Record<string, unknown>): Promise<{ archiveNotifications: { unreadCount: number } }> {
  return learner.run(ARCHIVE, { input });
}

function idsOf({ items }: { items: readonly Readonly<Record<string, unknown>>[] }): unknown[] {
  return items.map(({ id }) => id);
}

/** Requests that the resolvers of a call make; consumers of what it writes run beside. */
async function requestsOf(call: () => Promise<unknown>): Promise<unknown> {
  await fetch(`${backend.url}/_local/usage`, { method: 'DELETE' });
  await call();
  const response = await fetch(`${backend.url}/_local/usage`);
  const { byCaller } = (await response.json()) as { byCaller: Record<string, { requests: number }> };
  return byCaller['resolvers']?.requests;
}

describe('the list of notifications', () => {
  it('is read page by page, newest first, each once, with the count on the first page', async () => {
    const ids = await tell(5);
    const first = await listed(learner, { limit: 2 });
    const second = await listed(learner, { limit: 2, nextToken: first.nextToken });
    const third = await listed(learner, { limit: 2, nextToken: second.nextToken });
    expect([first, second, third].map(({ items }) => items.length)).toEqual([2, 2, 1]);
    expect([first, second, third].flatMap(idsOf)).toEqual(ids.reverse());
    expect([first, second, third].map(({ unreadCount }) => unreadCount)).toEqual([5, null, null]);
    expect(third.nextToken).toBeNull();
  });

  it('costs one request', async () => {
    await tell(3);
    expect(await requestsOf(() => listed(learner))).toBe(1);
  });

  it('of somebody new is empty', async () => {
    const nothing = { items: [], nextToken: null, unreadCount: 0 };
    expect(await listed(learner)).toEqual(nothing);
    // Nor is there a count before the first notification.
    const { table, tableName } = backend.operator;
    await table.send(new DeleteCommand({ TableName: tableName, Key: notificationStateKey(learner.sub) }));
    expect(await listed(learner)).toEqual(nothing);
  });

  it('shows a notification whole', async () => {
    const link = { courseId: 'crs_01KAXG9Z0000000000000000AA' };
    const id = await putNotification(backend, learner.sub, { change: { link } });
    const { createdAt } = await itemOf(backend, id);
    expect((await listed(learner)).items).toEqual([
      {
        id,
        userId: `usr_${learner.sub}`,
        type: 'WELCOME',
        title: 'Welcome',
        text: 'Here you are.',
        link: { ...link, reviewId: null },
        readAt: null,
        archivedAt: null,
        createdAt,
      },
    ]);
  });

  it('can be of unread or of read ones', async () => {
    const [oldest, middle, newest] = await tell(3);
    await read({ ids: [middle] });
    expect(idsOf(await listed(learner, { unread: true }))).toEqual([newest, oldest]);
    expect(idsOf(await listed(learner, { unread: false }))).toEqual([middle]);
    expect(idsOf(await listed(learner))).toEqual([newest, middle, oldest]);
  });

  it('leaves out what preferences hide, and what is too old but not deleted yet', async () => {
    const hidden = await putNotification(backend, learner.sub, { hidden: true });
    const expired = await putNotification(backend, learner.sub, { change: { expiresAt: 1_700_000_000 } });
    expect((await listed(learner)).items).toEqual([]);
    expect(await learner.run(RECEIPT, { id: hidden })).toMatchObject({
      notificationReceipt: { notificationId: hidden },
    });
    expect(await learner.refusal(RECEIPT, { id: expired })).toMatchObject({ errorType: 'NotFound' });
    expect(await learner.refusal(MARK_READ, { input: { ids: [expired] } })).toMatchObject({ errorType: 'NotFound' });
    expect(await learner.refusal(MARK_READ, { input: { ids: [hidden] } })).toMatchObject({ errorType: 'NotFound' });
  });

  it.each([0, 101])('refuses a page of %i', async (limit) => {
    expect(await learner.refusal(LIST, { limit })).toMatchObject({
      errorType: 'Validation',
      errorInfo: { field: 'limit', rule: 'range' },
    });
  });

  it('gives the next token of somebody else nothing of theirs', async () => {
    await tell(3);
    const { nextToken } = await listed(learner, { limit: 1 });
    const { data, errors } = await backend.as('student2').ask<{ notifications: unknown }>(LIST, { nextToken });
    if (errors.length > 0) expect(errors[0]?.errorType).toBe('Validation');
    else expect(data?.notifications).toMatchObject({ items: [] });
  });
});

describe('a receipt', () => {
  it('says of each channel what became of it, and why', async () => {
    const at = '2026-11-02T08:00:00.000Z';
    const id = await putNotification(backend, learner.sub, {
      change: {
        channels: {
          PUSH: { status: 'SKIPPED', reason: 'NO_DEVICE', at },
          EMAIL: { status: 'PENDING', reason: 'DAILY_DIGEST', dueAt: '2026-11-03T08:00:00.000Z', messageId: 'secret' },
          IN_APP: { status: 'SENT', at },
          SMS: { status: 'BOUNCED', reason: 'BOUNCE', at },
        },
      },
    });
    expect(await learner.run(RECEIPT, { id })).toMatchObject({
      notificationReceipt: {
        notificationId: id,
        type: 'WELCOME',
        channels: [
          { channel: 'IN_APP', status: 'SENT', reason: null, at, dueAt: null },
          { channel: 'EMAIL', status: 'PENDING', reason: 'DAILY_DIGEST', at: null, dueAt: '2026-11-03T08:00:00.000Z' },
          { channel: 'SMS', status: 'BOUNCED', reason: 'BOUNCE', at, dueAt: null },
          { channel: 'PUSH', status: 'SKIPPED', reason: 'NO_DEVICE', at, dueAt: null },
        ],
      },
    });
  });

  it.each(['', 'ntf_', 'NOTIFICATION#1', `crs_${'0'.repeat(26)}`])('of %j there is none', async (id) => {
    expect(await learner.refusal(RECEIPT, { id })).toMatchObject({ errorType: 'NotFound' });
  });
});

describe('marking as read', () => {
  it('marks what is named, once: the time of the first call stays', async () => {
    const [first, second] = await tell(3);
    expect(await read({ ids: [first, second] })).toEqual({ markNotificationsRead: { unreadCount: 1 } });
    const { readAt } = await itemOf(backend, first!);
    expect(readAt).toBeDefined();
    await idle(backend);
    expect(await read({ ids: [first, second, first] })).toEqual({ markNotificationsRead: { unreadCount: 1 } });
    expect((await itemOf(backend, first!)).readAt).toBe(readAt);
  });

  it('takes two requests, and one where there is nothing to mark', async () => {
    const [first, second] = await tell(2);
    expect(await requestsOf(() => read({ ids: [first, second] }))).toBe(2);
    expect(await requestsOf(() => read({ ids: [first, second] }))).toBe(1);
    expect(await requestsOf(() => read({ all: true }))).toBe(2);
  });

  it('marks nothing where one id is unknown or somebody else’s', async () => {
    const [own] = await tell(1);
    const [stranger] = await makeLearners(backend, 1);
    const foreign = await putNotification(backend, stranger!.sub);
    for (const id of [foreign, `ntf_${'0'.repeat(26)}`, 'ntf_', '']) {
      expect(await learner.refusal(MARK_READ, { input: { ids: [own, id] } })).toMatchObject({
        errorType: 'NotFound',
        message: 'There is no such notification.',
      });
    }
    expect((await itemOf(backend, own!)).readAt).toBeUndefined();
    expect((await itemOf(backend, foreign)).readAt).toBeUndefined();
  });

  it('takes a hundred at once, the last of them too', async () => {
    const ids = await tell(100);
    expect(await read({ ids })).toEqual({ markNotificationsRead: { unreadCount: 0 } });
    expect((await listed(learner, { unread: true, limit: 100 })).items).toEqual([]);
    const [stranger] = await makeLearners(backend, 1);
    const foreign = await putNotification(backend, stranger!.sub);
    const lastIsForeign = { input: { ids: [...ids.slice(0, 99), foreign] } };
    expect(await learner.refusal(MARK_READ, lastIsForeign)).toMatchObject({ errorType: 'NotFound' });
  });

  it('of all marks the newest at once and leaves a note for the rest', async () => {
    const ids = await tell(103);
    expect(await read({ all: true })).toEqual({ markNotificationsRead: { unreadCount: 5 } });
    const inbox = (await backend.items()).filter(({ pk }) => pk === `INBOX#${learner.sub}`);
    const note = inbox.find(({ sk }) => sk === 'READ-ALL') as unknown as { readAllAt: string };
    expect(Date.parse(note.readAllAt)).toBeGreaterThan(Date.now() - 600_000);
    const marked = inbox.filter((item) => 'readAt' in item).map((item) => (item as unknown as { id: string }).id);
    expect(marked).toEqual(expect.arrayContaining(ids.slice(-98)));
    await idle(backend);
    expect(await listed(learner, { unread: true })).toMatchObject({ items: [], unreadCount: 0 });
  });

  it('of all needs no note where nothing is left, and can be repeated', async () => {
    await tell(3);
    expect(await read({ all: true })).toEqual({ markNotificationsRead: { unreadCount: 0 } });
    await idle(backend);
    expect(await read({ all: true })).toEqual({ markNotificationsRead: { unreadCount: 0 } });
    const inbox = (await backend.items()).filter(({ pk }) => pk === `INBOX#${learner.sub}`);
    expect(inbox.filter(({ sk }) => sk === 'READ-ALL')).toEqual([]);
  });

  it('by eight devices at once is refused to none of them but with a retry', async () => {
    const ids = await tell(10);
    const answers = await Promise.all(Array.from({ length: 8 }, () => learner.ask(MARK_READ, { input: { ids } })));
    const refusals = answers.flatMap(({ errors }) => errors.map(({ errorType }) => errorType));
    expect(refusals.filter((type) => type !== 'RateLimited')).toEqual([]);
    expect(refusals.length).toBeLessThan(answers.length);
    expect((await listed(learner, { unread: true })).items).toEqual([]);
  });

  it.each([
    ['nothing', {}, 'exclusive'],
    ['not all, but none either', { all: false }, 'exclusive'],
    ['both', { all: true, ids: ['ntf_'] }, 'exclusive'],
    ['no id', { ids: [] }, 'length'],
    ['101 ids', { ids: Array.from({ length: 101 }, () => 'ntf_') }, 'length'],
  ])('refuses %s', async (_, input, rule) => {
    expect(await learner.refusal(MARK_READ, { input })).toMatchObject({
      errorType: 'Validation',
      errorInfo: { field: 'ids', rule },
    });
  });
});

describe('archiving', () => {
  it('takes a notification out of the list, reads it, and brings it back', async () => {
    const [kept, put] = await tell(2);
    expect(await archive({ ids: [put] })).toEqual({ archiveNotifications: { unreadCount: 1 } });
    expect(idsOf(await listed(learner))).toEqual([kept]);
    const archived = await listed(learner, { archived: true });
    expect(archived.items).toMatchObject([{ id: put, readAt: expect.any(String), archivedAt: expect.any(String) }]);

    await archive({ ids: [put], archived: false });
    expect(idsOf(await listed(learner))).toEqual([put, kept]);
    expect((await itemOf(backend, put!)).readAt).toBeDefined();
  });

  it('can be repeated, both ways', async () => {
    const ids = await tell(2);
    await archive({ ids });
    const before = await itemOf(backend, ids[0]!);
    await archive({ ids });
    expect(await itemOf(backend, ids[0]!)).toEqual(before);
    await archive({ ids, archived: false });
    await archive({ ids, archived: false });
    expect((await listed(learner)).items).toHaveLength(2);
  });

  it('does not move the time at which something was read', async () => {
    const [id] = await tell(1);
    await read({ ids: [id] });
    const { readAt } = await itemOf(backend, id!);
    await archive({ ids: [id] });
    expect((await itemOf(backend, id!)).readAt).toBe(readAt);
  });

  it.each([0, 101])('refuses %i ids', async (length) => {
    const ids = Array.from({ length }, () => 'ntf_');
    expect(await learner.refusal(ARCHIVE, { input: { ids } })).toMatchObject({ errorInfo: { rule: 'length' } });
  });
});
