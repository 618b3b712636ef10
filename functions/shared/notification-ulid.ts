import type { NotificationType } from '../../generated/schema.ts';
import { hashedUlid } from './hashed-ulid.ts';

/**
 * ULID of the notification that tells one person of one event: the same whenever it is made, so that each is told once.
 * Sorts by the event's time.
 * @param eventTimeMs milliseconds since the epoch
 */
export function notificationUlid(eventTimeMs: number, eventId: string, type: NotificationType, userId: string): string {
  return hashedUlid(eventTimeMs, [eventId, type, userId]);
}
