import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { NotificationConnection, QueryNotificationsArgs } from '../../generated/schema.ts';
import { NOTIFICATION, notificationStateKey, TIME_TO_LIVE } from '../../model/keys.ts';
import { toNotification, type NotificationItem, type NotificationStateItem } from '../../model/notification.ts';
import { DEFAULT_LIMIT, pageLimit } from '../../model/validation.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';
import { refuseIf } from '../steps/refuse.ts';

type ListContext = Context<QueryNotificationsArgs>;

/** What the caller asks for; the count passes in any case. */
function filterOf({ unread, archived }: QueryNotificationsArgs): string {
  const wanted = [
    '#expiresAt > :now',
    archived ? 'attribute_exists(#archivedAt)' : 'attribute_not_exists(#archivedAt)',
    unread === true ? 'attribute_not_exists(#readAt)' : '',
    unread === false ? 'attribute_exists(#readAt)' : '',
  ];
  return `#entity = :state OR (${wanted.filter((condition) => condition !== '').join(' AND ')})`;
}

/** One query: the count sorts after every notification, so the first page begins with it. */
export function request(ctx: ListContext) {
  const { limit, nextToken, unread } = ctx.args;
  refuseIf(pageLimit(limit));
  const onlyOnFirst = nextToken ? 0 : 1;
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
      expression: filterOf(ctx.args),
      expressionNames: {
        '#entity': 'entity',
        '#expiresAt': TIME_TO_LIVE,
        '#archivedAt': 'archivedAt',
        ...(unread === true || unread === false ? { '#readAt': 'readAt' } : {}),
      },
      expressionValues: util.dynamodb.toMapValues({
        ':state': 'NotificationState',
        ':now': util.time.nowEpochSeconds(),
      }),
    },
    scanIndexForward: false,
    limit: (limit ?? DEFAULT_LIMIT) + onlyOnFirst,
    nextToken: nextToken ?? null,
  };
}

function isNotification(item: NotificationItem | NotificationStateItem): item is NotificationItem {
  return item.entity === 'Notification';
}

export function response(ctx: ListContext): NotificationConnection {
  tokenOrError(ctx);
  orError(ctx);
  const page = ctx.result as { items: (NotificationItem | NotificationStateItem)[]; nextToken?: string | null };
  const [first] = page.items;
  const unread = first && !isNotification(first) ? first.unread : 0;
  return {
    items: page.items.filter((item) => isNotification(item)).map((item) => toNotification(item)),
    nextToken: page.nextToken ?? null,
    unreadCount: ctx.args.nextToken ? null : unread,
  };
}
