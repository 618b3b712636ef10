import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DeliveryStatus, NotificationChannel } from '../../generated/schema.ts';
import { hiddenNotificationKey, notificationKey, notificationStateKey } from '../../model/keys.ts';
import { DELIVERY_REASONS, dueKeys, toReceipt, newNotification, type Deliveries } from '../../model/notification.ts';
import { CHANNELS, NOTIFICATION_TYPES } from '../../model/notification-types.ts';

const SUB = '3f0c1de2-9d5a-4b0e-8a51-7f6f1c2d3e4f';
const ulid = fc.string({
  unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('')),
  minLength: 26,
  maxLength: 26,
});
const iso = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const status = fc.constantFrom<DeliveryStatus>('PENDING', 'SENT', 'SKIPPED', 'BOUNCED');
const deliveries: fc.Arbitrary<Deliveries> = fc
  .uniqueArray(
    fc.record({ channel: fc.constantFrom<NotificationChannel>(...CHANNELS), status, dueAt: fc.option(iso) }),
    { selector: ({ channel }) => channel },
  )
  .map((rows) =>
    Object.fromEntries(rows.map(({ channel, status, dueAt }) => [channel, dueAt ? { status, dueAt } : { status }])),
  );

describe('a notification', () => {
  it('is due when the first of its waiting channels is, and in no index while none waits', () => {
    fc.assert(
      fc.property(ulid, deliveries, (ulid, channels) => {
        const waiting = Object.values(channels).filter(({ status, dueAt }) => status === 'PENDING' && dueAt);
        const { dueAt, dueShard } = dueKeys(ulid, channels);
        if (waiting.length === 0) {
          expect(dueKeys(ulid, channels)).toEqual({});
          return;
        }
        const first = Math.min(...waiting.map(({ dueAt }) => Date.parse(dueAt!)));
        expect(Date.parse(dueAt!)).toBe(first);
        expect(['0', '1', '2', '3', '4', '5', '6', '7']).toContain(dueShard);
      }),
    );
  });

  it('sorts before the count, so that a descending query begins with that; a hidden one is out of its reach', () => {
    fc.assert(
      fc.property(ulid, (ulid) => {
        expect(notificationKey(SUB, ulid).sk < notificationStateKey(SUB).sk).toBe(true);
        expect(notificationStateKey(SUB).sk.startsWith('NOTIFICATION')).toBe(true);
        expect(hiddenNotificationKey(SUB, ulid).sk.startsWith('NOTIFICATION')).toBe(false);
      }),
    );
  });

  it('tells of its channels in one order, without the provider’s id', () => {
    fc.assert(
      fc.property(ulid, deliveries, fc.boolean(), (ulid, channels, hidden) => {
        const item = newNotification({
          ulid,
          sub: SUB,
          type: 'WELCOME',
          title: 'Welcome',
          text: 'Here you are.',
          eventId: 'event',
          channels,
          hidden,
          now: '2026-11-21T00:00:00.000Z',
          nowSeconds: 1_795_219_200,
          cause: { actor: 'a', request: 'r', origin: 'o' },
        });
        const receipt = toReceipt(item);
        expect(receipt.channels.map(({ channel }) => channel)).toEqual(CHANNELS.filter((name) => channels[name]));
      }),
    );
  });
});

describe('schema.graphql', () => {
  it('explains every reason of a receipt, and no other', () => {
    const [, explained = ''] = /Why it waits ([\s\S]*?)"""/.exec(readFileSync('schema.graphql', 'utf8')) ?? [];
    expect([...explained.matchAll(/[A-Z]+(?:_[A-Z]+)*(?=[,)])/g)].map(([reason]) => reason)).toEqual([
      ...DELIVERY_REASONS,
    ]);
  });

  it('has a row for each type: mandatory ones reach their person in some way', () => {
    for (const { mandatory, modes } of Object.values(NOTIFICATION_TYPES)) {
      if (mandatory) expect(Object.values(modes)).toContain('IMMEDIATE');
    }
  });
});
