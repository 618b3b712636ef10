import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { ChannelDeliveryInput, MutationCreateNotificationArgs, Notification } from '../../generated/schema.ts';
import { conflict, invalid } from '../../model/errors.ts';
import { notificationUlidOf, userSubOf } from '../../model/ids.ts';
import { newNotification, toNotification, type NotificationItem } from '../../model/notification.ts';
import { refusedDeliveries, toDeliveries, toLink } from '../../model/notification-input.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { alone, NEW, putItem } from '../steps/transaction.ts';

type CreateContext = Context<MutationCreateNotificationArgs>;

function timeInUtc(time: string | null | undefined): string | null {
  return time ? util.time.epochMilliSecondsToISO8601(util.time.parseISO8601ToEpochMilliSeconds(time)) : null;
}

/** Times as the table compares them, whatever zone they were written in. */
function inUtc(delivery: ChannelDeliveryInput): ChannelDeliveryInput {
  return { ...delivery, at: timeInUtc(delivery.at), dueAt: timeInUtc(delivery.dueAt) };
}

/** Fails where the notification exists, so that nobody is told twice. The clock is the server's. */
export function request(ctx: CreateContext) {
  const { input } = ctx.args;
  const ulid = notificationUlidOf(input.id) ?? '';
  const sub = userSubOf(input.userId) ?? '';
  if (!ulid) refuseIf(invalid('id', 'format', 'Give `id` as `ntf_` and a ULID.'));
  if (!sub) refuseIf(invalid('userId', 'format', 'Give `userId` as `usr_` and a Cognito sub.'));
  refuseIf(refusedDeliveries(input.channels));
  const { type, title, text, link, eventId, cause } = input;
  const notification = newNotification({
    ulid,
    sub,
    type,
    title,
    text,
    ...(link ? { link: toLink(link) } : {}),
    eventId,
    channels: toDeliveries(input.channels.map((delivery) => inUtc(delivery))),
    hidden: false,
    now: util.time.nowISO8601(),
    nowSeconds: util.time.nowEpochSeconds(),
    attempt: util.autoId(),
    cause: { actor: cause.actor, request: cause.request, origin: cause.origin },
  });
  return alone(putItem(ctx, notification, NEW));
}

export function response(ctx: CreateContext): Notification {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') {
    refuseIf(conflict('This notification has been made already.'));
  }
  orError(ctx);
  return toNotification(ctx.result as NotificationItem);
}
