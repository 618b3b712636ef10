import type { Context } from '@aws-appsync/utils';
import type { SubscriptionOnNotificationCreatedArgs } from '../../generated/schema.ts';
import { forbidden } from '../../model/errors.ts';
import { userId } from '../../model/ids.ts';
import { denyIf } from '../steps/deny.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

/** Decided by the ids alone: whether the other person exists makes no difference to the answer. */
export function request(ctx: Context<SubscriptionOnNotificationCreatedArgs>) {
  if (ctx.args.userId !== userId(signedInSub(ctx))) {
    denyIf(ctx, forbidden('You can watch your own notifications only: give your own id as `userId`.'));
  }
  return { payload: null };
}

export function response(ctx: Context): null {
  orError(ctx);
  return null;
}
