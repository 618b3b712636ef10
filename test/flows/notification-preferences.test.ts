import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NotificationPreferences } from '../../generated/schema.ts';
import { notificationPreferencesKey } from '../../model/keys.ts';
import { CHANNELS, NOTIFICATION_TYPES } from '../../model/notification-types.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { PREFERENCES_FIELDS, UPDATE_PREFERENCES } from '../support/notifications.ts';

/** Each type on each channel. */
const CHOICES = Object.keys(NOTIFICATION_TYPES).length * CHANNELS.length;

let backend: TestBackend;
let learner: Learner;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());
beforeEach(async () => {
  const [made] = await makeLearners(backend, 1);
  learner = made!;
});

async function preferences(): Promise<NotificationPreferences> {
  const query = `{ notificationPreferences ${PREFERENCES_FIELDS} }`;
  return (await learner.run<{ notificationPreferences: NotificationPreferences }>(query)).notificationPreferences;
}

async function update(input: Record<string, unknown>): Promise<NotificationPreferences> {
  const answer = await learner.run<{ updateNotificationPreferences: NotificationPreferences }>(UPDATE_PREFERENCES, {
    input,
  });
  return answer.updateNotificationPreferences;
}

function modeIn({ types }: NotificationPreferences, type: string, channel: string) {
  return types.find((row) => row.type === type)?.channels.find((row) => row.channel === channel)?.mode;
}

async function storedItem() {
  const { pk, sk } = notificationPreferencesKey(learner.sub);
  return (await backend.items()).find((item) => item.pk === pk && item.sk === sk);
}

describe('preferences', () => {
  it('of who has changed nothing are the defaults, in version 0', async () => {
    const found = await preferences();
    expect(found).toMatchObject({ version: 0, digestAt: '08:00', quietHours: null });
    expect(found.types).toHaveLength(Object.keys(NOTIFICATION_TYPES).length);
    expect(modeIn(found, 'REVIEW_RECEIVED', 'EMAIL')).toBe('DAILY');
    expect(found.types.filter(({ mandatory }) => mandatory).map(({ type }) => type)).toEqual([
      'WELCOME',
      'ACCOUNT_SUSPENDED',
      'ACCOUNT_REACTIVATED',
    ]);
    expect(await storedItem()).toBeUndefined();
  });

  it('change where they are named and stay where not', async () => {
    const hours = { start: '22:00', end: '07:00' };
    const choice = { type: 'ENROLLED', channel: 'EMAIL', mode: 'WEEKLY' };
    const first = await update({ version: 0, preferences: [choice], quietHours: hours });
    expect(first).toMatchObject({ version: 1, digestAt: '08:00', quietHours: hours });
    const off = { type: 'ENROLLED', channel: 'IN_APP', mode: 'OFF' };
    const second = await update({ version: 1, preferences: [off], digestAt: '18:30' });
    expect(second).toMatchObject({ version: 2, digestAt: '18:30', quietHours: hours });
    expect(modeIn(second, 'ENROLLED', 'EMAIL')).toBe('WEEKLY');
    expect(modeIn(second, 'ENROLLED', 'IN_APP')).toBe('OFF');
    expect(modeIn(second, 'COURSE_COMPLETED', 'IN_APP')).toBe('IMMEDIATE');
    expect(await update({ version: 2, noQuietHours: true })).toMatchObject({ version: 3, quietHours: null });
    expect(await preferences()).toMatchObject({ version: 3, digestAt: '18:30', quietHours: null });
  });

  it('are changed by one of two editors: the other meets a Conflict, and nothing of theirs is kept', async () => {
    const change = (digestAt: string) => learner.ask(UPDATE_PREFERENCES, { input: { version: 0, digestAt } });
    const answers = await Promise.all(['06:00', '07:00', '09:00', '10:00'].map((time) => change(time)));
    const refused = answers.flatMap(({ errors }) => errors.map(({ errorType }) => errorType));
    expect(refused).toEqual(['Conflict', 'Conflict', 'Conflict']);
    expect((await preferences()).version).toBe(1);
    expect(await learner.refusal(UPDATE_PREFERENCES, { input: { version: 7, digestAt: '06:00' } })).toMatchObject({
      errorType: 'Conflict',
    });
  });

  it('answer a call that was made before like the first time', async () => {
    const input = { version: 0, preferences: [{ type: 'ENROLLED', channel: 'PUSH', mode: 'IMMEDIATE' }] };
    const first = await update(input);
    const stored = await storedItem();
    expect(await update(input)).toEqual(first);
    expect(await storedItem()).toEqual(stored);
    const together = await Promise.all(Array.from({ length: 5 }, () => update({ version: 1, noQuietHours: true })));
    expect(new Set(together.map(({ version }) => version))).toEqual(new Set([2]));
  });

  it('keep the token that unsubscribes, and never show it', async () => {
    const { table, tableName } = backend.operator;
    const unsubscribeToken = '0123456789abcdef0123456789abcdef';
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: notificationPreferencesKey(learner.sub),
        UpdateExpression: 'SET unsubscribeToken = :token, modes = :none, version = :zero',
        ExpressionAttributeValues: { ':token': unsubscribeToken, ':none': {}, ':zero': 0 },
      }),
    );
    const changed = await update({ version: 0, digestAt: '09:15' });
    expect(changed).toMatchObject({ version: 1, digestAt: '09:15' });
    expect(JSON.stringify(changed)).not.toContain(unsubscribeToken);
    expect(await storedItem()).toMatchObject({ unsubscribeToken, entity: 'NotificationPreferences' });
  });

  it.each([
    ['a mandatory type switched off', { preferences: [['WELCOME', 'EMAIL', 'OFF']] }, 'preferences', 'mandatory'],
    ['a digest on the phone', { preferences: [['ENROLLED', 'SMS', 'DAILY']] }, 'preferences', 'digest'],
    ['a digest in the list', { preferences: [['ENROLLED', 'IN_APP', 'WEEKLY']] }, 'preferences', 'digest'],
    [
      'a channel named twice',
      {
        preferences: [
          ['ENROLLED', 'SMS', 'OFF'],
          ['ENROLLED', 'SMS', 'IMMEDIATE'],
        ],
      },
      'preferences',
      'unique',
    ],
    [
      'more choices than there are',
      { preferences: Array.from({ length: CHOICES + 1 }, () => ['ENROLLED', 'SMS', 'OFF']) },
      'preferences',
      'length',
    ],
    ['hours that are no hours', { quietHours: { start: '22:00', end: '22:00' } }, 'quietHours', 'order'],
    [
      'hours and none',
      { quietHours: { start: '22:00', end: '07:00' }, noQuietHours: true },
      'noQuietHours',
      'exclusive',
    ],
    ['a day of 25 hours', { quietHours: { start: '24:00', end: '07:00' } }, 'quietHours.start', 'format'],
    ['an hour of 60 minutes', { quietHours: { start: '22:00', end: '07:60' } }, 'quietHours.end', 'format'],
    ['seconds', { digestAt: '08:00:00' }, 'digestAt', 'format'],
    ['other digits', { digestAt: '٠٨:٠٠' }, 'digestAt', 'format'],
  ])('refuse %s', async (_, given: Record<string, unknown>, field, rule) => {
    const chosen = given['preferences'] as string[][] | undefined;
    const choices = chosen?.map(([type, channel, mode]) => ({ type, channel, mode }));
    const input = { version: 0, ...given, ...(choices ? { preferences: choices } : {}) };
    expect(await learner.refusal(UPDATE_PREFERENCES, { input })).toMatchObject({
      errorType: 'Validation',
      errorInfo: { field, rule },
    });
    expect(await storedItem()).toBeUndefined();
  });

  it('have no field for what is not theirs', async () => {
    for (const name of ['unsubscribeToken', 'userId', 'pk', 'modes']) {
      const refusal = await learner.refusal(UPDATE_PREFERENCES, { input: { version: 0, [name]: 'x' } });
      expect(refusal.message).toContain('input');
    }
  });
});
