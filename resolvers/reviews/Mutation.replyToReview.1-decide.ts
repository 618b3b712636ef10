import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationReplyToReviewArgs } from '../../generated/schema.ts';
import { notTeaching, type AccountItem } from '../../model/account.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { courseKey } from '../../model/keys.ts';
import type { ReviewItem } from '../../model/review.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import { keysAround, type ReviewStash } from '../steps/reviewing.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type DecideContext = Context<MutationReplyToReviewArgs, ReviewStash>;

export function request(ctx: DecideContext) {
  const { accounts, review, courseUlid } = keysAround(ctx, ctx.args.input.reviewId);
  return readItems(ctx, [...accounts, review, courseKey(courseUlid)], true);
}

/** To whom the course is not theirs, none of its reviews is there. */
export function response(ctx: DecideContext): ReviewItem | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysAround(ctx, ctx.args.input.reviewId);
  const account = pick<AccountItem>(items, keys.caller);
  denyIf(ctx, notTeaching(account, util.time.nowISO8601()));
  const course = pick<CourseItem>(items, courseKey(keys.courseUlid));
  const review = pick<ReviewItem>(items, keys.review);
  if (!course || !mayEdit(course, account, util.time.nowISO8601()) || review?.status !== 'PUBLISHED')
    denyIf(ctx, notFound('review'));
  ctx.stash.author = pick<AccountItem>(items, keys.author);
  return review;
}
