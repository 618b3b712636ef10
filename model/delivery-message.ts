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
