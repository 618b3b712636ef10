import { deepEqual, equal, ok } from 'node:assert/strict';
import type {
  NotificationConnection,
  NotificationPreferences,
  NotificationReceipt,
  NotificationState,
  User,
} from '../../generated/schema.ts';
import {
  ARCHIVE_NOTIFICATIONS,
  MARK_READ,
  NOTIFICATION_PREFERENCES,
  NOTIFICATION_RECEIPT,
  NOTIFICATIONS,
  UPDATE_PREFERENCES,
  UPDATE_PROFILE,
} from '../documents.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

/** What a learner was told, and how they want to be. In this order: what is listed is then read, and put away. */
export function inbox({ learner }: School): readonly Operation[] {
  let ids: readonly string[] = [];
  // Of one type, and so of one size: which of two is the newest that came at the same moment is a matter of chance.
  let enrolled: readonly string[] = [];
  let unread = 0;
  return [
    {
      name: 'notifications',
      title: 'The latest 20 notifications, and how many are unread',
      run: async () => {
        const { notifications } = await learner.ask<{ notifications: NotificationConnection }>(NOTIFICATIONS);
        ids = notifications.items.map(({ id }) => id ?? '');
        enrolled = notifications.items.filter(({ type }) => type === 'ENROLLED').map(({ id }) => id ?? '');
        unread = notifications.unreadCount ?? 0;
        ok(ids.length > 10 && unread >= ids.length);
        ok(notifications.items.every(({ userId, readAt }) => userId === learner.id && readAt === null));
      },
    },
    {
      name: 'notificationReceipt',
      title: 'What became of a notification on each channel',
      run: async () => {
        const { notificationReceipt } = await learner.ask<{ notificationReceipt: NotificationReceipt }>(
          NOTIFICATION_RECEIPT,
          { id: ids.at(-1) },
        );
        deepEqual(
          notificationReceipt.channels.map(({ channel, status }) => [channel, status]),
          [
            ['IN_APP', 'SENT'],
            ['EMAIL', 'SENT'],
            ['SMS', 'SKIPPED'],
            ['PUSH', 'SKIPPED'],
          ],
        );
      },
    },
    {
      name: 'markNotificationsRead',
      title: 'Mark a notification as read',
      run: async () => {
        const { markNotificationsRead } = await learner.ask<{ markNotificationsRead: NotificationState }>(MARK_READ, {
          input: { ids: enrolled.slice(0, 1) },
        });
        deepEqual(markNotificationsRead, { unreadCount: unread - 1 });
      },
    },
    {
      name: 'markNotificationsRead, all',
      title: 'Mark all notifications as read',
      run: async () => {
        const { markNotificationsRead } = await learner.ask<{ markNotificationsRead: NotificationState }>(MARK_READ, {
          input: { all: true },
        });
        deepEqual(markNotificationsRead, { unreadCount: 0 });
      },
    },
    {
      name: 'archiveNotifications',
      title: 'Put a notification away',
      run: async () => {
        const { archiveNotifications } = await learner.ask<{ archiveNotifications: NotificationState }>(
          ARCHIVE_NOTIFICATIONS,
          { input: { ids: enrolled.slice(0, 1) } },
        );
        deepEqual(archiveNotifications, { unreadCount: 0 });
      },
    },
    {
      name: 'notificationPreferences',
      title: 'How I want to be told',
      run: async () => {
        const { notificationPreferences } = await learner.ask<{ notificationPreferences: NotificationPreferences }>(
          NOTIFICATION_PREFERENCES,
        );
        equal(notificationPreferences.version, 0);
      },
    },
    {
      name: 'updateNotificationPreferences',
      title: 'Have a type of notification once a day by mail',
      run: async () => {
        const input = { version: 0, preferences: [{ type: 'ENROLLED', channel: 'EMAIL', mode: 'DAILY' }] };
        const { updateNotificationPreferences } = await learner.ask<{
          updateNotificationPreferences: NotificationPreferences;
        }>(UPDATE_PREFERENCES, { input });
        equal(updateNotificationPreferences.version, 1);
      },
    },
    {
      name: 'updateProfile',
      title: 'Change my time zone',
      run: async () => {
        const { updateProfile } = await learner.ask<{ updateProfile: User }>(UPDATE_PROFILE, {
          // Of an account that has changed once: a picture.
          input: { timeZone: 'Europe/Berlin', version: 2 },
        });
        deepEqual(updateProfile, { timeZone: 'Europe/Berlin', version: 3 });
      },
    },
  ];
}
