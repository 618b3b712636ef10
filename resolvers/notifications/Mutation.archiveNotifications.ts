import type { Context } from '@aws-appsync/utils';
import type { MutationArchiveNotificationsArgs, NotificationState } from '../../generated/schema.ts';
import { refusedIds, unreadLeft, type InboxStash } from '../steps/inbox.ts';
import { refuseIf } from '../steps/refuse.ts';

type ArchiveContext = Context<MutationArchiveNotificationsArgs, InboxStash>;

export function request(ctx: ArchiveContext) {
  refuseIf(refusedIds(ctx.args.input.ids));
  return {};
}

export function response(ctx: ArchiveContext): NotificationState {
  return { unreadCount: unreadLeft(ctx.stash) };
}
