import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationSuspendUserArgs } from '../../generated/schema.ts';
import { isSuspended, type AccountItem } from '../../model/account.ts';
import { accountWrites, suspended } from '../../model/account-change.ts';
import { userId } from '../../model/ids.ts';
import { changeAccount, refuseChange } from '../steps/account-writes.ts';
import { historyOf, type AdministeredStash } from '../steps/administered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

type WriteContext = Context<MutationSuspendUserArgs, AdministeredStash, { result: AccountItem }>;

/** As the table compares it: in UTC, to the millisecond. */
function endOf({ args }: WriteContext): string | null {
  const { until } = args.input;
  return until ? util.time.epochMilliSecondsToISO8601(util.time.parseISO8601ToEpochMilliSeconds(until)) : null;
}

export function request(ctx: WriteContext) {
  const before = ctx.prev.result;
  const reason = ctx.args.input.reason.trim();
  const now = util.time.nowISO8601();
  const until = endOf(ctx);
  ctx.stash.before = before;
  ctx.stash.after = before;
  const isSame = before.suspension?.reason === reason && (before.suspendedUntil ?? null) === until;
  if (isSame && isSuspended(before, now)) runtime.earlyReturn(before);
  const after = suspended(before, { reason, byId: userId(signedInSub(ctx)), at: now }, until, causeOf(ctx));
  ctx.stash.after = after;
  const done = { action: 'SUSPENDED' as const, reason, until };
  return changeAccount(ctx, accountWrites(before, after, historyOf(ctx, before, now, done)));
}

export function response(ctx: WriteContext): AccountItem | null {
  refuseChange(ctx);
  orError(ctx);
  return ctx.stash.after ?? null;
}
