import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationMarkNotificationsReadArgs } from '../../generated/schema.ts';
import { NOTIFICATION, notificationStateKey, TIME_TO_LIVE } from '../../model/keys.ts';
import type { NotificationItem, NotificationStateItem } from '../../model/notification.ts';
import { signedInSub } from '../steps/caller.ts';
import type { InboxStash } from '../steps/inbox.ts';
import { orError } from '../steps/or-error.ts';

type MarkContext = Context<MutationMarkNotificationsReadArgs, InboxStash>;

/** A transaction has 100 parts: the account's check, the note for the rest, and these. */
const NEWEST = 98;

/** For `all` only: the count, and what is unread among the newest. */
export function request(ctx: MarkContext) {
  if (ctx.stash.found) runtime.earlyReturn(null);
  return {
    operation: 'Query',
    query: {
      expression: 'pk = :inbox AND begins_with(sk, :notification)',
      expressionValues: util.dynamodb.toMapValues({
        ':inbox': notificationStateKey(signedInSub(ctx)).pk,
        ':notification': NOTIFICATION,
      }),
    },
    filter: {
      expression: '#entity = :state OR (#expiresAt > :now AND attribute_not_exists(#readAt))',
      expressionNames: { '#entity': 'entity', '#expiresAt': TIME_TO_LIVE, '#readAt': 'readAt' },
      expressionValues: util.dynamodb.toMapValues({
        ':state': 'NotificationState',
        ':now': util.time.nowEpochSeconds(),
      }),
    },
    scanIndexForward: false,
    limit: NEWEST + 1,
    consistentRead: true,
  };
}

export function response(ctx: MarkContext): null {
  orError(ctx);
  const page = ctx.result as { items: (NotificationItem | NotificationStateItem)[]; nextToken?: string | null };
  const state = page.items.find((item) => item.entity === 'NotificationState');
  ctx.stash.unread = state?.unread ?? 0;
  // Without a count there may be one more.
  ctx.stash.found = page.items.filter((item) => item.entity === 'Notification').slice(0, NEWEST);
  ctx.stash.more = typeof page.nextToken === 'string';
  return null;
}
