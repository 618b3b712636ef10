import type { Context } from '@aws-appsync/utils';
import type { MutationReviewCourseArgs, Review } from '../../generated/schema.ts';
import { MAX_REVIEW_BYTES } from '../../model/review.ts';
import { firstOf, range, size, text } from '../../model/validation.ts';
import { bytesOf } from '../steps/outline.ts';
import { refuseIf } from '../steps/refuse.ts';
import { reviewOf, type ReviewedContext } from '../steps/reviewing.ts';

export function request(ctx: Context<MutationReviewCourseArgs>) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      range('rating', input.rating, 1, 5),
      text('text', input.text),
      size('text', bytesOf(input.text ?? ''), MAX_REVIEW_BYTES),
    ]),
  );
  return {};
}

export function response(ctx: ReviewedContext): Review {
  return reviewOf(ctx);
}
