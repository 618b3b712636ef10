import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { toUserOfAdmin, type AccountItem } from '../../model/account.ts';
import { lostGroups } from '../../model/account-change.ts';
import type { User } from '../../generated/schema.ts';
import { subOf } from '../../model/ids.ts';
import { newUserHistory, type Done, type UserHistoryItem } from '../../model/user-history.ts';
import { causeOf } from './caller.ts';
import { endLive } from './live.ts';

/** What the steps of a change of somebody's account hand on. */
export interface AdministeredStash {
  before?: AccountItem;
  after?: AccountItem;
}

export function historyOf(ctx: Context, account: AccountItem, now: string, done: Done): UserHistoryItem {
  return newUserHistory(subOf(account.id), done, { unique: util.autoId(), now, cause: causeOf(ctx) });
}

/** What the mutation returns. Who has lost something stops watching. */
export function toAdministered(ctx: Context<Record<string, unknown>, AdministeredStash>): User | null {
  const { before, after } = ctx.stash;
  if (!before || !after) return null;
  const now = util.time.nowISO8601();
  const user = toUserOfAdmin(after, now);
  if (user.status === 'SUSPENDED' || lostGroups(before, after).length > 0) endLive(after.id);
  return user;
}
