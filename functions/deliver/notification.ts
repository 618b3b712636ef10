import type { Context } from 'aws-lambda';
import type { NotificationChannel } from '../../generated/schema.ts';
import { channelDecision } from '../../model/channel-decision.ts';
import { notificationUlidOf, subOf } from '../../model/ids.ts';
import { hiddenNotificationKey, notificationKey } from '../../model/keys.ts';
import { isOldNews, type Delivery, type NotificationItem } from '../../model/notification.ts';
import { CHANNELS } from '../../model/notification-types.ts';
import { endOfQuietHours } from '../shared/schedule.ts';
import { readRecipient, type Recipient } from '../shared/recipients.ts';
import { mailNotification } from './mail.ts';
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
  for (const channel of CHANNELS) {
    const waiting = notification.channels[channel];
    if (!waiting || !isDue(waiting, now)) continue;
    const delivery = await serve(notification, channel, recipient, now, context);
    await settle(notification, { [channel]: delivery });
  }
}

/** What waits for a digest comes with it. */
function isDue({ status, reason, dueAt }: Delivery, now: Date): boolean {
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
  return mailNotification(notification, recipient, context);
}
