import type { DueMessage } from '../../model/delivery-message.ts';
import type { NotificationChannel } from '../../generated/schema.ts';
import { notificationId, userId } from '../../model/ids.ts';
import type { SuspensionEnd } from '../../model/suspension-end.ts';
import { COURSE, INBOX, LISTED, type Key } from '../../model/keys.ts';
import type { Delivery, DueKeys, NotificationItem } from '../../model/notification.ts';

/** What the index `due` tells of a notification. */
export type DueNotification = Key & Pick<NotificationItem, 'channels' | 'dueShard' | 'dueAt'>;

/** Anything that the index `due` tells of: a notification, the suspension of somebody, a course. */
export type DueItem = Key & DueKeys & { readonly channels?: NotificationItem['channels'] };

export function isNotification(due: DueItem): due is DueNotification {
  return due.channels !== undefined;
}

/** A course that is to be published by now. */
export function isCourse({ pk }: DueItem): boolean {
  return pk.startsWith(COURSE);
}

/** Whose suspensions come to their end. */
export function suspensionEnds(due: readonly DueItem[]): SuspensionEnd[] {
  const people = due.filter(({ pk }) => pk.startsWith(LISTED)).map(({ pk }) => userId(pk.slice(LISTED.length)));
  return people.map((person) => ({ entity: 'SuspensionEnd', userId: person }));
}

/** What is to be delivered: each notification by itself, those that wait for the same digest together. */
export function messagesFor(due: readonly DueNotification[], now: Date): DueMessage[] {
  const messages = new Map<string, DueMessage>();
  for (const notification of due) {
    for (const [channel, delivery] of Object.entries(notification.channels) as [NotificationChannel, Delivery][]) {
      if (delivery.status !== 'PENDING' || !delivery.dueAt || Date.parse(delivery.dueAt) > now.getTime()) continue;
      const message = messageFor(notification, channel, delivery.reason, delivery.dueAt);
      messages.set(JSON.stringify(message), message);
    }
  }
  return [...messages.values()];
}

function messageFor(
  { pk, sk }: Key,
  channel: NotificationChannel,
  reason: Delivery['reason'],
  dueAt: string,
): DueMessage {
  const person = userId(pk.slice(INBOX.length));
  if (reason === 'DAILY_DIGEST') return { entity: 'DueDigest', userId: person, mode: 'DAILY', dueAt };
  if (reason === 'WEEKLY_DIGEST') return { entity: 'DueDigest', userId: person, mode: 'WEEKLY', dueAt };
  return {
    entity: 'DueNotification',
    userId: person,
    notificationId: notificationId(sk.slice(sk.indexOf('#') + 1)),
    channel,
  };
}
