import type { Context } from 'aws-lambda';
import type { NotificationChannel } from '../../generated/schema.ts';
import { channelDecision } from '../../model/channel-decision.ts';
import { notificationUlidOf, subOf } from '../../model/ids.ts';
import { hiddenNotificationKey, notificationKey } from '../../model/keys.ts';
import { isOldNews, type Deliveries, type Delivery, type NotificationItem } from '../../model/notification.ts';
import { CHANNELS } from '../../model/notification-types.ts';
import { endOfQuietHours } from '../shared/schedule.ts';
import { readRecipient, type Recipient } from '../shared/recipients.ts';
import { mailNotification } from './mail.ts';
import { pushNotification } from './push.ts';
import { textNotification } from './text.ts';
import { settle } from './settle.ts';
import { tableName } from './environment.ts';

/** Serves every channel of a notification that waits for no later time. */
export async function deliverNotification(
  { userId, notificationId }: { readonly userId: string; readonly notificationId: string },
  context: Context,
): Promise<void> {
  const sub = subOf(userId);
  const ulid = notificationUlidOf(notificationId) ?? '';
  const keys = [notificationKey(sub, ulid), hiddenNotificationKey(sub, ulid)];
  const { recipient, also } = await readRecipient(tableName, sub, keys);
  const [notification] = also as readonly NotificationItem[];
  if (!notification) return;
  const now = new Date();
  const due = CHANNELS.filter((channel) => isDue(notification.channels[channel], now));
  // One that fails holds up no other.
  const outcomes = await Promise.allSettled(
    due.map((channel) => serve(notification, channel, recipient, now, context)),
  );
  let channels: Deliveries = notification.channels;
  for (const [index, outcome] of outcomes.entries()) {
    const channel = due[index];
    if (outcome.status === 'rejected' || !channel) continue;
    await settle({ ...notification, channels }, { [channel]: outcome.value });
    channels = { ...channels, [channel]: outcome.value };
  }
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}

/** What waits for a digest comes with it. */
function isDue(delivery: Delivery | undefined, now: Date): boolean {
  if (!delivery) return false;
  const { status, reason, dueAt } = delivery;
  if (status !== 'PENDING' || reason === 'DAILY_DIGEST' || reason === 'WEEKLY_DIGEST') return false;
  return !dueAt || Date.parse(dueAt) <= now.getTime();
}

/** What the person prefers is asked again: it may have changed while the notification waited. */
async function serve(
  notification: NotificationItem,
  channel: NotificationChannel,
  recipient: Recipient | null,
  now: Date,
  context: Context,
): Promise<Delivery> {
  const at = now.toISOString();
  if (!recipient) return { status: 'SKIPPED', reason: 'NO_ACCOUNT', at };
  const { preferences, timeZone } = recipient;
  const hasWaited = notification.channels[channel]?.dueAt !== undefined;
  const reach = { ...recipient.reach, read: hasWaited && notification.readAt !== undefined };
  const decided = channelDecision(notification.type, channel, preferences, reach);
  if (decided.decision === 'SKIP') return { status: 'SKIPPED', reason: decided.reason, at };
  const since = notification.channels[channel]?.dueAt ?? notification.createdAt;
  if (isOldNews(Date.parse(since), now.getTime())) return { status: 'SKIPPED', reason: 'TOO_OLD', at };
  const { quietHours } = preferences;
  const quietEnd = quietHours ? endOfQuietHours(now, timeZone, quietHours) : null;
  if (quietEnd) return { status: 'PENDING', reason: 'QUIET_HOURS', dueAt: quietEnd.toISOString() };
  if (channel === 'SMS') return textNotification(notification, recipient);
  if (channel === 'PUSH') return pushNotification(notification, recipient);
  return mailNotification(notification, recipient, context);
}
