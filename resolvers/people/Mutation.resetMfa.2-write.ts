import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationResetMfaArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { accountWrites } from '../../model/account-change.ts';
import { changeAccount, refuseChange } from '../steps/account-writes.ts';
import { historyOf, type AdministeredStash } from '../steps/administered.ts';
import { causeOf } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

type WriteContext = Context<MutationResetMfaArgs, AdministeredStash, { result: AccountItem }>;

/** Noted before it is done, so that no reset is without its trace; done again, it has no other effect. */
export function request(ctx: WriteContext) {
  const before = ctx.prev.result;
  const now = util.time.nowISO8601();
  const after = { ...before, mfaResetAt: now, version: before.version + 1, cause: causeOf(ctx) };
  ctx.stash.before = before;
  ctx.stash.after = after;
  const done = { action: 'MFA_RESET' as const, reason: ctx.args.input.reason };
  return changeAccount(ctx, accountWrites(before, after, historyOf(ctx, before, now, done)));
}

export function response(ctx: WriteContext): null {
  refuseChange(ctx);
  orError(ctx);
  return null;
}
