import { INBOX, NOTIFICATION, notificationStateKey, type Key } from '../../../model/keys.ts';
import type { Fold } from './fold.ts';

const LISTED = `${NOTIFICATION}#`;

/** Whose list a notification stands in; null for what is in no list. */
function listOf({ pk, sk }: Key): string | null {
  return pk.startsWith(INBOX) && sk.startsWith(LISTED) ? pk.slice(INBOX.length) : null;
}

/** How many notifications of a person's list are unread and not archived. By their sub. */
export const inboxUnread: Fold = {
  kind: 'unread',
  names: ['unread'],
  entity: 'NotificationState',
  totals: notificationStateKey,
  marks: 'own',
  touches: (key) => {
    const sub = listOf(key);
    return sub ? [sub] : [];
  },
  count: (item) => {
    const sub = listOf(item);
    return sub && !item['readAt'] && !item['archivedAt'] ? [{ id: sub, counts: { unread: 1 } }] : [];
  },
  sources: (sub) => [{ partition: ['pk', `${INBOX}${sub}`], prefix: LISTED }],
};
