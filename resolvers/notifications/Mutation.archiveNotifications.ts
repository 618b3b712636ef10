import type { Context } from '@aws-appsync/utils';
import { denyIf } from '../steps/deny.ts';
import type { MutationArchiveNotificationsArgs, NotificationState } from '../../generated/schema.ts';
import { refusedIds, unreadLeft, type InboxStash } from '../steps/inbox.ts';

type ArchiveContext = Context<MutationArchiveNotificationsArgs, InboxStash>;

export function request(ctx: ArchiveContext) {
  denyIf(ctx, refusedIds(ctx.args.input.ids));
  return {};
}

export function response(ctx: ArchiveContext): NotificationState {
  return { unreadCount: unreadLeft(ctx.stash) };
}
