import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';
import type { NotificationType } from '../../generated/schema.ts';

/** Crockford's base 32, as ULIDs are written. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

/**
 * ULID of the notification that tells one person of one event: the same whenever it is made, so that each is told once.
 * Sorts by the event's time.
 * @param eventTimeMs milliseconds since the epoch
 */
export function notificationUlid(eventTimeMs: number, eventId: string, type: NotificationType, userId: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([eventId, type, userId]))
    .digest();
  // A byte is a multiple of 32 values, so its five bits are as good as the hash.
  const digits = [...hash.subarray(0, RANDOM_LENGTH)].map((byte) => DIGITS[byte % DIGITS.length]);
  return encodeTime(eventTimeMs, TIME_LENGTH) + digits.join('');
}
