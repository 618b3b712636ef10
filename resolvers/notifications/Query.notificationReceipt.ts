import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { NotificationReceipt, QueryNotificationReceiptArgs } from '../../generated/schema.ts';
import { notFound } from '../../model/errors.ts';
import { notificationUlidOf } from '../../model/ids.ts';
import { hiddenNotificationKey, notificationKey, TIME_TO_LIVE } from '../../model/keys.ts';
import { toReceipt, type NotificationItem } from '../../model/notification.ts';
import { denyIf } from '../steps/deny.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { itemsRead, readItems } from '../steps/table.ts';

/** In the caller's own partition, whether listed or hidden: the id does not say which. */
export function request(ctx: Context<QueryNotificationReceiptArgs>) {
  const sub = signedInSub(ctx);
  const ulid = notificationUlidOf(ctx.args.notificationId);
  if (!ulid) denyIf(ctx, notFound('notification'));
  return readItems(ctx, [notificationKey(sub, ulid ?? ''), hiddenNotificationKey(sub, ulid ?? '')], true);
}

export function response(ctx: Context<QueryNotificationReceiptArgs>): NotificationReceipt | null {
  orError(ctx);
  const [notification] = itemsRead(ctx) as NotificationItem[];
  if (!notification || notification[TIME_TO_LIVE] <= util.time.nowEpochSeconds()) {
    denyIf(ctx, notFound('notification'));
    return null;
  }
  return toReceipt(notification);
}
