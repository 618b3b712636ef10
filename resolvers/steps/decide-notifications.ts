import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { notFound } from '../../model/errors.ts';
import { notificationUlidOf } from '../../model/ids.ts';
import { accountKey, notificationKey, notificationStateKey, TIME_TO_LIVE, type Key } from '../../model/keys.ts';
import type { NotificationItem, NotificationStateItem } from '../../model/notification.ts';
import { denyIf } from './deny.ts';
import { signedInSub } from './caller.ts';
import type { InboxStash } from './inbox.ts';
import { orError } from './or-error.ts';
import { itemsRead, pick, readItems } from './table.ts';

type DecideContext = Context<{ input: { ids?: string[] | null } }, InboxStash>;

/** DynamoDB reads 100 items at once, and the account and the count are among them. */
const FIRST_RUN = 98;

/** Keys of the named notifications that this run reads, each once. In the caller's own partition: a foreign id is none. */
function keysFor(ctx: DecideContext): Key[] {
  const ids = ctx.args.input.ids ?? [];
  const once = ids.filter((id, index) => ids.indexOf(id) === index);
  const sub = signedInSub(ctx);
  return (ctx.stash.found ? once.slice(FIRST_RUN) : once.slice(0, FIRST_RUN)).map((id) =>
    notificationKey(sub, notificationUlidOf(id) ?? ''),
  );
}

/** Stands twice in a pipeline: the second run is for the last two of a hundred. Passed over where no ids are given. */
export function request(ctx: DecideContext) {
  const keys = keysFor(ctx);
  if (keys.length === 0) runtime.earlyReturn(null);
  if (keys.some((key) => key.sk === notificationKey('', '').sk)) denyIf(ctx, notFound('notification'));
  const sub = signedInSub(ctx);
  return readItems(ctx, ctx.stash.found ? keys : [accountKey(sub), notificationStateKey(sub), ...keys], true);
}

export function response(ctx: DecideContext): null {
  orError(ctx);
  const items = itemsRead(ctx);
  const sub = signedInSub(ctx);
  const keys = keysFor(ctx);
  if (!ctx.stash.found) {
    denyIf(ctx, inactiveAccount(pick<AccountItem>(items, accountKey(sub)), util.time.nowISO8601()));
    ctx.stash.unread = pick<NotificationStateItem>(items, notificationStateKey(sub))?.unread ?? 0;
  }
  const now = util.time.nowEpochSeconds();
  const found = keys.flatMap((key) => {
    const notification = pick<NotificationItem>(items, key);
    return notification && notification[TIME_TO_LIVE] > now ? [notification] : [];
  });
  if (found.length < keys.length) denyIf(ctx, notFound('notification'));
  ctx.stash.found = [...(ctx.stash.found ?? []), ...found];
  return null;
}
