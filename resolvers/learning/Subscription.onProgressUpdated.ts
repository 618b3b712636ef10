import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { SubscriptionOnProgressUpdatedArgs } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { forbidden } from '../../model/errors.ts';
import { userId } from '../../model/ids.ts';
import { accountKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import { endsWithCaller } from '../steps/live.ts';
import { orError } from '../steps/or-error.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';
import { denyIf } from '../steps/deny.ts';

/** Decided by the ids alone: whether the other person or the course exists makes no difference to the answer. */
export function request(ctx: Context<SubscriptionOnProgressUpdatedArgs>) {
  if (ctx.args.userId !== userId(signedInSub(ctx))) {
    denyIf(ctx, forbidden('You can watch your own progress only: give your own id as `userId`.'));
  }
  return readItems(ctx, [accountKey(signedInSub(ctx))], false);
}

/** Who is suspended watches nothing; who is suspended later ceases to. */
export function response(ctx: Context): null {
  orError(ctx);
  const account = pick<AccountItem>(itemsRead(ctx), accountKey(signedInSub(ctx)));
  denyIf(ctx, inactiveAccount(account, util.time.nowISO8601()));
  endsWithCaller(ctx);
  return null;
}
