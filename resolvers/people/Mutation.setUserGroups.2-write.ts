import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationSetUserGroupsArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { accountWrites, hasGroups, withGroups } from '../../model/account-change.ts';
import { changeAccount, refuseChange } from '../steps/account-writes.ts';
import { historyOf, type AdministeredStash } from '../steps/administered.ts';
import { causeOf } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

type WriteContext = Context<MutationSetUserGroupsArgs, AdministeredStash, { result: AccountItem }>;

export function request(ctx: WriteContext) {
  const before = ctx.prev.result;
  const { groups, reason } = ctx.args.input;
  ctx.stash.before = before;
  ctx.stash.after = before;
  if (hasGroups(before, groups)) runtime.earlyReturn(before);
  const after = withGroups(before, groups, causeOf(ctx));
  ctx.stash.after = after;
  const done = { action: 'GROUPS_SET' as const, groups: after.groups, reason };
  return changeAccount(ctx, accountWrites(before, after, historyOf(ctx, before, util.time.nowISO8601(), done)));
}

export function response(ctx: WriteContext): AccountItem | null {
  refuseChange(ctx);
  orError(ctx);
  return ctx.stash.after ?? null;
}
