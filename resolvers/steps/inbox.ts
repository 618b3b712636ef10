import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import { invalid, rateLimited, type DomainError } from '../../model/errors.ts';
import type { NotificationItem } from '../../model/notification.ts';
import { causeOf } from './caller.ts';
import { alone, someConditionFailed, updateItem } from './transaction.ts';

/** What the steps of a change in the caller's inbox hand on. */
export interface InboxStash {
  /** Unread notifications at the last count. */
  unread?: number;
  /** Those that the call is about. */
  found?: NotificationItem[];
  /** Whether there may be older ones that the call is about. */
  more?: boolean;
  /** How many of them this call has read. */
  marked?: number;
}

const MAX_IDS = 100;

export function refusedIds(ids: readonly string[]): DomainError | null {
  if (ids.length >= 1 && ids.length <= MAX_IDS) return null;
  return invalid('ids', 'length', `Give 1 to ${MAX_IDS} \`ids\`; there are ${ids.length}.`);
}

/** Stays when it was marked first: a second device does not change it. */
const READ = '#readAt = if_not_exists(#readAt, :now), #cause = :cause';

/** The part of a write that reads a notification and, where that is asked for, archives it. */
export function mark(ctx: Context, notification: NotificationItem, now: string, archive: boolean) {
  return updateItem(
    ctx,
    notification,
    {
      expression: `SET ${archive ? '#archivedAt = if_not_exists(#archivedAt, :now), ' : ''}${READ}`,
      names: { '#readAt': 'readAt', '#cause': 'cause', ...(archive ? { '#archivedAt': 'archivedAt' } : {}) },
      values: { ':now': now, ':cause': causeOf(ctx) },
    },
    { expression: 'attribute_exists(pk)' },
  );
}

/** What is left to read, by the last count and what this call has marked. */
export function unreadLeft({ unread, marked }: InboxStash): number {
  const left = (unread ?? 0) - (marked ?? 0);
  return left > 0 ? left : 0;
}

/** The changes of some notifications: all or none. A single one as a request of its own, at half the price. */
export function writeAll(changes: readonly ReturnType<typeof updateItem>[]) {
  const [first] = changes;
  if (!first) {
    runtime.earlyReturn(null);
    return null;
  }
  return changes.length === 1 ? alone(first) : { operation: 'TransactWriteItems', transactItems: changes };
}

/** Says so when one of them was deleted since it was read, being 180 days old: the next call does without it. */
export function lostOne(ctx: Context): DomainError | null {
  const failedAlone = ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException';
  return failedAlone || someConditionFailed(ctx) ? rateLimited() : null;
}
