import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';
import type { NotificationType } from '../../generated/schema.ts';

const RANDOM_LENGTH = 16;
const TIME_LENGTH = 10;
/** Crockford's base 32, as ULIDs are written. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The ULID of what an event tells a person in one way: the same whenever the event comes, so that it is told once.
 * Its time is the event's, its other part a hash instead of chance.
 */
export function notificationUlid(
  event: { readonly id: string; readonly time: string },
  type: NotificationType,
  userId: string,
): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([event.id, type, userId]))
    .digest();
  const random = [...hash.subarray(0, RANDOM_LENGTH)].map((byte) => DIGITS[byte % DIGITS.length]).join('');
  return encodeTime(Date.parse(event.time), TIME_LENGTH) + random;
}
