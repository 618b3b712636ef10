import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMatrix } from '../matrix/table.ts';
import { outcomesOfWatching } from '../matrix/watching.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { demoConnections } from '../support/demo-connections.ts';
import type { Client } from '../support/client.ts';
import { idle } from '../support/levers.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { CREATE_NOTIFICATION, itemOf, listed, notificationInput, subOf } from '../support/notifications.ts';
import { signedClient } from '../support/signed-client.ts';

let backend: TestBackend;
let signed: Client;
let sub: string;
let otherSub: string;
const connect = demoConnections(() => backend);

const ON_NOTIFICATION = `subscription ($userId: ID!) {
  onNotificationCreated(userId: $userId) { id userId type title text link { courseId } readAt createdAt }
}`;

beforeAll(async () => {
  backend = await startTestBackend();
  signed = signedClient(backend.outputs.graphqlUrl);
  sub = await subOf(backend.as('student'));
  otherSub = await subOf(backend.as('student2'));
  // What the seed has told them is not to come between.
  await idle(backend);
});
afterAll(() => backend.stop());

describe('given a learner who watches their notifications', () => {
  it('when the backend makes one, then they get it once, as the list has it, and nobody else does', async () => {
    const live = await connect('student');
    const elsewhere = await connect('student2');
    const mine = await live.start(ON_NOTIFICATION, { userId: `usr_${sub}` });
    const theirs = await elsewhere.start(ON_NOTIFICATION, { userId: `usr_${otherSub}` });
    const input = notificationInput(sub);
    await signed.run(CREATE_NOTIFICATION, { input });
    const told = (await mine.next()) as { onNotificationCreated: Record<string, unknown> };
    expect(told.onNotificationCreated).toMatchObject({
      id: input.id,
      userId: input.userId,
      title: input.title,
      link: input.link,
      readAt: null,
    });
    const [first] = (await listed(backend.as('student'))).items;
    expect(first).toMatchObject(told.onNotificationCreated);

    // What comes next to each is what was made next for each: nothing was sent twice, or to somebody else.
    const repeated = await signed.refusal(CREATE_NOTIFICATION, { input });
    expect(repeated).toMatchObject({ errorType: 'Conflict' });
    const [next, nextOther] = [notificationInput(sub), notificationInput(otherSub)];
    await signed.run(CREATE_NOTIFICATION, { input: next });
    await signed.run(CREATE_NOTIFICATION, { input: nextOther });
    expect(await mine.next()).toMatchObject({ onNotificationCreated: { id: next.id } });
    expect(await theirs.next()).toMatchObject({ onNotificationCreated: { id: nextOther.id } });
    expect([...live.received(), ...elsewhere.received()]).toEqual([]);
  });

  it('when the same one is made by thirty calls at once, then one makes it and the others are a Conflict', async () => {
    const live = await connect('student');
    const mine = await live.start(ON_NOTIFICATION, { userId: `usr_${sub}` });
    const input = notificationInput(sub);
    const answers = await Promise.all(Array.from({ length: 30 }, () => signed.ask(CREATE_NOTIFICATION, { input })));
    const outcomes = answers.map(({ errors }) => errors[0]?.errorType ?? 'made').sort();
    expect(outcomes).toEqual([...Array.from({ length: 29 }, () => 'Conflict'), 'made']);
    const last = notificationInput(sub);
    await signed.run(CREATE_NOTIFICATION, { input: last });
    expect(await mine.next()).toMatchObject({ onNotificationCreated: { id: input.id } });
    expect(await mine.next()).toMatchObject({ onNotificationCreated: { id: last.id } });
  });
});

describe('what the backend makes', () => {
  it('never looks like what another call makes of the same input: AppSync would take that for a success', async () => {
    const { table, tableName } = backend.operator;
    const input = notificationInput(sub);
    await signed.run(CREATE_NOTIFICATION, { input });
    const { pk, sk, attempt } = await itemOf(backend, input.id);
    await table.send(new DeleteCommand({ TableName: tableName, Key: { pk, sk } }));
    await signed.run(CREATE_NOTIFICATION, { input });
    const again = await itemOf(backend, input.id);
    expect([attempt, again.attempt]).toEqual([expect.any(String), expect.any(String)]);
    expect(again.attempt).not.toBe(attempt);
  });

  it('is stamped with its cause and the server’s time, and is found by what is due first', async () => {
    const input = {
      ...notificationInput(sub),
      channels: [
        { channel: 'EMAIL', status: 'PENDING', reason: 'DAILY_DIGEST', dueAt: '2026-12-02T09:00:00+01:00' },
        { channel: 'PUSH', status: 'PENDING', reason: 'QUIET_HOURS', dueAt: '2026-12-02T08:30:00Z' },
        { channel: 'SMS', status: 'SKIPPED', reason: 'SWITCHED_OFF', at: '2026-12-01T20:00:00Z' },
      ],
    };
    await signed.run(CREATE_NOTIFICATION, { input });
    const item = await itemOf(backend, input.id);
    expect(item).toMatchObject({
      entity: 'Notification',
      cause: input.cause,
      eventId: input.eventId,
      dueAt: '2026-12-02T08:00:00.000Z',
      dueShard: expect.stringMatching(/^[0-7]$/),
    });
    expect(item.expiresAt * 1000 - Date.parse(item.createdAt)).toBeGreaterThan(179 * 86_400_000);
  });

  it.each([
    ['an id of another kind', { id: 'crs_01KAXG9Z0000000000000000AA' }, 'id', 'format'],
    ['a person who is none', { userId: 'usr_#' }, 'userId', 'format'],
    ['an unknown reason', { channels: [['SMS', 'SKIPPED', { reason: 'NO_IDEA' }]] }, 'channels.reason', 'known'],
    [
      'a channel twice',
      {
        channels: [
          ['SMS', 'SENT', {}],
          ['SMS', 'SENT', {}],
        ],
      },
      'channels',
      'unique',
    ],
    [
      'something sent that is due',
      { channels: [['SMS', 'SENT', { dueAt: '2026-12-02T08:00:00Z' }]] },
      'channels.dueAt',
      'pending',
    ],
  ])('is refused with %s', async (_, change: Record<string, unknown>, field, rule) => {
    const given = change['channels'] as [string, string, object][] | undefined;
    const channels = given?.map(([channel, status, more]) => ({ channel, status, ...more }));
    const input = { ...notificationInput(sub), ...change, ...(channels ? { channels } : {}) };
    const refusal = await writingNothing(backend, () => signed.refusal(CREATE_NOTIFICATION, { input }));
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field, rule } });
  });
});

describe('given a stranger', () => {
  it('when they watch the learner’s notifications, then they are refused, like for a person who does not exist', async () => {
    const live = await connect('student2');
    await expect(live.start(ON_NOTIFICATION, { userId: `usr_${sub}` })).rejects.toThrow('Forbidden');
    await expect(live.start(ON_NOTIFICATION, { userId: `usr_${'0'.repeat(36)}` })).rejects.toThrow('Forbidden');
    await expect(live.start('subscription { onNotificationCreated { id title } }', {})).rejects.toThrow();
    await signed.run(CREATE_NOTIFICATION, { input: notificationInput(sub) });
    expect(live.received()).toEqual([]);
  });
});

describe('docs/authorization.md', () => {
  it('says who may watch the notifications of a learner', async () => {
    const row = readMatrix().find(({ field }) => field === 'Subscription.onNotificationCreated');
    expect(await outcomesOfWatching(backend, connect, ON_NOTIFICATION, { userId: `usr_${sub}` })).toEqual(
      row?.outcomes,
    );
  });
});
