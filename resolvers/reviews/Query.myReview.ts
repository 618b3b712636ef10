import type { Context } from '@aws-appsync/utils';
import type { QueryMyReviewArgs, Review } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { accountKey, reviewKey } from '../../model/keys.ts';
import { toReview, type ReviewItem } from '../../model/review.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type MyReviewContext = Context<QueryMyReviewArgs>;

function keysFor(ctx: MyReviewContext) {
  const sub = signedInSub(ctx);
  return { account: accountKey(sub), review: reviewKey(courseUlidOf(ctx.args.courseId) ?? '', sub) };
}

export function request(ctx: MyReviewContext) {
  return readItems(ctx, Object.values(keysFor(ctx)), false);
}

export function response(ctx: MyReviewContext): Review | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const review = pick<ReviewItem>(items, keys.review);
  if (!review || review.status === 'DELETED') return null;
  return toReview(review, pick<AccountItem>(items, keys.account));
}
