import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationDeleteReviewArgs } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { accountKey, reviewKey } from '../../model/keys.ts';
import type { ReviewItem } from '../../model/review.ts';
import { denyIf } from '../steps/deny.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import type { ReviewStash } from '../steps/reviewing.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type DecideContext = Context<MutationDeleteReviewArgs, ReviewStash>;

function keysFor(ctx: DecideContext) {
  const sub = signedInSub(ctx);
  const courseUlid = courseUlidOf(ctx.args.input.courseId) ?? '';
  return { account: accountKey(sub), review: reviewKey(courseUlid, sub) };
}

export function request(ctx: DecideContext) {
  return readItems(ctx, Object.values(keysFor(ctx)), true);
}

/** Whether they are still enrolled, or the course is still there, makes no difference: what one said one may take back. */
export function response(ctx: DecideContext): ReviewItem | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const account = pick<AccountItem>(items, keys.account);
  denyIf(ctx, inactiveAccount(account, util.time.nowISO8601()));
  const review = pick<ReviewItem>(items, keys.review);
  if (!review) denyIf(ctx, notFound('review'));
  ctx.stash.author = account;
  return review;
}
