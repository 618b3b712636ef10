import fc from 'fast-check';
import { decodeTime, isValid } from 'ulid';
import { describe, expect, it } from 'vitest';
import { notificationUlid } from '../../../functions/shared/notification-ulid.ts';
import { notificationId, notificationUlidOf } from '../../../model/ids.ts';

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const text = fc.string({ maxLength: 40 });

describe('the ULID of a notification', () => {
  it('is one, of the event’s time, and the same whenever it is made', () => {
    fc.assert(
      fc.property(time, text, text, (at, event, person) => {
        const ulid = notificationUlid(at, event, 'ENROLLED', person);
        expect(isValid(ulid)).toBe(true);
        expect(decodeTime(ulid)).toBe(at);
        expect(notificationUlidOf(notificationId(ulid))).toBe(ulid);
        expect(notificationUlid(at, event, 'ENROLLED', person)).toBe(ulid);
      }),
    );
  });

  it('differs by event, type and person, wherever one ends and the next begins', () => {
    const ulids = [
      notificationUlid(0, 'e1', 'ENROLLED', 'usr_1'),
      notificationUlid(0, 'e1', 'WELCOME', 'usr_1'),
      notificationUlid(0, 'e1', 'ENROLLED', 'usr_2'),
      notificationUlid(0, 'e2', 'ENROLLED', 'usr_1'),
      notificationUlid(0, 'e1","ENROLLED', 'ENROLLED', 'usr_1'),
    ];
    expect(new Set(ulids).size).toBe(ulids.length);
  });

  it('sorts by time', () => {
    fc.assert(
      fc.property(time, time, text, (one, other, event) => {
        const [a, b] = [one, other].map((at) => notificationUlid(at, event, 'WELCOME', 'usr_1'));
        if (one < other) expect(a! < b!).toBe(true);
      }),
    );
  });
});
