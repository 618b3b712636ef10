import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationArchiveNotificationsArgs } from '../../generated/schema.ts';
import type { NotificationItem } from '../../model/notification.ts';
import { denyIf } from '../steps/deny.ts';
import { causeOf } from '../steps/caller.ts';
import { lostOne, mark, writeAll, type InboxStash } from '../steps/inbox.ts';
import { orError } from '../steps/or-error.ts';
import { updateItem } from '../steps/transaction.ts';

type ArchiveContext = Context<MutationArchiveNotificationsArgs, InboxStash>;

/** Brings a notification back into the list. It stays read. */
function bringBack(ctx: ArchiveContext, notification: NotificationItem) {
  return updateItem(
    ctx,
    notification,
    {
      expression: 'SET #cause = :cause REMOVE #archivedAt',
      names: { '#cause': 'cause', '#archivedAt': 'archivedAt' },
      values: { ':cause': causeOf(ctx) },
    },
    { expression: 'attribute_exists(pk)' },
  );
}

export function request(ctx: ArchiveContext) {
  const archive = ctx.args.input.archived ?? true;
  const now = util.time.nowISO8601();
  const changing = (ctx.stash.found ?? []).filter(({ archivedAt }) => (archive ? !archivedAt : archivedAt));
  ctx.stash.marked = archive ? changing.filter(({ readAt }) => !readAt).length : 0;
  return writeAll(
    changing.map((notification) => (archive ? mark(ctx, notification, now, true) : bringBack(ctx, notification))),
  );
}

export function response(ctx: ArchiveContext): null {
  denyIf(ctx, lostOne(ctx));
  orError(ctx);
  return null;
}
