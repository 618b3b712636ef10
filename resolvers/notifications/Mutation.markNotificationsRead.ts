import type { Context } from '@aws-appsync/utils';
import type { MutationMarkNotificationsReadArgs, NotificationState } from '../../generated/schema.ts';
import { invalid } from '../../model/errors.ts';
import { denyIf } from '../steps/deny.ts';
import { refusedIds, unreadLeft, type InboxStash } from '../steps/inbox.ts';
import { refuseIf } from '../steps/refuse.ts';

type MarkContext = Context<MutationMarkNotificationsReadArgs, InboxStash>;

export function request(ctx: MarkContext) {
  const { ids, all } = ctx.args.input;
  if (all === true ? ids : !ids) {
    refuseIf(invalid('ids', 'exclusive', 'Give `ids`, or `all: true`: exactly one of both.'));
  }
  if (ids) denyIf(ctx, refusedIds(ids));
  return {};
}

export function response(ctx: MarkContext): NotificationState {
  return { unreadCount: unreadLeft(ctx.stash) };
}
