import type { Context } from '@aws-appsync/utils';
import type { QueryReviewsArgs, ReviewConnection } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import type { CourseItem } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf, subOf } from '../../model/ids.ts';
import { accountKey, courseKey } from '../../model/keys.ts';
import { toReview } from '../../model/review.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import type { ReviewPage } from '../steps/reviewing.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type AuthorsContext = Context<QueryReviewsArgs, object, { result: ReviewPage }>;

function courseOf(ctx: AuthorsContext) {
  return courseKey(courseUlidOf(ctx.args.courseId) ?? '');
}

/** Whether the course is to be seen, and the names of the authors, which change: no review holds a copy. */
export function request(ctx: AuthorsContext) {
  const accounts = ctx.prev.result.items.map((review) => accountKey(subOf(review.learnerId)));
  return readItems(ctx, [courseOf(ctx), ...accounts], false);
}

export function response(ctx: AuthorsContext): ReviewConnection {
  orError(ctx);
  const found = itemsRead(ctx);
  if (pick<CourseItem>(found, courseOf(ctx))?.status !== 'PUBLISHED') denyIf(ctx, notFound('course'));
  const { items, nextToken } = ctx.prev.result;
  return {
    items: items.map((review) => toReview(review, pick<AccountItem>(found, accountKey(subOf(review.learnerId))))),
    nextToken: nextToken ?? null,
  };
}
