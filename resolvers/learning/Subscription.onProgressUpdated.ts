import type { Context } from '@aws-appsync/utils';
import type { SubscriptionOnProgressUpdatedArgs } from '../../generated/schema.ts';
import { forbidden } from '../../model/errors.ts';
import { userId } from '../../model/ids.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { denyIf } from '../steps/deny.ts';

/** Decided by the ids alone: whether the other person or the course exists makes no difference to the answer. */
export function request(ctx: Context<SubscriptionOnProgressUpdatedArgs>) {
  if (ctx.args.userId !== userId(signedInSub(ctx))) {
    denyIf(ctx, forbidden('You can watch your own progress only: give your own id as `userId`.'));
  }
  return { payload: null };
}

export function response(ctx: Context): null {
  orError(ctx);
  return null;
}
