import type { NotificationChannel } from '../generated/schema.ts';

/** What the sweep asks the delivery for: notifications of one person that are due. */
export type DueMessage =
  | {
      readonly entity: 'DueNotification';
      readonly userId: string;
      readonly notificationId: string;
      readonly channel: NotificationChannel;
    }
  | {
      readonly entity: 'DueDigest';
      readonly userId: string;
      readonly mode: 'DAILY' | 'WEEKLY';
      /** ISO 8601: all that wait for this moment go into one mail. */
      readonly dueAt: string;
    };

export function isDueMessage(message: unknown): message is DueMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { entity, userId } = message as { readonly [Name in keyof DueMessage]?: unknown };
  return (entity === 'DueNotification' || entity === 'DueDigest') && typeof userId === 'string';
}
