import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { QueryAvatarsArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { avatarFor, MOST_AVATARS } from '../../model/avatar.ts';
import { invalid } from '../../model/errors.ts';
import { userSubOf } from '../../model/ids.ts';
import { accountKey, type Key } from '../../model/keys.ts';
import type { MediaFile } from '../../model/media-file.ts';
import { callerSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type AvatarsContext = Context<QueryAvatarsArgs>;

/** A person each, once: DynamoDB refuses a key that comes twice. What is no id is nobody's. */
function accountKeys(ids: readonly string[]): Key[] {
  const subs = ids.map((id) => userSubOf(id));
  return subs.filter((sub, nth) => sub !== null && subs.indexOf(sub) === nth).map((sub) => accountKey(sub ?? ''));
}

export function request(ctx: AvatarsContext) {
  const { userIds } = ctx.args;
  if (userIds.length > MOST_AVATARS) {
    refuseIf(invalid('userIds', 'length', `Give up to ${MOST_AVATARS} of \`userIds\`; there are ${userIds.length}.`));
  }
  const keys = accountKeys(userIds);
  if (keys.length === 0) runtime.earlyReturn([]);
  return readItems(ctx, keys, false);
}

/** The pictures that the caller may see. */
export function response(ctx: AvatarsContext): readonly MediaFile[] {
  orError(ctx);
  const items = itemsRead(ctx);
  const look = { viewer: callerSub(ctx), now: util.time.nowISO8601() };
  return accountKeys(ctx.args.userIds)
    .map((key) => pick<AccountItem>(items, key))
    .map((account) => account && avatarFor(account, look))
    .filter((file) => file !== null);
}
