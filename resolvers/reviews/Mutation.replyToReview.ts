import type { Context } from '@aws-appsync/utils';
import type { MutationReplyToReviewArgs, Review } from '../../generated/schema.ts';
import { MAX_REVIEW_BYTES } from '../../model/review.ts';
import { firstOf, range, size, text } from '../../model/validation.ts';
import { bytesOf } from '../steps/outline.ts';
import { refuseIf } from '../steps/refuse.ts';
import { reviewOf, type ReviewedContext } from '../steps/reviewing.ts';

export function request(ctx: Context<MutationReplyToReviewArgs>) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      text('text', input.text),
      size('text', bytesOf(input.text ?? ''), MAX_REVIEW_BYTES),
      range('version', input.version, 1, 2_147_483_647),
    ]),
  );
  return {};
}

export function response(ctx: ReviewedContext): Review {
  return reviewOf(ctx);
}
