import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationReactivateUserArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { accountWrites, reactivated } from '../../model/account-change.ts';
import { changeAccount, refuseChange } from '../steps/account-writes.ts';
import { historyOf, type AdministeredStash } from '../steps/administered.ts';
import { causeOf } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

type WriteContext = Context<MutationReactivateUserArgs, AdministeredStash, { result: AccountItem }>;

export function request(ctx: WriteContext) {
  const before = ctx.prev.result;
  ctx.stash.before = before;
  ctx.stash.after = before;
  if (before.status === 'ACTIVE') runtime.earlyReturn(before);
  const after = reactivated(before, causeOf(ctx));
  ctx.stash.after = after;
  const done = { action: 'REACTIVATED' as const, reason: ctx.args.input.reason };
  return changeAccount(ctx, accountWrites(before, after, historyOf(ctx, before, util.time.nowISO8601(), done)));
}

export function response(ctx: WriteContext): AccountItem | null {
  refuseChange(ctx);
  orError(ctx);
  return ctx.stash.after ?? null;
}
