import type {
  ChannelReceipt,
  DeliveryStatus,
  Notification,
  NotificationChannel,
  NotificationReceipt,
  NotificationType,
} from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { notificationId, userId } from './ids.ts';
import { hiddenNotificationKey, notificationKey, TIME_TO_LIVE, type Key } from './keys.ts';
import { CHANNELS } from './notification-types.ts';

/** Why a channel waits, was skipped or came back. The schema's `ChannelReceipt.reason` explains them. */
export const DELIVERY_REASONS = [
  'QUIET_HOURS',
  'DAILY_DIGEST',
  'WEEKLY_DIGEST',
  'SWITCHED_OFF',
  'NO_ACCOUNT',
  'NO_ADDRESS',
  'NO_PHONE_NUMBER',
  'OPTED_OUT',
  'UNREACHABLE',
  'NO_DEVICE',
  'DEVICE_GONE',
  'NOT_CONFIGURED',
  'SUPPRESSED',
  'ALREADY_READ',
  'TOO_OLD',
  'REFUSED',
  'BOUNCE',
  'COMPLAINT',
] as const;

export type DeliveryReason = (typeof DELIVERY_REASONS)[number];

/** What became of a notification on one channel. Times are ISO 8601, UTC, with milliseconds: they are compared as text. */
export type Delivery = {
  readonly status: DeliveryStatus;
  readonly reason?: DeliveryReason;
  /** When it was sent, skipped or came back. */
  readonly at?: string;
  /** When it is to be sent, while it waits. */
  readonly dueAt?: string;
  /** The provider's id of the message, by which bounces name it. */
  readonly messageId?: string;
  /** Messages that left, where it need not be one. */
  readonly messages?: number;
  /** Which of them did not arrive, and why the last one of them did not. */
  readonly failed?: readonly string[];
  readonly failure?: DeliveryReason;
};

/** What a notification leads to, by ids. */
export type NotificationLink = { readonly courseId?: string; readonly reviewId?: string };

export type Deliveries = Readonly<Partial<Record<NotificationChannel, Delivery>>>;

/** Keys of the index `due`, while a channel waits. */
export type DueKeys = { readonly dueShard?: string; readonly dueAt?: string };

/** Something that a person is told. Hidden ones are in no list, but have a receipt. */
export type NotificationItem = Key &
  DueKeys & {
    readonly entity: 'Notification';
    readonly v: 1;
    readonly id: string;
    readonly userId: string;
    readonly type: NotificationType;
    readonly title: string;
    readonly text: string;
    readonly link?: NotificationLink;
    readonly eventId: string;
    /** ISO 8601. */
    readonly createdAt: string;
    readonly readAt?: string;
    readonly archivedAt?: string;
    readonly channels: Deliveries;
    /** Seconds since the epoch. */
    readonly [TIME_TO_LIVE]: number;
    /** Differs in each try to make it: AppSync takes a failed put for a success where the item looks the same already. */
    readonly attempt?: string;
    readonly cause: Cause;
  };

/** How many of a person's notifications are unread. Written by a fold alone. */
export type NotificationStateItem = Key & {
  readonly entity: 'NotificationState';
  readonly unread: number;
};

/** That a person was told of something that is told once: by which event. */
export type ToldItem = Key & {
  readonly entity: 'Told';
  readonly eventId: string;
};

/** Everything up to then counts as read. The newest are marked in the same write, older ones by a consumer. */
export type ReadAllItem = Key & {
  readonly entity: 'ReadAll';
  readonly v: 1;
  /** ISO 8601. */
  readonly readAllAt: string;
  readonly cause: Cause;
};

/** What the index `due` holds beside its keys: enough to group what is due by person and channel. */
export const DUE_ATTRIBUTES = ['entity', 'userId', 'type', 'channels'] as const;

/** As long as a notification is there, its event tells nobody anything again. */
export const NOTIFICATION_DAYS = 180;

const DAY_SECONDS = 86_400;

/** What is older is no news: it stands in the app's list, and no channel disturbs anybody with it. */
export const NEWS_DAYS = 7;

/** @param since when it happened, or was due to be told. Both in milliseconds since the epoch */
export function isOldNews(since: number, now: number): boolean {
  return now - since > NEWS_DAYS * DAY_SECONDS * 1000;
}

/** Writes are spread over as many partitions of the index `due`. */
export const DUE_SHARDS = 8;
const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The shard of what is due: by the last digit of its ULID, which is as good as random. */
export function dueShard(ulid: string): string {
  return `${ULID_DIGITS.indexOf(ulid.slice(-1)) % DUE_SHARDS}`;
}

/** Keys by which the sweep finds a notification when the first of its waiting channels is due; none while none waits. */
export function dueKeys(ulid: string, channels: Deliveries): DueKeys {
  const [first] = CHANNELS.map((channel) => channels[channel])
    .map((delivery) => (delivery?.status === 'PENDING' ? (delivery.dueAt ?? '') : ''))
    .filter((dueAt) => dueAt !== '')
    .sort();
  return first ? { dueShard: dueShard(ulid), dueAt: first } : {};
}

/** A notification as it is made. */
export function newNotification(notification: {
  readonly ulid: string;
  readonly sub: string;
  readonly type: NotificationType;
  readonly title: string;
  readonly text: string;
  readonly link?: NotificationLink;
  readonly eventId: string;
  readonly channels: Deliveries;
  /** Kept out of the person's list. */
  readonly hidden: boolean;
  readonly now: string;
  readonly nowSeconds: number;
  readonly attempt?: string;
  readonly cause: Cause;
}): NotificationItem {
  const { ulid, sub, type, title, text, link, eventId, channels, attempt, cause } = notification;
  return {
    ...(notification.hidden ? hiddenNotificationKey(sub, ulid) : notificationKey(sub, ulid)),
    entity: 'Notification',
    v: 1,
    id: notificationId(ulid),
    userId: userId(sub),
    type,
    title,
    text,
    ...(link ? { link } : {}),
    eventId,
    createdAt: notification.now,
    channels,
    ...dueKeys(ulid, channels),
    [TIME_TO_LIVE]: notification.nowSeconds + NOTIFICATION_DAYS * DAY_SECONDS,
    ...(attempt ? { attempt } : {}),
    cause,
  };
}

export function toNotification(notification: NotificationItem): Notification {
  const { id, type, title, text, link, createdAt } = notification;
  return {
    id,
    userId: notification.userId,
    type,
    title,
    text,
    link: link ? { courseId: link.courseId ?? null, reviewId: link.reviewId ?? null } : null,
    readAt: notification.readAt ?? null,
    archivedAt: notification.archivedAt ?? null,
    createdAt,
  };
}

function toChannelReceipt(channel: NotificationChannel, delivery: Delivery): ChannelReceipt {
  const { status, reason, at, dueAt, failed = [], failure } = delivery;
  const left = channel !== 'IN_APP' && status === 'SENT' ? 1 : 0;
  const messages = (delivery.messages ?? left) - failed.length;
  const shown = { channel, at: at ?? null, dueAt: dueAt ?? null, messages };
  if (failed.length > 0 && messages === 0) return { ...shown, status: 'BOUNCED', reason: failure ?? 'BOUNCE' };
  return { ...shown, status, reason: reason ?? null };
}

export function toReceipt(notification: NotificationItem): NotificationReceipt {
  const { id, type, createdAt, channels } = notification;
  return {
    notificationId: id,
    type,
    createdAt,
    channels: CHANNELS.flatMap((channel) => {
      const delivery = channels[channel];
      return delivery ? [toChannelReceipt(channel, delivery)] : [];
    }),
  };
}
